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
    let name: String
    let affiliation: String
    let code: String
    let category: String

    init(_ definition: EventDefinition, _ registration: Registration) {
        event = definition.name
        venue = definition.venue
        dates = definition.dates(in: registration.language)
        timeZone = definition.timeZone.identifier
        currency = definition.currency.code
        issuer = definition.issuer?.name ?? definition.name
        issuerAddress = definition.issuer?.address ?? []
        name = registration.person.name
        affiliation = registration.person.affiliation
        code = registration.code.symbols
        category = definition.rule(of: registration.category).labels[registration.language]
    }

    func shownEvent() throws -> LedgerDocument.Event {
        LedgerDocument.Event(
            name: event, venue: venue, dates: dates, timeZone: try EventTimeZone(timeZone),
            currency: try Currency(currency), issuer: issuer, issuerAddress: issuerAddress)
    }

    func shownRecipient() throws -> LedgerDocument.Recipient {
        LedgerDocument.Recipient(
            name: name, affiliation: affiliation, code: try RegistrationCode(code), category: category)
    }
}

/// A row of the table of documents.
struct DocumentRow: RowRecord {
    let kind: String
    let number: Int64
    let registration: Int64
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

/// What the history of a registration vouches for when a document is issued.
struct StoredDocument {
    let id: DocumentID
    let registration: Registration.ID
    let figures: String
    /// The digest of the recipient with its salt, which stays when they go.
    let recipient: Data
    let author: String
    let origin: String
    let milliseconds: Int64
    /// The entries that it is about.
    let entries: [Int64]

    init(
        id: DocumentID, registration: Registration.ID, figures: String, recipient: Data, author: String,
        origin: String, milliseconds: Int64, entries: [Int64]
    ) {
        (self.id, self.registration, self.figures, self.recipient) = (id, registration, figures, recipient)
        (self.author, self.origin, self.milliseconds, self.entries) = (author, origin, milliseconds, entries)
    }

    /// What the table says; nil for a kind or a registration that no version of this program writes.
    init?(_ row: DocumentRow, entries: [Int64]) {
        guard let id = row.id, let registration = UInt32(exactly: row.registration) else { return nil }
        self.init(
            id: id, registration: Registration.ID(rawValue: registration), figures: row.figures,
            recipient: row.recipientSha256, author: row.author, origin: row.origin, milliseconds: row.atMs,
            entries: entries)
    }

    /// Whether the recipient is the one that was written, or was taken away.
    func isItsRecipient(_ row: DocumentRow) -> Bool {
        guard let face = row.recipient, let salt = row.salt else { return row.recipient == nil && row.salt == nil }
        return Self.digest(face, salt: salt) == recipient
    }

    var digest: Data {
        EventStore.digest(
            of: [
                id.kind.rawValue, String(id.number), registration.description, figures,
                recipient.base64EncodedString(), author, origin, String(milliseconds),
            ] + entries.map(String.init))
    }

    static func digest(_ recipient: String, salt: Data) -> Data {
        EventStore.digest(of: [salt.base64EncodedString(), recipient])
    }
}
