import Badges
package import Conference
import EventStore
package import Foundation
import Outbox
package import RegistrationLedger

/// What people take home of their own registration: papers, and what is kept of them.
extension EventServices {
    /// How many mails a record of a person lists.
    private static let mailMax = 1_000

    /// Somebody's own ticket.
    ///
    /// - Throws: `own_link_unknown`, `own_ticket_unpaid` while money is due, `own_unconfirmed` while the address is not
    ///   confirmed, `own_unapproved` while the category waits for an organizer, what `ticket` throws.
    package func ownTicket(_ token: String, as form: TicketForm, context: WriteContext) async throws -> NamedFile {
        let owner = try await activeOwner(token)
        guard try await ledger.standing(of: owner.id).summary.due <= .zero else {
            throw ServerError(.ownTicketUnpaid)
        }
        guard try await ledger.confirmation(of: owner.id) == nil else { throw ServerError(.ownUnconfirmed) }
        guard try await !ledger.awaitsApproval(owner.id) else { throw ServerError(.ownUnapproved) }
        return try await ticket(of: owner.id, as: form, context: context)
    }

    /// Takes a proof for a category that an organizer approves, in the place of an earlier one.
    ///
    /// - Throws: `own_link_unknown`, what `Proof.init` and `RegistrationLedger.handIn` throw.
    package func handInOwn(_ token: String, _ content: Data, context: WriteContext) async throws {
        _ = try await ledger.handIn(try Proof(content), of: try await activeOwner(token).id, context: context)
    }

    /// A receipt or credit note for what is new, or the last one again.
    ///
    /// - Throws: `own_link_unknown`, what `latestDocument` throws.
    package func ownReceipt(_ token: String, context: WriteContext) async throws -> NamedFile {
        let owner = try await owner(token)
        let (document, isNew) = try await latestDocument(of: owner.id, context: context)
        return try await paper(document, isCopy: !isNew)
    }

    /// An invoice for all that somebody owes, to themselves or to whoever pays for them.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.issueInvoice` throws.
    package func ownInvoice(_ token: String, to payer: DocumentPayer, context: WriteContext) async throws -> NamedFile {
        let owner = try await activeOwner(token)
        let order = try InvoiceOrder(people: [owner.id], payer: payer)
        let done = try await ledger.issueInvoice(order, context: context)
        return try await paper(done.result, isCopy: done.replayed)
    }

    /// A document that somebody has, as a copy.
    ///
    /// - Throws: `own_link_unknown`, `document_label_invalid`, `document_unknown` for somebody else's as well.
    package func ownDocument(_ token: String, _ id: DocumentID) async throws -> NamedFile {
        let owner = try await owner(token)
        let own = try await documents(of: owner.id).first { $0.kind == id.kind && $0.number == id.number }
        guard let own else {
            throw LedgerError(.documentUnknown, ErrorDetail("kind", id.kind.rawValue), ErrorDetail("number", id.number))
        }
        return try await paper(own, isCopy: true)
    }

    /// Somebody's documents. What a payer got for several people is the payer's.
    func documents(of id: Registration.ID) async throws -> [LedgerDocument] {
        let party = try await ledger.party(of: id)
        return try await ledger.documents(of: id).filter { !$0.isForParty } + (party?.invoices ?? [])
    }

    private func paper(_ document: LedgerDocument, isCopy: Bool) async throws -> NamedFile {
        NamedFile(
            name: "\(document.label).pdf", type: "application/pdf",
            bytes: try await pdf(of: document, isCopy: isCopy))
    }

    /// Everything that is kept of a person (GDPR article 15, PIPEDA principle 9).
    ///
    /// - Throws: `registration_unknown`.
    package func record(of id: Registration.ID) async throws -> PersonRecord {
        PersonRecord(
            file: try await personFile(of: id), mail: try await outbox.list(of: id, limit: Self.mailMax),
            letters: try await ledger.letters(of: id),
            consents: try await ledger.exhibitorConsents(of: id),
            booths: try await ledger.exhibitorStandings(of: id).filter { $0.visited != nil })
    }

    /// The same for themselves.
    ///
    /// - Throws: `own_link_unknown`.
    package func ownRecord(_ token: String) async throws -> PersonRecord {
        try await record(of: try await owner(token).id)
    }

    /// Forgets somebody who asks for it, where no money is open; else notes it for an organizer.
    ///
    /// - Throws: `own_link_unknown`, what `RegistrationLedger.eraseOwn` throws.
    package func eraseOwn(_ token: String, context: WriteContext) async throws -> OwnErasure {
        let owner = try await owner(token)
        return try await ledger.eraseOwn(owner.id, context: context).result
    }
}
