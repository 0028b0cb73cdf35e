internal import Typesetting

/// What lays out a template: one side, or two.
@TypesettingActor
struct BadgeSides {
    let front: BadgeComposer
    let back: BadgeComposer?

    func named(_ side: SheetLayout.Side) -> BadgeComposer? { side == .front ? front : back }

    /// The sides to print, with what another thread can prepare while earlier badges are drawn.
    func passes(
        _ sides: [SheetLayout.Side], over items: [BadgeSequence.Item], of badges: some BadgeSource,
        processors: Int
    ) -> [Pass] {
        sides.compactMap { side in
            guard let composer = named(side) else { return nil }
            let (placements, texts) = (composer.personal, composer.texts)
            let preparations = LookAhead<BadgePreparation?>(count: items.count, processors: processors) { item in
                guard case .badge(let index) = items[item] else { return nil }
                return BadgePreparation(badges[index], placements, on: texts)
            }
            return Pass(side: side, composer: composer, preparations: preparations)
        }
    }

    /// One side of a run.
    struct Pass {
        let side: SheetLayout.Side
        let composer: BadgeComposer
        /// One for each item; nil for an item that is not a badge.
        var preparations: LookAhead<BadgePreparation?>
    }
}
