/// Who meets whom in which round, by the positions of the people from 0.
package struct Rotation: Sendable, Hashable {
    /// How the rounds are made.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// Everybody meets everybody once: n − 1 rounds for an even n, n for an odd one, with one person at rest in each.
        case everybody
        /// Two lines face each other and everybody meets those of the other line once: half as many rounds, for when the
        /// time is too short.
        case lines
    }

    /// Two people who stand at the same place in a round.
    package struct Meeting: Sendable, Hashable {
        /// From 1; places stay where they are.
        package let place: Int
        package let left: Int
        package let right: Int
    }

    /// One round.
    package struct Round: Sendable, Hashable {
        /// In the order of the places.
        package let meetings: [Meeting]
        /// Who meets nobody.
        package let resting: [Int]
    }

    package let form: Form
    package let count: Int
    package let rounds: [Round]

    /// - Parameter count: people; fewer than two have no rounds.
    package init(count: Int, form: Form) {
        self.count = count
        self.form = form
        guard count >= 2 else {
            rounds = []
            return
        }
        rounds = form == .everybody ? Self.everybody(count) : Self.lines(count)
    }

    /// The circle: the first stays, the others move one place on. Who meets the empty seat of an odd number rests.
    private static func everybody(_ count: Int) -> [Round] {
        let seats = count + count % 2
        return (0..<seats - 1).map { round in
            let circle = [0] + (0..<seats - 1).map { 1 + ($0 + round) % (seats - 1) }
            let pairs = (0..<seats / 2).map { (circle[$0], circle[seats - 1 - $0]) }
            return Round(
                meetings: pairs.enumerated().filter { max($0.1.0, $0.1.1) < count }.map {
                    Meeting(place: $0 + 1, left: $1.0, right: $1.1)
                },
                resting: pairs.filter { max($0.0, $0.1) >= count }.map { min($0.0, $0.1) })
        }
    }

    /// The first half stands, the second moves one place on; with an odd number a place of the first line is empty.
    private static func lines(_ count: Int) -> [Round] {
        let length = (count + 1) / 2
        return (0..<length).map { round in
            let facing = (0..<length).map { place in (place, length + (place + round) % length) }
            return Round(
                meetings: facing.enumerated().filter { $0.1.1 < count }.map {
                    Meeting(place: $0 + 1, left: $1.0, right: $1.1)
                },
                resting: facing.filter { $0.1 >= count }.map(\.0))
        }
    }
}
