package import Conference
import Foundation
package import RegistrationLedger

/// A letter as JSON: what a list of them shows. The letter itself is a PDF.
package struct LetterBody: Encodable, Sendable {
    package let label: String
    package let kind: String
    package let number: Int64
    package let issued: String
    package let registration: String
    /// Left out once nothing is kept of what it says.
    package let language: String?
    package let title: String?
    /// What it says; for the person alone.
    package let text: [String]?
    package let answers: [String: String]?

    /// - Parameter isWhole: with all that it says.
    package init(_ letter: Letter, of code: RegistrationCode, _ event: EventDefinition, isWhole: Bool = false) {
        label = letter.label
        kind = letter.id.kind.rawValue
        number = letter.id.number
        issued = Timestamp(letter.issued, in: event.zone).description
        registration = code.description
        language = letter.paper?.language.rawValue
        title = letter.paper?.title
        text = isWhole ? letter.paper?.paragraphs : nil
        answers = isWhole ? letter.paper?.answers : nil
    }
}
