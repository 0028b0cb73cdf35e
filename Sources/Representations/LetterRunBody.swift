import Conference
package import EventDesk
import RegistrationLedger

/// What became of letters for many, as JSON.
package struct LetterRunBody: Encodable, Sendable {
    package let letters: [String]
    package let new: Int
    /// To how many a mail was written; left out where none was asked for.
    package let mails: Int?
    /// The numbers of those who get none, by the code that says why.
    package let leftOut: [String: [UInt32]]

    package init(_ run: LetterRun, mails: Int? = nil) {
        letters = run.letters.map(\.label)
        new = run.newCount
        self.mails = mails
        leftOut = run.leftOut.mapValues { $0.map(\.rawValue) }
    }
}
