package import CheckIn

extension Withholding {
    /// Why the scan waits, in one sentence.
    package var sentence: String {
        switch self {
        case .revoked: "The device was revoked before it sent this."
        case .gate: "The device may not scan at this gate."
        case .enrollment: "The scan is older than the device."
        case .ahead: "The scan is of a time that has not been yet."
        case .clock: "The device's clock is off by more than a day."
        case .crowd: "Nobody passes one gate so often on one day."
        }
    }
}
