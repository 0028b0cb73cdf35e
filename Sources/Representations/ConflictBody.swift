package import CheckIn
package import Conference
import DoorRules
import Foundation

/// A conflict as JSON: how the person came in, and what speaks against it.
package struct ConflictBody: Encodable, Sendable {
    package let scan: ScanBody
    /// The earlier entry on the same badge.
    package let earlier: ScanBody?
    /// The verdict that the server would have given.
    package let objection: String?
    package let settlement: CorrectionBody?

    package init(_ conflict: DoorConflict, event: EventDefinition, in language: Language) {
        scan = ScanBody(conflict.scan, event: event, in: language)
        earlier = conflict.earlier.map { ScanBody($0, event: event, in: language) }
        objection = conflict.objection?.word
        settlement = conflict.settlement.map { CorrectionBody($0, event: event) }
    }
}

/// Something done to a scan afterwards, as JSON.
package struct CorrectionBody: Encodable, Sendable {
    package let reason: String
    package let author: String
    package let time: String

    package init(_ correction: ScanOutcome.Correction, event: EventDefinition) {
        reason = correction.reason
        author = correction.author
        time = Timestamp(correction.time, in: event.zone).description
    }
}

/// A note for the doors, as JSON.
package struct NoteBody: Encodable, Sendable {
    package let note: Int64
    package let registration: UInt32
    /// Nil for every gate.
    package let gate: String?
    package let text: String
    package let author: String

    package init(_ note: DoorNote) {
        self.note = note.id.rawValue
        registration = note.registration.rawValue
        gate = note.gate?.rawValue
        text = note.text
        author = note.author
    }
}
