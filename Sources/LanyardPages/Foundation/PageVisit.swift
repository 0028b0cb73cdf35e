import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore

/// One request for a page: who, in which language, and how it is answered.
struct PageVisit: Sendable {
    /// How long a browser keeps the language, in seconds.
    private static let languageSecondsMax = 365 * 86_400
    /// How long it keeps which drawer and printer a desk uses, in seconds.
    private static let deskSecondsMax = 7 * 86_400

    let site: PageSite
    let request: Request
    let context: DeviceRequestContext
    /// Nil for a browser that is not enrolled, or not any more.
    let session: PageSession?
    /// Whether the browser's device was revoked.
    let isRevoked: Bool
    let event: EventDefinition
    /// Why nothing can be changed here; nil where it can.
    let bar: WriteBar?
    let words: Catalogue
    let format: ReaderFormat

    var services: EventServices { site.services }
    var now: Date { site.services.clock.now }

    /// The device, if its role is one of these; an organizer's may do everything.
    ///
    /// - Throws: `token_missing`, `device_revoked`, `role_not_allowed`.
    func device(of roles: Set<Device.Role>) throws -> Device {
        if isRevoked { throw EventStoreError(.deviceRevoked) }
        guard let device = session?.device else { throw ServerError(.tokenMissing) }
        try device.require(roles)
        return device
    }

    /// Which answers to the organizer's questions this browser's device may see; none without a device.
    var answerSight: AnswerSight { session?.device.role.answerSight ?? .nothing }

    /// The event's day that it is now; nil before and after the event.
    var today: Int? { event.day(at: now) }

    /// When today's day of the event began; before and after the event, a day ago.
    var startOfToday: Date {
        today.map { event.start(of: event.days[$0 - 1]) } ?? now.addingTimeInterval(-86_400)
    }

    /// The event's address as this browser reaches it, without a slash at its end.
    var origin: String {
        "\(context.isSecure ? "https" : "http")://\(request.head.authority ?? "localhost")\(context.base.text)"
    }

    /// What people call a gate; its identifier where there is none any more.
    func gateName(_ id: Gate.ID) -> String {
        event.gates.first { $0.id == id }?.names[words.language] ?? id.rawValue
    }

    /// What a write of this visit is recorded under.
    ///
    /// - Throws: `token_missing`, `nonce_missing`, `idempotency_key_invalid`.
    func write(_ form: PageForm, _ part: String = "") throws -> WriteContext {
        guard let device = session?.device else { throw ServerError(.tokenMissing) }
        var write = try device.write(now, key: form.key(part), from: context)
        write.seen = Int64(form["seen"])
        return write
    }

    /// A page from its template, in the layout that all have.
    ///
    /// - Parameters:
    ///   - path: where the page can be read again, for the language switch; nil for the request's own.
    ///   - script: the module of `templates/static` that the page runs, without its ending; nil for the one that the
    ///     staff's pages have in common, and for none on others'.
    ///   - policy: what the content-security policy allows beyond our own scripts, styles and pictures.
    /// - Throws: `page_template_wrong`.
    func page(
        _ template: String, _ fields: [String: PageValue], at path: String? = nil, script: String? = nil,
        status: HTTPResponse.Status = .ok, policy: PagePolicy = .usual
    ) throws -> Response {
        let all = fields.merging(try frame(at: path, script: script)) { own, _ in own }
        let html = context.base.page(try site.templates.render(template, all, words: words))
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .contentLanguage: words.language.rawValue]
        headers[.contentSecurityPolicy] = policy.header
        headers[.referrerPolicy] = "same-origin"
        headers[PagePolicy.permissions] = policy.permissions
        headers[.vary] = RequestWords.variesBy
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// A part of a page, without the layout.
    ///
    /// - Throws: `page_template_wrong`.
    func render(_ template: String, _ fields: [String: PageValue]) throws -> String {
        let all = fields.merging(try frame(at: nil, script: nil)) { own, _ in own }
        return context.base.page(try site.templates.render(template, all, words: words))
    }

    /// A part of a page alone, for a script that puts it in its place.
    func fragment(_ template: String, _ fields: [String: PageValue]) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: try render(template, fields))))
    }

    /// Goes on to another of our pages, by GET.
    func goes(to path: String) -> Response { .redirect(to: path, type: .normal) }

    /// What every template may use: the event, the device, the form's token and a key for one write.
    private func frame(at path: String?, script: String?) throws -> [String: PageValue] {
        let role = session?.device.role
        func isOpen(_ roles: Device.Role...) -> PageValue {
            .flag(role == .organizer || roles.contains { $0 == role })
        }
        func isAt(_ page: String) -> PageValue { .flag(request.uri.path.hasPrefix(page)) }
        return [
            "lang": .text(words.language.rawValue),
            "event": .text(event.name), "currency": .text(event.currency.code),
            "here": .text(path ?? request.uri.path),
            "script": PageValue(script ?? (session == nil || role == .kiosk || role == .exhibitor ? nil : "staff")),
            "device": PageValue(
                session.map {
                    ["name": .text($0.device.name), "role": .text(words("role_\($0.device.role.rawValue)"))]
                }),
            "is_shared": .flag(session?.device.isShared == true),
            "clerk": PageValue(session?.device.present(at: now)?.name),
            "token": .text(session?.formToken ?? ""), "barred": .text(barred),
            "key": .text(IdempotencyKey.unique().description),
            "at_desk": isAt(Paths.deskPage), "at_door": isAt(Paths.doorPage),
            "at_keysigning": isAt(Paths.keysigningPage), "at_dashboard": isAt(Paths.dashboardPage),
            "to_desk": isOpen(.desk), "to_door": isOpen(.door, .desk), "to_keysigning": isOpen(.keysigning),
            "to_dashboard": isOpen(.reports, .desk),
            "to_organizer": isOpen(), "at_organizer": isAt(Paths.organizerPage),
            "is_kiosk": .flag(role == .kiosk), "at_booth": isAt(Paths.boothPage),
            "to_booth": .flag(role == .exhibitor),
            "to_books": isOpen(.reports, .desk), "at_books": isAt(Paths.booksPage),
            "to_statements": isOpen(), "at_statements": isAt(Paths.statementsPage),
            "languages": .list(
                Language.allCases.map { language in
                    [
                        "code": .text(language.rawValue), "label": .text(language == .english ? "English" : "Français"),
                        "is_chosen": .flag(language == words.language),
                    ]
                }),
        ]
    }

    /// What is said above every page where nothing can be changed, to the staff and to everybody else.
    private var barred: String {
        let reader = session == nil ? "public" : "staff"
        return switch bar {
        case .onlyRead: words("bar_reading_\(reader)")
        case .closing: words("bar_closing_\(reader)")
        case .elsewhere(let handing): words("bar_\(handing.place.rawValue)_\(reader)")
        case nil: ""
        }
    }

    /// What has the browser keep the language that was chosen.
    func cookie(of language: Language) -> Cookie {
        Cookie(
            name: RequestWords.languageCookie, value: language.rawValue, maxAge: Self.languageSecondsMax,
            path: context.base.address("/"), secure: context.isSecure, httpOnly: false, sameSite: .strict)
    }

    /// What has the browser keep a choice of this desk for a week, so that nobody has to make it for every person.
    func cookie(ofDesk name: String, _ value: String, path: String = Paths.deskPage) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: Self.deskSecondsMax, path: context.base.address(path),
            secure: context.isSecure, sameSite: .strict)
    }
}

/// What a page may do in the browser.
struct PagePolicy: Sendable, Hashable {
    /// Directives of the content-security policy (CSP 3) beside the usual ones.
    var directives: [String] = []
    /// Whether a script may show pictures that it holds itself.
    var showsOwnPictures = false
    /// Whether WebAssembly may be compiled.
    var runsWebAssembly = false
    /// Whether the page may ask for the camera.
    var usesCamera = false

    static let usual = PagePolicy()

    var header: String {
        let scripts = "script-src 'self'" + (runsWebAssembly ? " 'wasm-unsafe-eval'" : "")
        let pictures = "img-src 'self'" + (showsOwnPictures ? " blob:" : "")
        return
            ([
                "default-src 'none'", scripts, "style-src 'self'", pictures, "connect-src 'self'",
                "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
            ] + directives).joined(separator: "; ")
    }

    var permissions: String {
        "camera=\(usesCamera ? "(self)" : "()"), microphone=(), geolocation=(), payment=()"
    }

    static let permissions = HTTPField.Name("Permissions-Policy")!
}
