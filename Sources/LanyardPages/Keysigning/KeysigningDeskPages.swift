import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import Keysigning
import LanyardHTTP
import OpenPGP
import Outbox
import RegistrationLedger
import Representations
import Wording

/// /keysigning/desk: all that a keysigning needs, for devices of the roles keysigning and organizer: invite, take in a key
/// that is handed over, confirm, close, freeze, print.
struct KeysigningDeskPages {
    static let roles: Set<Device.Role> = [.keysigning]
    private static let path = Paths.keysigningDeskPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: Self.roles) { visit in try await KeysigningDeskPage(visit).answer() }
        act("invite", on: pages) { visit, form in
            let made = try await visit.services.keysigning.invite(
                registration: try await Self.person(visit, form), context: try visit.write(form))
            return [Self.link(made, visit)]
        }
        act("key", on: pages) { visit, form in
            [try await Self.takeIn(visit, form, registration: try await Self.person(visit, form))]
        }
        act("confirm", on: pages) { visit, form in
            let confirmed = try await visit.services.confirmKey(
                form["fingerprint"], of: try await Self.person(visit, form), context: try visit.write(form))
            return [DeskNotice(confirmed, visit.words)]
        }
        act("withdraw", on: pages) { visit, form in
            try form.confirm()
            if form.has("only_dot") {
                let ended = try await visit.services.endConfirmation(
                    of: form["fingerprint"], because: form["reason"], context: try visit.write(form))
                return [
                    DeskNotice(
                        visit.words("ksp_dot_ended"), mood: ended.outdated.isEmpty ? .good : .warn,
                        advice: ended.outdated.isEmpty ? "" : visit.words("person_badge_old"))
                ]
            }
            _ = try await visit.services.keysigning.withdraw(
                form["fingerprint"], because: form["reason"], context: try visit.write(form))
            return [DeskNotice(visit.words("own_key_withdrawn"))]
        }
        act("phase", on: pages) { visit, form in
            let keysigning = visit.services.keysigning
            if form["phase"] == KeysigningPhase.closed.rawValue {
                _ = try await keysigning.close(context: try visit.write(form))
                return [DeskNotice(visit.words("ksp_now_closed"))]
            }
            _ = try await keysigning.reopen(because: form["reason"], context: try visit.write(form))
            return [DeskNotice(visit.words("ksp_now_open"))]
        }
        act("freeze", on: pages) { visit, form in
            let done = try await visit.services.keysigning.freezing(
                prefixDigits: Int(form["prefix"]) ?? 0, context: try visit.write(form)
            ).result
            let version: KeyValuePairs = ["version": String(done.list.version)]
            return [
                done.isNew
                    ? DeskNotice(visit.words("ksp_frozen", version))
                    : DeskNotice(visit.words("ksp_not_frozen", version), mood: .warn)
            ]
        }
        act("presence", on: pages) { visit, form in
            _ = try await visit.services.keysigning.note(
                absent: form["absent"] == "1", number: Int(form["number"]) ?? 0, context: try visit.write(form))
            return []
        }
        act("mail", on: pages) { visit, form in
            guard let occasion = Self.mailed.first(where: { $0.rawValue == form["kind"] }) else {
                throw ServerError(.formUnreadable)
            }
            var selection = MailSelection()
            if !form["registration"].isEmpty { selection.registrations = [try await Self.person(visit, form)] }
            let order = MailOrder(.occasion(occasion), to: selection, round: form["round"])
            guard form["action"] == "send" else {
                let run = try await visit.services.planMail(order)
                return [MailPages.notice("ksp_mail_planned", run, visit)]
            }
            let run = try await visit.services.sendMail(order, context: try visit.write(form)).result
            return [MailPages.notice("mail_run_done", run, visit)]
        }
        addFiles(to: pages)
    }

    /// What can be sent from this page, where the event sends mail.
    static let mailed: [MailOccasion] = [
        .keysigningInvitation, .keysigningState, .keysigningReminder, .keysigningErratum,
    ]

    private func addFiles(to pages: PageRouter) {
        pages.post("\(Self.path)/invite-all", for: Self.roles) { visit, form in
            let made = try await visit.services.keysigning.inviteAll(context: try visit.write(form))
            let address = visit.origin
            var csv = CSVText(header: ["name", "email", "link"])
            for one in made {
                csv.append([
                    .text(one.registration.person.name), .text(one.registration.person.email),
                    .text(one.token.link(at: address)),
                ])
            }
            return Response(
                NamedFile(
                    name: "keysigning-links.csv", type: "text/csv; charset=utf-8; header=present",
                    bytes: Data(csv.text.utf8)))
        }
        pages.get("\(Self.path)/lists/:version/:form", for: Self.roles) { visit in
            guard let version = Int(try visit.context.parameters.require("version")) else {
                throw ServerError(.routeUnknown)
            }
            let form = try visit.context.parameters.require("form")
            let language = visit.words.language
            if form == "slips" { return Response(try await visit.services.slips(version: version, in: language)) }
            guard let form = ListForm(rawValue: form) else { throw ServerError(.routeUnknown) }
            return Response(
                try await visit.services.list(version: version, as: form, for: .organizer, in: language))
        }
        pages.get("\(Self.path)/matrix/:form", for: Self.roles) { visit in
            let form = EventServices.MatrixForm(rawValue: try visit.context.parameters.require("form"))
            guard let form else { throw ServerError(.routeUnknown) }
            return Response(try await visit.services.matrix(as: form, in: visit.words.language))
        }
        pages.get("\(Self.path)/letters/:kind", for: Self.roles) { visit in
            guard let kind = KeysigningLetter(rawValue: try visit.context.parameters.require("kind")) else {
                throw ServerError(.routeUnknown)
            }
            return Response(try await visit.services.letters(kind).file)
        }
    }

    /// A form of this page, which answers with the page as it is then; a refusal is shown above it.
    private func act(
        _ verb: String, on pages: PageRouter,
        _ body: @escaping @Sendable (PageVisit, PageForm) async throws -> [DeskNotice]
    ) {
        pages.post("\(Self.path)/\(verb)", for: Self.roles) { visit, form in
            do {
                return try await KeysigningDeskPage(visit).answer(try await body(visit, form))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                // What was typed stays in the form that was refused.
                return try await KeysigningDeskPage(visit).answer([DeskNotice(error, visit.words)], isRefused: true)
            }
        }
    }

    /// The person whose code, reference or number stands in a form.
    private static func person(_ visit: PageVisit, _ form: PageForm) async throws -> Registration.ID {
        try await visit.services.registration(namedOrScanned: form["registration"]).id
    }

    /// Takes in a key that was handed over, pasted into a form.
    static func takeIn(
        _ visit: PageVisit, _ form: PageForm, registration: Registration.ID
    ) async throws -> DeskNotice {
        var text = Data(form.exactly("public_key").utf8)
        let typed = form["fingerprint"]
        let receipt = try await visit.services.keysigning.add(
            SubmittedBytes(wiping: &text), typedFingerprint: typed.isEmpty ? nil : typed, registration: registration,
            context: try visit.write(form)
        ).result
        let warnings = receipt.warnings.map { warning in
            let details = warning.details.map { ErrorDetail($0.name, $0.value) }
            return Words(code: warning.code, details: details, in: visit.words.language, to: .desk).sentence
        }
        let revoker = receipt.revoker.map { visit.words("own_key_revoked_by", ["revoker": $0.grouped]) }
        return DeskNotice(
            visit.words("own_key_key_\(receipt.change.rawValue)"), mood: warnings.isEmpty ? .good : .warn,
            advice: ((revoker.map { [$0] } ?? []) + warnings).joined(separator: " "))
    }

    /// A link that was just made: it is shown this once.
    static func link(_ made: KeysigningInvitation, _ visit: PageVisit) -> DeskNotice {
        DeskNotice(visit.words("ksp_link"), advice: made.token.link(at: visit.origin))
    }
}

/// The page as it stands.
struct KeysigningDeskPage {
    let visit: PageVisit

    init(_ visit: PageVisit) { self.visit = visit }

    func answer(_ notices: [DeskNotice] = [], isRefused: Bool = false) async throws -> Response {
        try visit.page(
            "keysigning-desk", try await fields(notices), at: Paths.keysigningDeskPage, script: "keysigning-desk",
            status: isRefused ? .unprocessableContent : .ok)
    }

    private func fields(_ notices: [DeskNotice]) async throws -> [String: PageValue] {
        let services = visit.services
        let entries = try await services.keysigning.entries(at: visit.now)
        let phase = try await services.keysigning.phase()
        let absent = try await services.keysigning.absentNumbers()
        let leftOut = try await services.phaseBody(phase)
        let revoked = try await services.keysigning.revokedKeys()
        var versions: [PageValue] = []
        for version in (0..<(try await services.keysigning.latestVersion() ?? 0)).reversed() {
            versions.append(try await self.version(version + 1))
        }
        return [
            "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            "is_open": .flag(phase == .opened),
            "count": .number(entries.count),
            "proved": .number(entries.count { $0.standing.proof != nil }),
            "dots": .number(entries.count { $0.standing.hasGreenDot }),
            "expiring": .list((leftOut.expired + leftOut.expiring).map(expiring)),
            "has_expiring": .flag(!(leftOut.expired + leftOut.expiring).isEmpty),
            "expiring_later": .list(leftOut.expiringBeforeDue.map(expiring)),
            "has_expiring_later": .flag(!leftOut.expiringBeforeDue.isEmpty),
            "revoked": .list(revoked.map { self.revoked($0, $1) }), "has_revoked": .flag(!revoked.isEmpty),
            "keys": .list(entries.map { key($0, absent) }), "has_keys": .flag(!entries.isEmpty),
            "versions": .list(versions), "has_versions": .flag(!versions.isEmpty),
            "has_erratum": .flag(versions.count > 1 || !revoked.isEmpty),
            "sends_mail": .flag(visit.event.mail != nil),
            "mailed": .list(
                KeysigningDeskPages.mailed.map { occasion in
                    [
                        "value": .text(occasion.rawValue),
                        "label": .text(visit.words("mail_occasion_\(occasion.rawValue)")),
                    ]
                }),
            "to_people": .flag(visit.session?.device.role == .organizer),
        ]
    }

    private func expiring(_ key: KeysigningPhaseBody.Key) -> PageValue {
        [
            "registration": .text("#\(key.registration)"), "fingerprint": .text(key.fingerprint),
            "expires": .text(key.expires),
        ]
    }

    /// A key that is on a frozen version and that nobody should sign any more.
    private func revoked(_ key: KeysigningSubmission, _ names: [ListedKey.Name]) -> PageValue {
        [
            "number": .text(key.number.map(KeysigningList.threeDigits) ?? ""),
            "fingerprint": .text(key.key.fingerprint.grouped), "user_id": .text(names.first?.markedText ?? ""),
            "revoker": .text(key.revoked?.revoker?.grouped ?? ""),
        ]
    }

    private func key(_ entry: KeysigningEntry, _ absent: Set<Int>) -> PageValue {
        let key = entry.submission.key
        let number = entry.submission.number
        let odd = key.names.filter { !$0.oddities.isEmpty }.map(\.markedText)
        return [
            "person": .number(entry.owner.id.rawValue), "name": .text(entry.owner.person.name),
            "user_id": .text(key.names.first?.markedText ?? ""), "fingerprint": .text(key.fingerprint.grouped),
            "digits": .text(key.fingerprint.digits),
            "number": .text(number.map(KeysigningList.threeDigits) ?? ""),
            "is_proved": .flag(entry.standing.proof != nil), "has_dot": .flag(entry.standing.hasGreenDot),
            "is_confirmed": .flag(entry.standing.confirmation != nil),
            "other_name": .flag(!entry.nameIsOnKey), "odd": .text(odd.joined(separator: ", ")),
            "is_absent": .flag(number.map(absent.contains) ?? false),
            "claimants": .text(entry.claimants.map { "#\($0)" }.joined(separator: ", ")),
        ]
    }

    private func version(_ version: Int) async throws -> PageValue {
        let list = try await visit.services.keysigning.list(version: version)
        let holders = try await visit.services.keysigning.holders(version: version)
        return [
            "version": .number(version), "frozen": .text(visit.format.moment(list.frozen)),
            "digest": .text(ListDigests(of: list.text).sha256),
            "changes": .list(
                try await visit.services.changes(of: list, in: visit.words.language).dropFirst().map { .text($0) }),
            "holders": .list(
                holders.map { holder in
                    [
                        "name": .text(holder.registration.person.name),
                        "email": .text(holder.registration.person.email),
                        "taken": .text(holder.taken.map { visit.format.moment($0) } ?? ""),
                    ]
                }),
            "holder_count": .number(holders.count),
        ]
    }
}
