import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Representations
import Wording

/// /my: what somebody does with their own registration, by their own link. Reading changes nothing: mail scanners open
/// links.
struct MyPages {
    private static let path = Paths.myPage
    /// As fine as the desk's picture.
    private static let previewDotsPerInch = 144.0

    private let limit: PublicLimit

    init(limit: PublicLimit) { self.limit = limit }

    func addRoutes(to pages: PageRouter) {
        addLinks(to: pages)
        addPerson(to: pages)
        addPlaces(to: pages)
        addPapers(to: pages)
        addProof(to: pages)
    }

    // MARK: - Links

    private func addLinks(to pages: PageRouter) {
        pages.get(Self.path, for: nil) { visit in
            guard OwnSession.token(visit) != nil else { return try Self.lost(visit, []) }
            return try await Self.page(visit, [])
        }
        pages.post(Self.path, for: nil) { visit, form in
            // Before anybody is looked up: the answer must not tell who is registered.
            if let bar = visit.bar { throw bar.error(visit.services.store.url) }
            do {
                try limit.count(origin: visit.context.remoteAddress, email: form["email"])
                try await visit.services.mailLinks(to: form["email"], context: try visit.publicWrite(form))
                return try Self.lost(visit, [DeskNotice(visit.words("my_link_mailed"))])
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try Self.lost(visit, [DeskNotice(error, visit.words)])
            }
        }
        pages.get("\(Self.path)/open/:link", for: nil) { visit in
            let token = try visit.context.parameters.require("link")
            _ = try await visit.services.own(token)
            var response = visit.goes(to: Self.path)
            response.setCookie(OwnSession.begin(token, visit))
            return response
        }
        pages.post("\(Self.path)/leave", for: nil) { visit, _ in
            var response = visit.goes(to: Self.path)
            response.setCookie(OwnSession.end(visit))
            return response
        }
    }

    // MARK: - Who they are

    private func addPerson(to pages: PageRouter) {
        act(pages, "correct") { visit, form, token in
            _ = try await visit.services.correctOwn(
                token, Self.correction(form), context: try visit.publicWrite(form))
            return DeskNotice(visit.words("my_corrected"))
        }
        pages.get("\(Self.path)/badge.png", for: nil) { visit in try await Self.picture(visit, PageForm("")) }
        pages.post("\(Self.path)/badge.png", for: nil) { visit, form in try await Self.picture(visit, form) }
        pages.post("\(Self.path)/keysigning", for: nil) { visit, form in
            try await Self.answer(visit) { token in
                visit.goes(
                    to: try await visit.services.keysigningOwn(token, context: try visit.publicWrite(form)))
            }
        }
        pages.post("\(Self.path)/erase", for: nil) { visit, form in
            try await Self.answer(visit) { token in
                try form.confirm()
                switch try await visit.services.eraseOwn(token, context: try visit.publicWrite(form)) {
                case .asked: return try await Self.page(visit, [DeskNotice(visit.words("my_erase_asked"))])
                case .erased:
                    var response = try visit.page("my-erased", [:], at: Self.path)
                    response.setCookie(OwnSession.end(visit))
                    return response
                }
            }
        }
    }

    private func addProof(to pages: PageRouter) {
        // What a browser adds around the file is less than half of it.
        pages.post("\(Self.path)/proof", for: nil, bodyMax: Proof.bytesMax * 3 / 2) { visit, form in
            try await Self.answer(visit) { token in
                guard let file = form.file("file"), !file.isEmpty else { throw LedgerError(.proofMissing) }
                try await visit.services.handInOwn(token, file, context: try visit.publicWrite(form))
                return try await Self.page(visit, [DeskNotice(visit.words("my_proof_done"))])
            }
        }
    }

    private static func correction(_ form: PageForm) -> PersonCorrection {
        func text(_ name: String) -> String? { form.has(name) ? form[name] : nil }
        return PersonCorrection(
            name: text("name"), badgeName: text("badge_name"), affiliation: text("affiliation"),
            language: Language(rawValue: form["language"]))
    }

    /// The badge as it would be with what the form says.
    private static func picture(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        let png = try await visit.services.previewOwn(
            try token(visit), with: correction(form), dotsPerInch: previewDotsPerInch)
        return Response(
            status: .ok, headers: [.contentType: "image/png"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
    }

    // MARK: - When they come

    private func addPlaces(to pages: PageRouter) {
        pages.post("\(Self.path)/quote", for: nil) { visit, form in
            try await DeskQuote(visit).answer(quoting: {
                try await visit.services.quoteOwn(
                    try Self.token(visit), days: try Self.days(visit, form), addOns: Self.addOns(form))
            })
        }
        pages.post("\(Self.path)/days", for: nil) { visit, form in
            try await Self.answer(visit) { token in
                let (days, addOns) = (try Self.days(visit, form), Self.addOns(form))
                guard form["action"] == "change" else {
                    let quote = try await visit.services.quoteOwn(token, days: days, addOns: addOns)
                    return try await Self.page(visit, [], chosen: (days, addOns, quote))
                }
                let change = try await visit.services.changeOwn(
                    token, days: days, addOns: addOns, context: try visit.publicWrite(form))
                return try await Self.page(
                    visit, [DeskNotice(visit.words(change.waits.isEmpty ? "my_days_done" : "my_days_waits"))])
            }
        }
        act(pages, "answers") { visit, form, token in
            try await visit.services.answerOwn(
                token, QuestionFields.answers(form, visit.event, by: .everything),
                context: try visit.publicWrite(form))
            return DeskNotice(visit.words("my_answered"))
        }
        act(pages, "exhibitor") { visit, form, token in
            let fields = try form.all("field").map { try Choice.read($0, as: Exhibitor.Field.self) }
            let given = form["action"] == "withdraw" ? [] : Set(fields)
            try await visit.services.agreeOwn(
                token, with: Exhibitor.ID(rawValue: form["exhibitor"]), to: given,
                context: try visit.publicWrite(form))
            return DeskNotice(visit.words(given.isEmpty ? "my_exhibitor_withdrawn" : "my_exhibitor_agreed"))
        }
        act(pages, "offer") { visit, form, token in
            guard let place = Place(form["place"]) else { throw ServerError(.formUnreadable) }
            let accepts = form["action"] == "accept"
            try await visit.services.answerOffer(
                token, of: place, accepts: accepts, context: try visit.publicWrite(form))
            return DeskNotice(
                visit.words(
                    accepts
                        ? "my_offer_accepted" : form["action"] == "leave" ? "my_wait_left" : "my_offer_declined"))
        }
        act(pages, "confirm") { visit, form, token in
            try await visit.services.confirmOwn(token, context: try visit.publicWrite(form))
            return DeskNotice(visit.words("my_confirmed"))
        }
        act(pages, "cancel") { visit, form, token in
            try form.confirm()
            _ = try await visit.services.cancelOwn(token, context: try visit.publicWrite(form))
            return DeskNotice(visit.words("my_cancelled"))
        }
    }

    private static func days(_ visit: PageVisit, _ form: PageForm) throws -> DaySet {
        let ticked = form.all("day")
        guard !ticked.isEmpty else { return .none }
        return try DaySet(ticked.joined(separator: ","), dayCount: visit.event.days.count)
    }

    private static func addOns(_ form: PageForm) -> Set<AddOn.ID> {
        Set(form.all("add_on").map { AddOn.ID(rawValue: $0) })
    }

    // MARK: - What they take home

    private func addPapers(to pages: PageRouter) {
        paper(pages, "ticket") { visit, form, token in
            try await visit.services.ownTicket(
                token, as: try Choice.read(form["form"], as: TicketForm.self), context: try visit.publicWrite(form))
        }
        paper(pages, "receipt") { visit, form, token in
            try await visit.services.ownReceipt(token, context: try visit.publicWrite(form))
        }
        paper(pages, "invoice") { visit, form, token in
            let payer = try DocumentPayer(
                name: form["payer"], address: form.exactly("address"), taxNumber: form["tax_number"],
                orderNumber: form["order_number"])
            return try await visit.services.ownInvoice(token, to: payer, context: try visit.publicWrite(form))
        }
        paper(pages, "document") { visit, form, token in
            try await visit.services.ownDocument(token, try DocumentID(form["label"]))
        }
        paper(pages, "letter") { visit, form, token in
            form.has("label")
                ? try await visit.services.ownIssuedLetter(token, try LetterID(form["label"]))
                : try await visit.services.ownLetter(
                    token, LetterPlan.ID(rawValue: form["kind"]), context: try visit.publicWrite(form))
        }
        pages.post("\(Self.path)/data", for: nil) { visit, _ in
            try await Self.answer(visit) { token in
                let record = try await visit.services.ownRecord(token)
                return Response(
                    NamedFile(
                        name: "\(visit.event.slug)-\(record.file.registration.code).json",
                        type: "application/json; charset=utf-8",
                        bytes: try JSONText.encode(PersonRecordBody(record, in: visit.words.language))))
            }
        }
    }

    // MARK: - Answers

    /// A form of the page, which says what was done or refused above the page as it is then.
    private func act(
        _ pages: PageRouter, _ name: String,
        _ body: @escaping @Sendable (PageVisit, PageForm, String) async throws -> DeskNotice
    ) {
        pages.post("\(Self.path)/\(name)", for: nil) { visit, form in
            try await Self.answer(visit) { token in
                let notice = try await body(visit, form, token)
                return try await Self.page(visit, [notice])
            }
        }
    }

    /// A form of the page that gives a paper.
    private func paper(
        _ pages: PageRouter, _ name: String,
        _ body: @escaping @Sendable (PageVisit, PageForm, String) async throws -> NamedFile
    ) {
        pages.post("\(Self.path)/\(name)", for: nil) { visit, form in
            try await Self.answer(visit) { token in Response(try await body(visit, form, token)) }
        }
    }

    /// The answer, or the page with what was refused.
    static func answer(
        _ visit: PageVisit, _ body: (String) async throws -> Response
    ) async throws -> Response {
        let token = try token(visit)
        do {
            return try await body(token)
        } catch let error as LedgerError where error.code == .registrationChanged {
            return try await page(visit, [.changedElsewhere(error, visit.words)])
        } catch let error as any DescribedError where Words.status(of: error) < 500 {
            return try await page(visit, [DeskNotice(error, visit.words)])
        }
    }

    /// - Throws: `own_link_unknown` for a browser that opened no link.
    private static func token(_ visit: PageVisit) throws -> String {
        guard let token = OwnSession.token(visit) else { throw ServerError(.ownLinkUnknown) }
        return token
    }

    private static func lost(_ visit: PageVisit, _ notices: [DeskNotice]) throws -> Response {
        guard visit.event.mail?.pages != nil else { throw ServerError(.routeUnknown) }
        return try visit.page(
            "my-link", ["notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty)], at: path)
    }

    /// - Parameter chosen: days and side events that were ticked for their price.
    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice],
        chosen: (days: DaySet, addOns: Set<AddOn.ID>, quote: PriceQuote)? = nil
    ) async throws -> Response {
        do {
            let token = try token(visit)
            let own = try await visit.services.own(token)
            return try MyPage(visit, own).answer(
                notices, chosen: chosen, payment: try await MyPaymentPages.value(own, visit),
                exhibitors: try await visit.services.ownExhibitors(token))
        } catch let error as ServerError where error.code == .ownLinkUnknown {
            var response = try lost(visit, [DeskNotice(error, visit.words)])
            response.status = .notFound
            response.setCookie(OwnSession.end(visit))
            return response
        }
    }
}
