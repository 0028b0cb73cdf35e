package import Conference
package import DoorRules
package import EventStore
package import Foundation

/// One attempt at a gate, as a device sends it.
package struct ScanRequest: Sendable, Hashable {
    /// What somebody came with.
    package enum Subject: Sendable, Hashable {
        /// The text that a scanner read, whatever it is.
        case credential(String)
        /// The short code, typed from a badge.
        case code(RegistrationCode)
        /// Somebody picked from a search.
        case registration(Registration.ID)
    }

    package let device: Device.ID
    /// The device's own id of this scan: sent again, it gets the same answer again.
    package let nonce: IdempotencyKey
    package let gate: Gate.ID
    package let direction: Direction
    package let subject: Subject
    /// When the scan counts as made.
    package let time: Date
    /// What the device's clock said, where it said anything.
    package let deviceTime: Date?

    package init(
        device: Device.ID, nonce: IdempotencyKey, gate: Gate.ID, direction: Direction, subject: Subject, time: Date,
        deviceTime: Date?
    ) {
        self.device = device
        self.nonce = nonce
        self.gate = gate
        self.direction = direction
        self.subject = subject
        self.time = time
        self.deviceTime = deviceTime
    }
}

extension ScanRequest {
    /// By what a door was told whom it concerns, as the scan's row has it.
    package enum Presentation: String, Sendable, Hashable, CaseIterable {
        case credential, code, registration
    }

    /// What makes two scans of one nonce the same; clocks do not count.
    var content: [String] {
        [gate.rawValue, direction.word, subject.presentation.rawValue, subject.presented]
    }
}

extension ScanRequest.Subject {
    /// What was presented, as a text.
    var presented: String {
        switch self {
        case .credential(let text): text
        case .code(let code): code.symbols
        case .registration(let id): id.description
        }
    }

    var presentation: ScanRequest.Presentation {
        switch self {
        case .credential: .credential
        case .code: .code
        case .registration: .registration
        }
    }
}

extension Direction {
    /// The direction's word in the interface: `entry` or `exit`.
    package var word: String {
        switch self {
        case .entry: "entry"
        case .exit: "exit"
        }
    }

    /// Reads the word; nil for any other.
    package init?(word: String) {
        switch word {
        case "entry": self = .entry
        case "exit": self = .exit
        default: return nil
        }
    }
}
