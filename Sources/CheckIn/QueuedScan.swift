package import Conference
package import DoorRules
package import EventStore
package import Foundation

/// A scan that a device answered alone, as it sends it afterwards.
package struct QueuedScan: Sendable, Hashable {
    /// Up to where devices count their scans: the highest whole number that a browser has exactly (2⁵³ − 1). There is always a
    /// next number, for a device whose scans the server numbers.
    package static let sequenceMax: Int64 = 9_007_199_254_740_991

    package let device: Device.ID
    /// The device's own id of the scan: sent again, it is recorded once.
    package let nonce: IdempotencyKey
    package let gate: Gate.ID
    package let direction: Direction
    package let subject: ScanRequest.Subject
    /// What the device's clock said.
    package let deviceTime: Date
    /// How far that clock was ahead of the server's, in milliseconds, as the device measured when it last could.
    package let aheadMilliseconds: Int64
    /// The device's count of the scans that it answered alone, from 1.
    package let sequence: Int64
    /// What the device answered.
    package let verdict: Verdict.Code
    /// Of the event's file by which the device answered; nil where it does not say.
    package let incarnation: Int?

    /// When it happened, by the server's clock.
    package var time: Date { Date(milliseconds: deviceTime.milliseconds - aheadMilliseconds) }

    /// - Throws: `sequence_invalid` unless it is 1 to `sequenceMax`, `clock_difference_invalid` beyond a hundred years,
    ///   `incarnation_invalid` unless it is 1 to 200.
    package init(
        device: Device.ID, nonce: IdempotencyKey, gate: Gate.ID, direction: Direction, subject: ScanRequest.Subject,
        deviceTime: Date, aheadMilliseconds: Int64, sequence: Int64, verdict: Verdict.Code, incarnation: Int? = nil
    ) throws(CheckInError) {
        guard (1...Self.sequenceMax).contains(sequence) else { throw CheckInError(.sequenceInvalid) }
        guard aheadMilliseconds.magnitude <= 3_155_760_000_000 else { throw CheckInError(.clockDifferenceInvalid) }
        if let incarnation, !(1...Incarnation.numberMax).contains(incarnation) {
            throw CheckInError(.incarnationInvalid)
        }
        self.device = device
        self.nonce = nonce
        self.gate = gate
        self.direction = direction
        self.subject = subject
        self.deviceTime = deviceTime
        self.aheadMilliseconds = aheadMilliseconds
        self.sequence = sequence
        self.verdict = verdict
        self.incarnation = incarnation
    }

    var request: ScanRequest {
        ScanRequest(
            device: device, nonce: nonce, gate: gate, direction: direction, subject: subject, time: time,
            deviceTime: deviceTime)
    }
}

/// What became of one scan of an upload.
package enum UploadOutcome: Sendable {
    /// It is recorded under this number.
    case recorded(ScanOutcome.ScanID)
    /// It was recorded before.
    case repeated(ScanOutcome.ScanID)
    /// It waits for somebody's judgement under this number: the device cannot have seen it so.
    case withheld(WithheldScan.ID, Withholding)
    /// It cannot be recorded; a repetition would not help.
    case refused(any DescribedError)
}
