/// The badges of a run, each made when its page needs it: a source keeps no more of them than it wants to.
package protocol BadgeSource: Sendable {
    var count: Int { get }
    /// The badge at a place of the run, from 0. It may be asked for more than once and on any thread, and is the same
    /// each time.
    subscript(index: Int) -> BadgeContent { get }
}

extension Array: BadgeSource where Element == BadgeContent {}
