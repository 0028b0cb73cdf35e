import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations
import Wording

/// A list of people, for the organizer: compared with who is registered, then brought in.
struct ImportRoutes {
    /// The longest file, in bytes.
    private static let fileMax = 16 << 20

    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.imports, for: .roles(.organizer)) { request, context, device in
            let order = try Self.order(request)
            let body = try await request.body.collect(upTo: Self.fileMax)
            do {
                // A row that was brought before is passed over, so that no key is needed.
                let report = try await services.ledger.importPeople(
                    Data(body.readableBytesView), order: order, author: try device.author(at: services.clock.now),
                    origin: context.remoteAddress, time: services.clock.now)
                return try Response(json: ImportBody(report, isBooked: !order.onlyShow, in: request.language))
            } catch let error as ImportProblems {
                throw ServerError(
                    .importWrong,
                    ErrorDetail(
                        "problems", error.sentences(in: request.language, to: RequestWords.audience(of: request))))
            }
        }
    }

    private static func order(_ request: Request) throws -> ImportOrder {
        func all(_ name: String) -> [String] { request.uri.queryParameters[values: Substring(name)].map(String.init) }
        var order = ImportOrder()
        order.keepsGood = try request.isYes("keepGood")
        order.onlyShow = try request.isYes("dryRun")
        order.updates = try request.isYes("update")
        order.takesTheirs = try request.isYes("takeTheirs")
        order.cancelMissing = try request.uri.queryParameters["cancelMissing"].map { text in
            guard let number = Int(text), (0...1_000_000).contains(number) else {
                throw ConferenceError(
                    .numberInvalid, ErrorDetail("value", String(text.prefix(40))), ErrorDetail("from", 0),
                    ErrorDetail("to", 1_000_000))
            }
            return number
        }
        order.list = request.uri.queryParameters["list"].map(String.init)
        order.keepsMapping = try request.isYes("keepMapping")
        for text in all("map") { try add(text, kind: "column", to: &order.mapping) }
        for text in all("product") { try add(text, kind: "product", to: &order.mapping) }
        for (name, option) in [("ignoreUnknown", "ignore_unknown"), ("keepUnnamed", "keep_unnamed")]
        where try request.isYes(name) {
            try order.mapping.add(kind: "option", theirs: option, ours: "yes")
        }
        if try request.isYes("withoutPayments") {
            try order.mapping.add(kind: "option", theirs: "take_prices", ours: "no")
        }
        for text in all("new") { order.answers[try line(text)] = .new }
        for text in all("same") {
            let (line, code) = try parts(text)
            order.answers[try self.line(line)] = .same(try RegistrationCode(code))
        }
        return order
    }

    private static func add(_ text: String, kind: String, to mapping: inout ImportMapping) throws {
        let (theirs, ours) = try parts(text)
        try mapping.add(kind: kind, theirs: theirs, ours: ours)
    }

    private static func parts(_ text: String) throws -> (String, String) {
        guard let sign = text.lastIndex(of: "=") else { throw Choice.unknown(text, choices: ["THEIRS=OURS"]) }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    private static func line(_ text: String) throws -> Int {
        guard let line = Int(text), line > 0 else {
            throw ConferenceError(
                .numberInvalid, ErrorDetail("value", String(text.prefix(40))), ErrorDetail("from", 1),
                ErrorDetail("to", 1_000_000))
        }
        return line
    }
}
