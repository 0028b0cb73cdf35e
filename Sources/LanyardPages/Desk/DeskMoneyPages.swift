import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Wording

/// Money at the desk: take it, give it back, waive it, print the receipt.
struct DeskMoneyPages {
    /// Which drawer this desk uses, so that nobody has to choose it for every person.
    static let tillCookie = "till"

    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/people/:number/pay", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            var notices: [DeskNotice] = []
            do {
                notices = [try await Self.pay(visit, form, id)]
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                notices = [DeskNotice(error, visit.words)]
            }
            var response = try await PersonPage(visit, id).answer(notices)
            Self.rememberTill(form, visit, &response)
            return response
        }
        pages.act("refund") { action in
            let (form, format) = (action.form, action.visit.format)
            let booked = try await action.services.ledger.refund(
                try format.amount(form["amount"]), by: try Self.method(form["method"]), till: Self.till(form),
                note: form["note"], isSure: form.has("sure"), for: action.id, context: try action.context()
            ).result
            guard booked.amount != .zero else {
                return [DeskNotice(action.words("rounded_off", ["amount": format.money(-booked.rounding)]))]
            }
            return [DeskNotice(action.words("refund_done"), figure: format.money(-booked.amount))]
        }
        pages.act("waive") { action in
            // Everything is waived by the button that says so, never by an empty field.
            let amount =
                action.form.has("all") ? nil : try Self.typed(action.visit.format.amount(action.form["amount"]))
            _ = try await action.services.ledger.waive(
                amount, for: action.id, because: action.form["reason"], isOrganizers: action.isOrganizers,
                context: try action.context())
            return [DeskNotice(action.words("waive_done"))]
        }
        pages.act("donate") { action in
            _ = try await action.services.ledger.donate(
                try action.visit.format.amount(action.form["amount"]), of: action.id,
                context: try action.context())
            return [DeskNotice(action.words("donate_done"))]
        }
        pages.act("undo") { action in
            _ = try await action.services.ledger.correct(
                entry: action.form.number("entry"), because: action.form["reason"], isSure: action.form.has("sure"),
                context: try action.context())
            return [DeskNotice(action.words("undo_done"))]
        }
        addDocuments(to: pages)
    }

    private func addDocuments(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/people/:number/receipt", for: DeskPages.roles) { visit, form in
            let id = try await DeskPages.person(visit)
            do {
                let (document, isNew) = try await visit.services.latestDocument(
                    of: id, predates: try visit.predates(form), context: try visit.write(form))
                let notice = DeskNotice(visit.words("receipt_done", ["label": document.label]))
                return try await PersonPage(visit, id).answer([notice], document: Self.path(of: document, isNew: isNew))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await PersonPage(visit, id).answer([DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Paths.deskPage)/documents/:file", for: DeskPages.roles) { visit in
            let file = try visit.context.parameters.require("file")
            guard file.hasSuffix(".pdf") else { throw ServerError(.routeUnknown) }
            let document = try await visit.services.ledger.document(DocumentID(String(file.dropLast(4))))
            // The page right after issuing asks for the original; every other look at it is a copy.
            let isCopy = visit.request.uri.queryParameters["original"] != "true"
            return Response(pdf: try await visit.services.pdf(of: document, isCopy: isCopy), name: document.label)
        }
    }

    /// Where a document is opened that was just asked for; one that was there before is a copy.
    static func path(of document: LedgerDocument, isNew: Bool) -> String {
        "\(Paths.deskPage)/documents/\(document.label).pdf" + (isNew ? "?original=true" : "")
    }

    /// Books what the form says was handed over: what was typed, or all that is due where a button names that.
    ///
    /// - Throws: what `PaymentForm.payment` and `RegistrationLedger.pay` throw.
    static func pay(_ visit: PageVisit, _ form: PageForm, _ id: Registration.ID) async throws -> DeskNotice {
        let payment = try PaymentForm.payment(form, visit.format)
        let booked = try await visit.services.ledger.pay(payment, for: id, context: try visit.write(form, "pay"))
            .result
        return notice(booked, by: payment.method, visit)
    }

    /// What was booked, with the change to give.
    static func notice(_ booked: BookedPayment, by method: PaymentMethod, _ visit: PageVisit) -> DeskNotice {
        guard booked.amount != .zero else {
            return DeskNotice(visit.words("rounded_off", ["amount": visit.format.money(booked.rounding)]))
        }
        let sentence = visit.words("paid_\(method.rawValue)", ["amount": visit.format.money(booked.amount)])
        let change =
            booked.change > .zero
            ? visit.words("change_back", ["amount": visit.format.money(booked.change)]) : ""
        return DeskNotice(sentence, figure: change)
    }

    static func rememberTill(_ form: PageForm, _ visit: PageVisit, _ response: inout Response) {
        guard let till = till(form),
            till.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        else { return }
        response.setCookie(visit.cookie(ofDesk: tillCookie, till))
    }

    /// An amount that has to be typed.
    ///
    /// - Throws: `amount_missing`.
    static func typed(_ amount: Money?) throws(ConferenceError) -> Money {
        guard let amount else { throw ConferenceError(.amountMissing) }
        return amount
    }

    static func till(_ form: PageForm) -> String? { form["till"].isEmpty ? nil : form["till"] }

    static func method(_ word: String) throws -> PaymentMethod {
        guard let method = PaymentMethod(rawValue: word) else { throw ServerError(.formUnreadable) }
        return method
    }
}
