package import Conference
package import EventDesk
import RegistrationLedger

/// Everything that is kept of one person, as JSON: what they get who ask for it.
package struct PersonRecordBody: Encodable, Sendable {
    package let event: String
    package let person: PersonFileBody
    /// Mail that was written to them, the latest first.
    package let mail: [MailBody]
    /// Letters that were issued to them, with all that they say.
    package let letters: [LetterBody]
    /// What they agreed to give exhibitors, the earliest first.
    package let consents: [ConsentBody]
    /// At whose booths their badge was read.
    package let booths: [BoothVisitBody]

    package init(_ record: PersonRecord, in language: Language) {
        event = record.file.event.name
        person = PersonFileBody(record.file, in: language, sight: .everything)
        mail = record.mail.map { MailBody($0, event: record.file.event) }
        letters = record.letters.map { letter in
            LetterBody(letter, of: record.file.registration.code, record.file.event, isWhole: true)
        }
        consents = record.consents.map { ConsentBody($0, event: record.file.event) }
        booths = record.booths.compactMap { BoothVisitBody($0, event: record.file.event) }
    }
}
