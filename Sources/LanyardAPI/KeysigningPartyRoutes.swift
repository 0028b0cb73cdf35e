import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import KeysigningPaper
import LanyardHTTP
import OpenPGP
import RegistrationLedger
import Representations

/// Copies with hidden digits, the rotation, ticks, and what comes after, for devices of the roles keysigning and
/// organizer.
struct KeysigningPartyRoutes {
    /// The most that a participant may send back, in bytes: a key with many signatures (docs/keysigning-formats.md,
    /// "Limits").
    static let returnSizeMax = 2 << 20

    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        addCopies(to: routes)
        addParty(to: routes)
        addAftermath(to: routes)
    }

    /// The person whose code stands in the address.
    private func reader(_ context: DeviceRequestContext) async throws -> Registration.ID {
        try await services.ledger.registration(named: context.parameters.require("code")).id
    }

    private func addCopies(to routes: APIRouter) {
        let copies = "\(Paths.keysigningLists)/:version/copies/:code"
        routes.get(copies, for: .roles(.keysigning)) { _, context, _ in
            let version = try context.parameters.number("version")
            let text = try await services.maskedCopy(
                version: version, reader: try await reader(context))
            return Response(
                NamedFile(name: "ksp-v\(version)-copy.txt", type: "text/plain; charset=utf-8", bytes: Data(text)))
        }
        routes.get("\(copies)/answers", for: .roles(.keysigning)) { _, context, _ in
            let answers = try await services.keysigning.maskAnswers(
                version: try context.parameters.number("version"), reader: try await reader(context))
            return try Response(json: ["items": answers])
        }
        routes.post("\(copies)/answers", for: .roles(.keysigning)) { request, context, _ in
            let body = try await request.decode(as: Answer.self, context: context)
            let isRight = try await services.keysigning.checkAnswer(
                version: try context.parameters.number("version"), reader: try await reader(context),
                number: body.number, digits: body.digits)
            return try Response(json: ["right": isRight])
        }
        routes.get("\(Paths.keysigningLists)/:version/ticked/:code", for: .roles(.keysigning)) { _, context, _ in
            let version = try context.parameters.number("version")
            let text = try await services.keysigning.tickedList(
                version: version, reader: try await reader(context))
            return Response(
                NamedFile(name: "ksp-v\(version)-ticked.txt", type: "text/plain; charset=utf-8", bytes: Data(text)))
        }
    }

    private func addParty(to routes: APIRouter) {
        routes.get("\(Paths.keysigningLists)/:version/rotation/:form", for: .roles(.keysigning)) {
            request, context, _ in
            let begins = request.uri.queryParameters["begins"]
            let plan = try await services.keysigning.rotation(
                version: try context.parameters.number("version"),
                form: try Choice.read(try context.parameters.require("form"), as: Rotation.Form.self),
                begins: try begins.map { text throws(ConferenceError) in try TimeOfDay(String(text)) },
                minutesPerRound: try request.number("minutes") ?? 3)
            let name = "ksp-v\(plan.version)-rotation"
            switch try request.choice("format", RotationFormat.self, default: .pdf) {
            case .pdf:
                let pdf = try await services.pdf(
                    of: plan, on: try request.choice("paper", PaperSize.self, default: .letter))
                return Response(NamedFile(name: "\(name).pdf", type: "application/pdf", bytes: pdf))
            case .text:
                return Response(
                    NamedFile(name: "\(name).txt", type: "text/plain; charset=utf-8", bytes: Data(plan.text.utf8)))
            }
        }
        routes.get("\(Paths.keysigningTicks)/:code", for: .roles(.keysigning)) { _, context, _ in
            return try Response(
                json: KeysigningTicksBody(try await services.ticks(reader: try await reader(context))))
        }
        routes.post("\(Paths.keysigningTicks)/:code", for: .roles(.keysigning)) { request, context, device in
            let reader = try await reader(context)
            let order = try await request.decode(as: KeysigningTickOrder.self, context: context)
            let ticks = try await services.tick(
                order, reader: reader,
                context: try device.write(request, context, services.clock))
            return try Response(json: KeysigningTicksBody(ticks))
        }
    }

    private func addAftermath(to routes: APIRouter) {
        routes.post(Paths.keysigningReturns, for: .roles(.keysigning)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            var body = Data(try await request.body.collect(upTo: Self.returnSizeMax).readableBytesView)
            let merged = try await services.bringBack(
                SubmittedBytes(wiping: &body), limits: .submission, context: write)
            return try Response(json: merged.result)
        }
        routes.get(Paths.keysigningVerification, for: .roles(.keysigning)) { _, _, _ in
            return try Response(json: VerificationBody(services.verification.state))
        }
        routes.post(Paths.keysigningVerification, for: .roles(.keysigning)) { request, context, device in
            services.verification.ask(
                try device.write(request, context, services.clock))
            return try Response(status: .accepted, json: VerificationBody(services.verification.state))
        }
        routes.get(Paths.keysigningMatrix, for: .roles(.keysigning)) { request, _, _ in
            let form = try request.choice("format", EventServices.MatrixForm.self, default: .json)
            return Response(try await services.matrix(as: form, in: request.language))
        }
        routes.get("\(Paths.keysigningLetters)/:kind", for: .roles(.keysigning)) { _, context, _ in
            let kind = try Choice.read(try context.parameters.require("kind"), as: KeysigningLetter.self)
            return Response(try await services.letters(kind).file)
        }
        routes.get(Paths.keysigningSignedKeyring, for: .roles(.keysigning)) { _, _, _ in
            let keyring = try await services.aftermath.signedKeyring()
            return Response(
                NamedFile(name: "ksp-signed.gpg", type: "application/pgp-keys", bytes: Data(keyring)))
        }
    }

    private enum RotationFormat: String, CaseIterable { case pdf, text }

    private struct Answer: Decodable {
        let number: Int
        let digits: String
    }

    private struct VerificationBody: Encodable {
        let state: String
        var done: Int?
        var total: Int?
        var checked: Int?
        var code: String?

        init(_ state: VerificationWorker.State) {
            switch state {
            case .idle: self.state = "idle"
            case .running(let done, let total):
                self.state = "running"
                self.done = done
                self.total = total
            case .finished(let checked):
                self.state = "finished"
                self.checked = checked
            case .failed(let code):
                self.state = "failed"
                self.code = code
            }
        }
    }
}
