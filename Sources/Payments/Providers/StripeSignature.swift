import Conference
import Crypto
import Foundation

/// The header `Stripe-Signature`: when a message was signed, and its signatures (docs.stripe.com/webhooks, "Verify webhook
/// signatures manually").
struct StripeSignature {
    /// How old, or how far ahead of our clock, a signature may be, in seconds: whoever recorded a message cannot send it later.
    static let tolerance = 300

    private let seconds: Int
    private let codes: [[UInt8]]
    /// As it was written, since that is what was signed.
    private let signedTime: String

    /// - Throws: `webhook_forged` for a header that is none.
    init(_ header: String?) throws(PaymentsError) {
        var (time, codes) = (String?.none, [[UInt8]]())
        for part in (header ?? "").prefix(4_096).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2 else { continue }
            if pair[0] == "t", time == nil { time = pair[1] }
            if pair[0] == "v1", let code = [UInt8](hexadecimal: pair[1]), code.count == 32 { codes.append(code) }
        }
        guard let time, let seconds = Int(time), time == String(seconds), !codes.isEmpty else {
            throw PaymentsError(.webhookForged)
        }
        (self.seconds, self.codes, signedTime) = (seconds, codes, time)
    }

    /// That one of the signatures is right, by one of the secrets, and fresh.
    ///
    /// - Throws: `webhook_forged`, `webhook_old`.
    func verify(_ body: Data, by secrets: [String], at now: Date) throws(PaymentsError) {
        let signed = Data(signedTime.utf8) + Data(".".utf8) + body
        let isRight = secrets.contains { secret in
            !secret.isEmpty
                && codes.contains { code in
                    HMAC<SHA256>.isValidAuthenticationCode(
                        code, authenticating: signed, using: SymmetricKey(data: Data(secret.utf8)))
                }
        }
        guard isRight else { throw PaymentsError(.webhookForged) }
        let age = now.timeIntervalSince1970 - Double(seconds)
        guard abs(age) <= Double(Self.tolerance) else {
            throw PaymentsError(.webhookOld, ErrorDetail("seconds", Int(age.rounded())))
        }
    }
}
