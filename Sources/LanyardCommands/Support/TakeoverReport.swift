package import EventDesk
package import Foundation

/// What came of a takeover, on stdout.
package enum TakeoverReport {
    package static func show(_ done: EventTakeover.Done, event: URL, json: Bool) throws {
        let taken = done.taken / .milliseconds(1)
        guard !json else {
            return try Output.json(
                Body(
                    event: event.path, incarnation: done.incarnation, lastCopied: done.copied?.ISO8601Format(),
                    lastSign: done.lastSign?.ISO8601Format(), gone: AppliedTombstones(done.applied),
                    mailIsHeld: done.holdsMail, milliseconds: Int(taken)))
        }
        Output.line("\(event.path): incarnation \(done.incarnation)")
        if let copied = done.copied, let sign = done.lastSign {
            Report.say(
                "The first machine last gave a sign at \(sign.ISO8601Format()), and wrote last at "
                    + "\(copied.ISO8601Format()). What it did in the moment before its silence may be lost.")
        } else {
            Report.say("What the first machine did in the moment before its silence may be lost.")
        }
        AppliedTombstones.say(done.applied)
        if done.holdsMail {
            Report.say(
                "Mail and webhooks wait: some may have been sent before. Look at them, then: lanyard mail resume")
        }
        Report.say("Never start the first machine’s server again.")
    }

    private struct Body: Encodable {
        let event: String
        let incarnation: Int
        let lastCopied: String?
        let lastSign: String?
        let gone: AppliedTombstones
        let mailIsHeld: Bool
        let milliseconds: Int
    }
}
