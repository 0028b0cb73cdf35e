/// What a badge's QR code says, without its signature: no personal data, only which issue of which registration it is.
///
/// Fourteen bytes, big-endian: version, key id, event tag (4), registration number (4), issue (2), days (2).
package struct Credential: Hashable, Sendable {
    /// The only version: the first byte of every credential.
    package static let version: UInt8 = 1

    /// The length of the encoded fields, in bytes.
    package static let payloadLength = 14

    /// Which of the event's keys signs it.
    package var key: KeyID
    /// Which event it belongs to.
    package var event: EventTag
    /// Whose it is.
    package var registration: RegistrationNumber
    /// Which badge of that registration it is on.
    package var issue: IssueNumber
    /// The days of the pass when it was made.
    package var days: DayMask

    /// Puts a credential together.
    package init(key: KeyID, event: EventTag, registration: RegistrationNumber, issue: IssueNumber, days: DayMask) {
        self.key = key
        self.event = event
        self.registration = registration
        self.issue = issue
        self.days = days
    }

    /// Reads the fields back from exactly 14 bytes.
    package init(payload: [UInt8]) throws(CredentialFlaw) {
        guard payload.count == Self.payloadLength else { throw .wrongLength }
        guard payload[0] == Self.version else { throw .unknownVersion }
        key = KeyID(rawValue: payload[1])
        event = EventTag(rawValue: UInt32(bigEndian: payload, at: 2))
        registration = RegistrationNumber(rawValue: UInt32(bigEndian: payload, at: 6))
        issue = IssueNumber(rawValue: UInt16(payload[10]) << 8 | UInt16(payload[11]))
        days = DayMask(rawValue: UInt16(payload[12]) << 8 | UInt16(payload[13]))
    }

    /// The 14 bytes.
    package var payload: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.payloadLength)
        bytes.append(Self.version)
        bytes.append(key.rawValue)
        bytes.append(bigEndian: event.rawValue, count: 4)
        bytes.append(bigEndian: registration.rawValue, count: 4)
        bytes.append(bigEndian: UInt32(issue.rawValue), count: 2)
        bytes.append(bigEndian: UInt32(days.rawValue), count: 2)
        return bytes
    }

    /// What the signature is made over: `lanyard-credential-v1`, a zero byte, and the 14 bytes.
    ///
    /// The prefix keeps a signature that the same key made for another purpose from passing here.
    package var signedMessage: [UInt8] {
        let purpose: StaticString = "lanyard-credential-v1"
        var message: [UInt8] = []
        message.reserveCapacity(purpose.utf8CodeUnitCount + 1 + Self.payloadLength)
        for index in 0..<purpose.utf8CodeUnitCount { message.append(purpose.utf8Start[index]) }
        message.append(0)
        message.append(contentsOf: payload)
        return message
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: UInt32, count: Int) {
        for place in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: value >> UInt32(8 * place))) }
    }
}

extension UInt32 {
    fileprivate init(bigEndian bytes: [UInt8], at offset: Int) {
        self = 0
        for byte in bytes[offset..<offset + 4] { self = self << 8 | UInt32(byte) }
    }
}
