import Conference
import EventStore
import Foundation
import GRDB

/// Who sells and for whom a document is, as it was when it was issued.
struct DocumentFace: Codable {
    let event: String
    let venue: String
    let dates: String
    let timeZone: String
    let currency: String
    let issuer: String
    let issuerAddress: [String]
    /// Of a party, whose people stand apart, it says nothing but the code.
    let person: PersonFace
    let payer: DocumentPayer?
    let payTo: [String]

    init(
        _ definition: EventDefinition, _ language: Language, _ person: PersonFace, payer: DocumentPayer? = nil,
        payTo: [String] = []
    ) {
        event = definition.name
        venue = definition.venue
        dates = definition.dates(in: language)
        timeZone = definition.timeZone.identifier
        currency = definition.currency.code
        issuer = definition.issuer?.name ?? definition.name
        issuerAddress = definition.issuer?.address ?? []
        self.person = person
        self.payer = payer
        self.payTo = payTo
    }

    func shownEvent() throws -> LedgerDocument.Event {
        LedgerDocument.Event(
            name: event, venue: venue, dates: dates, timeZone: try EventTimeZone(timeZone),
            currency: try Currency(currency), issuer: issuer, issuerAddress: issuerAddress)
    }
}

/// A person as a document names them.
struct PersonFace: Codable {
    let name: String
    let affiliation: String
    let code: String
    let category: String

    init(_ definition: EventDefinition, _ registration: Registration, in language: Language) {
        name = registration.person.name
        affiliation = registration.person.affiliation
        code = registration.code.symbols
        category = definition.rule(of: registration.category).labels[language]
    }

    /// A party, of which nothing is said but its code.
    init(party code: RegistrationCode) {
        (name, affiliation, category) = ("", "", "")
        self.code = code.symbols
    }

    func shown() throws -> LedgerDocument.Recipient {
        LedgerDocument.Recipient(
            name: name, affiliation: affiliation, code: try RegistrationCode(code), category: category)
    }
}

/// A row of the table of documents.
struct DocumentRow: RowRecord {
    let kind: String
    let number: Int64
    /// Nil for a document about several people.
    let registration: Int64?
    let code: String?
    let figures: String
    let recipient: String?
    let salt: Data?
    let recipientSha256: Data
    let author: String
    let origin: String
    let atMs: Int64

    /// Nil for a kind that no version of this program writes.
    var id: DocumentID? { LedgerDocument.Kind(rawValue: kind).map { DocumentID(kind: $0, number: number) } }

    func shownFigures() throws -> LedgerDocument.Figures {
        try DocumentRecord.decoder.decode(LedgerDocument.Figures.self, from: Data(figures.utf8))
    }
}

/// A row of the table of the people of documents.
struct DocumentPersonRow: RowRecord {
    let line: Int
    let registration: Int64
    let face: String?
    let salt: Data?
    let faceSha256: Data

    /// The people of a document about several, in its order.
    static func fetchAll(_ db: Database, of kind: String, _ number: Int64) throws -> [DocumentPersonRow] {
        try fetchAll(
            db.cachedStatement(sql: "SELECT * FROM document_person WHERE kind = ? AND number = ? ORDER BY line"),
            arguments: [kind, number])
    }

    /// - Throws: `registration_unknown` for a number that none can have.
    func id() throws -> Registration.ID {
        guard let number = UInt32(exactly: registration) else {
            throw LedgerError(.registrationUnknown, ErrorDetail("number", registration))
        }
        return Registration.ID(rawValue: number)
    }
}

/// What names a document, and when it was issued.
struct DocumentKey: RowRecord {
    let kind: String
    let number: Int64

    /// Nil for a kind that no version of this program writes.
    var id: DocumentID? { LedgerDocument.Kind(rawValue: kind).map { DocumentID(kind: $0, number: number) } }
}

/// What the histories of registrations vouch for when a document is issued.
struct StoredDocument {
    /// One of several people of a document.
    struct Person {
        let registration: Registration.ID
        /// The digest of what it says of them with its salt, which stays when they go.
        let face: Data
    }

    let id: DocumentID
    /// Nil for a document about several people.
    let registration: Registration.ID?
    let people: [Person]
    /// What goes into the transfer for several people.
    let code: String?
    let figures: String
    /// The digest of the recipient with its salt, which stays when they go.
    let recipient: Data
    let author: String
    let origin: String
    let milliseconds: Int64
    /// The entries that it is about.
    let entries: [Int64]

    init(
        id: DocumentID, registration: Registration.ID?, people: [Person], code: String?, figures: String,
        recipient: Data, author: String, origin: String, milliseconds: Int64, entries: [Int64]
    ) {
        (self.id, self.registration, self.people, self.code) = (id, registration, people, code)
        (self.figures, self.recipient, self.author, self.origin) = (figures, recipient, author, origin)
        (self.milliseconds, self.entries) = (milliseconds, entries)
    }

    /// What the tables say; nil for a kind or a registration that no version of this program writes.
    init?(_ row: DocumentRow, people rows: [DocumentPersonRow], entries: [Int64]) {
        var people: [Person] = []
        for row in rows {
            guard let id = UInt32(exactly: row.registration) else { return nil }
            people.append(Person(registration: Registration.ID(rawValue: id), face: row.faceSha256))
        }
        let number = row.registration
        guard let id = row.id, number.map({ UInt32(exactly: $0) != nil }) ?? !people.isEmpty else { return nil }
        self.init(
            id: id, registration: number.map { Registration.ID(rawValue: UInt32($0)) }, people: people, code: row.code,
            figures: row.figures, recipient: row.recipientSha256, author: row.author, origin: row.origin,
            milliseconds: row.atMs, entries: entries)
    }

    /// Whose registrations it is about, in the order of the document.
    var registrations: [Registration.ID] { registration.map { [$0] } ?? people.map(\.registration) }

    /// Whether a text that a document shows is the one that was written, or was taken away.
    static func isIts(_ text: String?, _ salt: Data?, _ digest: Data) -> Bool {
        guard let text, let salt else { return text == nil && salt == nil }
        return SaltedText.digest(text, salt: salt) == digest
    }

    var digest: Data {
        var texts = [
            id.kind.rawValue, String(id.number), registration?.description ?? "", code ?? "", figures,
            recipient.base64EncodedString(), author, origin, String(milliseconds),
        ]
        for person in people {
            texts += ["person", person.registration.description, person.face.base64EncodedString()]
        }
        return EventStore.digest(of: texts + ["entries"] + entries.map(String.init))
    }
}
