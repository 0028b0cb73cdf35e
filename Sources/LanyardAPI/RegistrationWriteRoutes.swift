import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// What the desk does to registrations; every write takes the header `Idempotency-Key`.
struct RegistrationWriteRoutes {
    let services: EventServices
    private var ledger: RegistrationLedger { services.ledger }

    init(services: EventServices) { self.services = services }

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.registrations, for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: NewRegistrationBody.self, context: context)
            let (event, now) = (try await services.store.definition(), services.clock.now)
            let new = try body.registration(
                event, usualDays: event.daysToCome(at: now), sight: device.role.answerSight)
            let done = try await ledger.register(new, context: try write(device, request, context))
            return try Response(
                registration: try await ledger.standing(of: done.result.id), status: .created,
                daysOver: event.daysOver(done.result.days, at: now),
                duplicates: try await ledger.duplicates(of: done.result.id).map(\.code.description))
        }
        addGivingBack("days", to: routes) { (id, body: Days, leniency, write) in
            let event = try await services.store.definition()
            return try await services.changeDays(
                of: id, to: try body.set(event), leniency: leniency, context: write)
        }
        addGivingBack("category", to: routes) { (id, body: CategoryName, leniency, write) in
            let category = try await services.store.definition().category(named: body.category)
            return try await services.changeCategory(of: id, to: category, leniency: leniency, context: write)
        }
        addCorrection("add-ons", to: routes) { (id, body: Named, write) in
            try await services.addAddOn(AddOn.ID(rawValue: body.addOn), to: id, context: write)
        }
        addGivingBack("add-ons/remove", to: routes) { (id, body: Named, leniency, write) in
            try await services.removeAddOn(
                AddOn.ID(rawValue: body.addOn), from: id, leniency: leniency, context: write)
        }
        addGivingBack("cancel", to: routes) { (id, _: Cancelling, leniency, write) in
            try await services.cancel(id, leniency: leniency, context: write)
        }
        addCorrection("reinstate", to: routes) { (id, _: Nothing, write) in
            try await services.reinstate(id, context: write)
        }
        addGivingBack("kept/give-back", to: routes) { (id, body: KeptAmount, leniency, write) in
            guard let leniency else { throw LedgerError(.reasonMissing) }
            let currency = try await services.store.latestDefinition().currency
            return try await services.giveBackKept(
                try body.amount.map { text throws(ConferenceError) in try Money(decimal: text, in: currency) }, to: id,
                leniency: leniency, context: write)
        }
        addChange("block", to: routes) { (id, body: Reason, write) in
            try await ledger.block(id, because: body.reason, context: write).result
        }
        addChange("unblock", to: routes) { (id, _: Nothing, write) in
            try await ledger.block(id, because: nil, context: write).result
        }
        addPersonCorrection(to: routes)
        routes.post("\(Paths.registrations)/:code/transfer", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body = try await request.decode(as: Successor.self, context: context)
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            let event = try await services.store.definition()
            let place = try await services.transfer(
                id, to: try body.person(),
                language: try body.language.map { try Choice.read($0, as: Language.self) } ?? .english, context: write)
            return try Response(
                registration: try await ledger.standing(of: place.registration.id),
                cameIn: place.entries.map { PlaceEntryBody($0, event: event) })
        }
        addChange("merge", to: routes) { (id, body: Second, write) in
            let second = try await ledger.registration(named: body.second).id
            return try await ledger.merge(second, into: id, context: write).result
        }
        addChange("erase", to: routes, for: .roles(.organizer)) { (id, _: Nothing, write) in
            try await services.erase(id, context: write)
        }
        addChange("voucher", to: routes) { (id, body: VoucherCode, write) in
            try await ledger.redeem(Voucher.ID(typed: body.voucher), for: id, context: write).result
        }
        addChange("voucher/hand-back", to: routes) { (id, body: VoucherCode, write) in
            try await ledger.handBack(Voucher.ID(typed: body.voucher), of: id, context: write).result
        }
        addChange("waiting", to: routes) { (id, body: PlaceName, write) in
            try await ledger.wait(id, for: try body.value(), context: write).result
        }
        addChange("waiting/end", to: routes) { (id, body: PlaceName, write) in
            try await ledger.stopWaiting(id, for: try body.value(), context: write).result
        }
        addCorrection("waiting/seat", to: routes) { (id, body: PlaceName, write) in
            try await services.seat(id, at: try body.value(), context: write)
        }
        addReads(to: routes)
    }

    private func addPersonCorrection(to routes: APIRouter) {
        routes.post("\(Paths.registrations)/:code/person", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body = try await request.decode(as: Correction.self, context: context)
            let correction = try body.correction(
                try await services.store.definition(), sight: device.role.answerSight)
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            let changed = try await services.correct(id, correction, context: write)
            return try Response(
                registration: try await ledger.standing(of: changed.registration.id), outdated: changed.outdated)
        }
    }

    private func addReads(to routes: APIRouter) {
        routes.get("\(Paths.registrations)/:code/duplicates", for: .roles(.desk)) { _, context, _ in
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            var bodies: [RegistrationBody] = []
            for other in try await ledger.duplicates(of: id) {
                bodies.append(RegistrationBody(try await ledger.standing(of: other.id).summary))
            }
            return try Response(json: ["items": bodies])
        }
        routes.get("\(Paths.registrations)/:code/history", for: .roles(.desk)) { request, context, _ in
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            let event = try await services.store.definition()
            let page = try PageLimit(request)
            let story = try await services.personStory(
                of: id, after: try page.text().map { try StoryEvent.Position($0) }, limit: page.fetchCount)
            return try Response(
                json: PageBody(story.events, page, cursor: \.position.description) {
                    HistoryBody($0, event: event, names: story.deviceNames, in: request.language)
                })
        }
        routes.get(Paths.waiting, for: .roles(.desk)) { request, _, _ in
            let event = try await services.store.definition()
            let page = try PageLimit(request)
            let waiting = try await ledger.waitingList(
                after: try page.number().map { Waiting.ID(rawValue: $0) }, limit: page.fetchCount)
            return try Response(
                json: PageBody(waiting, page, cursor: \.id.rawValue) { WaitingBody($0, event: event) })
        }
        routes.get(Paths.quotes, for: .roles(.desk)) { request, _, _ in
            let query = request.uri.queryParameters
            let event = try await services.store.definition()
            func text(_ name: String) -> String? { query[Substring(name)].map(String.init) }
            var id: Registration.ID?
            if let code = text("registration") { id = try await ledger.registration(named: code).id }
            let quote = try await ledger.quote(
                QuoteRequest(
                    registration: id,
                    category: try text("category").map { try event.category(named: $0) },
                    days: try text("days").map { try DaySet($0, dayCount: event.days.count) },
                    addOns: text("addOns").map { text in
                        Set(text.split(separator: ",").map { AddOn.ID(rawValue: String($0)) })
                    },
                    voucher: text("voucher").map { Voucher.ID(typed: $0) }),
                time: services.clock.now)
            return try Response(json: QuoteBody(quote, event: event, in: request.language))
        }
    }

    /// As `addChange`, for what a badge shows: the answer also says what is wrong on its paper now.
    private func addCorrection<Body: Decodable & Sendable>(
        _ verb: String, to routes: APIRouter,
        _ change: @escaping @Sendable (Registration.ID, Body, WriteContext) async throws -> PersonChange
    ) {
        routes.post("\(Paths.registrations)/:code/\(verb)", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            let body =
                Body.self == Nothing.self
                ? try JSONDecoder().decode(Body.self, from: Data("{}".utf8))
                : try await request.decode(as: Body.self, context: context)
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            let changed = try await change(id, body, write)
            return try Response(
                registration: try await ledger.standing(of: changed.registration.id), outdated: changed.outdated)
        }
    }

    /// As `addCorrection`, for what gives money back: `beyondRule` says why more than the event's rule would.
    private func addGivingBack<Body: GivingBack>(
        _ verb: String, to routes: APIRouter,
        _ change: @escaping @Sendable (Registration.ID, Body, Leniency?, WriteContext) async throws -> PersonChange
    ) {
        routes.post("\(Paths.registrations)/:code/\(verb)", for: .roles(.desk)) { request, context, device in
            let write = try write(device, request, context)
            // What was sent is looked at before it is read: a body may be left out.
            var request = request
            let isEmpty = try await request.collectBody(upTo: context.maxUploadSize).readableBytes == 0
            let body: Body
            if let none = Body.none, isEmpty {
                body = none
            } else {
                body = try await request.decode(as: Body.self, context: context)
            }
            let leniency = try body.beyondRule.map {
                try Leniency(because: $0, isOrganizers: device.role == .organizer)
            }
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            let changed = try await change(id, body, leniency, write)
            return try Response(
                registration: try await ledger.standing(of: changed.registration.id), outdated: changed.outdated,
                daysOver: changed.daysOver)
        }
    }

    /// A write to one registration, which answers with the registration as it is then.
    private func addChange<Body: Decodable & Sendable>(
        _ verb: String, to routes: APIRouter, for access: Access<Device> = .roles(.desk),
        _ change: @escaping @Sendable (Registration.ID, Body, WriteContext) async throws -> Registration
    ) {
        routes.post("\(Paths.registrations)/:code/\(verb)", for: access) { request, context, device in
            let write = try write(device, request, context)
            let body =
                Body.self == Nothing.self
                ? try JSONDecoder().decode(Body.self, from: Data("{}".utf8))
                : try await request.decode(as: Body.self, context: context)
            let id = try await ledger.registration(named: context.parameters.require("code")).id
            return try await answer(try await change(id, body, write).id)
        }
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        var write = try device.write(request, context, services.clock)
        write.seen = request.seenVersion
        return write
    }

    private func answer(_ id: Registration.ID, status: HTTPResponse.Status = .ok) async throws -> Response {
        try Response(registration: try await ledger.standing(of: id), status: status)
    }
}

// MARK: - Bodies

private struct Nothing: Decodable, Sendable {}

/// What gives money back.
private protocol GivingBack: Decodable, Sendable {
    /// Why more is given back than the event's rule says.
    var beyondRule: String? { get }
    /// What stands for a body that was left out; nil where one is needed.
    static var none: Self? { get }
}

extension GivingBack {
    static var none: Self? { nil }
}

private struct Cancelling: GivingBack {
    let beyondRule: String?

    static var none: Cancelling? { Cancelling(beyondRule: nil) }
}

private struct KeptAmount: GivingBack {
    /// A decimal string; left out for all that was kept.
    let amount: String?
    let reason: String
    var beyondRule: String? { reason }
}

private struct Days: GivingBack {
    let days: [Int]
    let beyondRule: String?

    func set(_ event: EventDefinition) throws -> DaySet { try DaySet(numbers: days, event) }
}

private struct CategoryName: GivingBack {
    let category: String
    let beyondRule: String?
}

private struct Named: GivingBack {
    let addOn: String
    let beyondRule: String?
}

private struct Reason: Decodable, Sendable {
    let reason: String
}

private struct Correction: Decodable, Sendable {
    let name: String?
    let badgeName: String?
    let affiliation: String?
    let email: String?
    let country: String?
    let sortName: String?
    let language: String?
    /// By the word of each question; an empty text takes the answer away.
    let answers: [String: String]?

    func correction(_ event: EventDefinition, sight: AnswerSight) throws -> PersonCorrection {
        PersonCorrection(
            name: name, badgeName: badgeName, affiliation: affiliation, email: email, country: country,
            language: try language.map { try Choice.read($0, as: Language.self) }, sortName: sortName,
            answers: try event.answers(answers ?? [:], by: sight))
    }
}

private struct Successor: Decodable, Sendable {
    let name: String
    let badgeName: String?
    let affiliation: String?
    let email: String?
    let country: String?
    let language: String?

    func person() throws -> Person {
        try Person(
            name: name, badgeName: badgeName ?? "", affiliation: affiliation ?? "", email: email ?? "",
            country: CountryCode(orNone: country ?? ""))
    }
}

private struct Second: Decodable, Sendable {
    /// The second record of the person, which goes into the registration of the address.
    let second: String
}

private struct VoucherCode: Decodable, Sendable {
    let voucher: String
}

private struct PlaceName: Decodable, Sendable {
    let place: String

    func value() throws -> Place {
        guard let place = Place(place) else {
            throw Choice.unknown(place, choices: ["day:1", "add-on:dinner and the like"])
        }
        return place
    }
}
