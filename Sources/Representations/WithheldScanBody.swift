package import CheckIn
package import Conference
import DoorRules
import Foundation
import Wording

/// A scan that waits for somebody's judgement, as JSON.
package struct WithheldScanBody: Encodable, Sendable {
    package let id: Int64
    package let device: Int64
    package let deviceName: String
    package let gate: String
    package let direction: String
    /// What the door answered.
    package let verdict: String
    /// When it happened, by the device's clock corrected to the server's.
    package let time: String
    package let received: String
    /// Why it waits, as a word and in a sentence.
    package let reason: String
    package let message: String
    package let code: String?
    package let name: String?
    /// What came of it; absent while it waits.
    package let end: End?

    package struct End: Encodable, Sendable {
        /// The scan that it became; absent where it counts for nothing.
        package let scan: Int64?
        package let note: CorrectionBody
    }

    package init(_ withheld: WithheldScan, event: EventDefinition, in language: Language) {
        func text(_ time: Date) -> String { Timestamp(time, in: event.zone).description }
        id = withheld.id.rawValue
        device = withheld.scan.device.rawValue
        deviceName = withheld.deviceName
        gate = withheld.scan.gate.rawValue
        direction = withheld.scan.direction.word
        verdict = withheld.scan.verdict.word
        time = text(withheld.scan.time)
        received = text(withheld.received)
        reason = withheld.reason.rawValue
        message = withheld.reason.sentence(in: language)
        code = withheld.person?.code.description
        name = withheld.person?.person.nameOnBadge
        end = withheld.end.map { End(scan: $0.scan?.rawValue, note: CorrectionBody($0.note, event: event)) }
    }
}
