internal import Synchronization
internal import Typesetting

/// Sets texts on any thread; texts that may recur are set once.
final class TextShelf: Sendable {
    /// Everything that decides how a text looks.
    private struct Key: Hashable {
        let text: String
        let style: TextStyle
        let box: Size
        let language: String?
    }

    /// Texts that are kept, a few kilobytes each.
    private static let keptMax = 512

    private let setter: TextSetter
    private let kept = Mutex<[Key: SetText]>([:])

    init(fonts: FontCollection) { setter = TextSetter(fonts: fonts) }

    func set(_ text: String, style: TextStyle, box: Size, language: String?, mayComeAgain: Bool) -> SetText {
        guard mayComeAgain else { return setter.set(text, style: style, box: box, language: language) }
        let key = Key(text: text, style: style, box: box, language: language)
        if let known = kept.withLock({ $0[key] }) { return known }
        let set = setter.set(text, style: style, box: box, language: language)
        kept.withLock { kept in
            if kept.count >= Self.keptMax { kept.removeAll(keepingCapacity: true) }
            kept[key] = set
        }
        return set
    }
}

/// A text of a badge, cleaned and set.
struct PreparedText: Sendable {
    let cleaned: BadgeText
    /// Nil if there is nothing to set.
    let set: SetText?

    /// - Parameter style: instead of the field's own.
    init(
        _ raw: String, _ placement: BadgeTemplate.Placement, style: TextStyle? = nil, box: Size, language: String?,
        on shelf: TextShelf
    ) {
        let field = placement.field
        cleaned = BadgeText(raw)
        guard let style = style ?? placement.style.text, !cleaned.text.isEmpty else {
            set = nil
            return
        }
        set = shelf.set(
            placement.style.isUppercased ? cleaned.text.uppercased() : cleaned.text, style: style, box: box,
            language: field.isShared ? nil : language, mayComeAgain: field.isRepeated)
    }
}
