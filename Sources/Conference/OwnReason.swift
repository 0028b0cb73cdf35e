/// Why the program itself took something back: kept as a word where people's reasons stand, and told in the reader's
/// language.
package enum OwnReason: String, Sendable, Hashable, CaseIterable {
    /// The scanner's own program asked for it.
    case annulled
    /// The door that had let somebody in alone sent another answer.
    case contradicted
    /// A backup was restored in which it was still good.
    case restored
}
