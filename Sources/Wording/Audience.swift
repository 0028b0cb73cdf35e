/// Who is told something: what helps one is no help to another.
///
/// Advice for everybody is `advice_CODE` of a catalogue, and for one audience `advice_CODE.AUDIENCE`. Only at a terminal
/// is anybody told to run a command of ours.
package enum Audience: String, Sendable, Hashable, CaseIterable {
    /// Whoever types commands.
    case terminal
    /// Whoever writes a program that calls the API.
    case program
    /// The desk, and the organizer, in a browser.
    case desk
    /// A volunteer with a phone at a door.
    case door
    /// A participant on their own page.
    case participant
}
