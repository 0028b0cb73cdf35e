import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import KeysigningPaper
import LanyardHTTP
import OpenPGP
import Representations

/// Copies with hidden digits, the rotation, ticks, and what comes after, for devices of the roles keysigning and
/// organizer.
struct KeysigningPartyRoutes {
    /// What a participant sends back at most, in bytes: a key with many signatures (docs/keysigning-formats.md,
    /// "Limits").
    static let returnSizeMax = 2 << 20

    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        addCopies(to: group)
        addParty(to: group)
        addAftermath(to: group)
    }

    private func addCopies(to group: RouterGroup<DeviceRequestContext>) {
        let copies = "\(Paths.keysigningLists)/:version/copies/:code"
        group.get(RouterPath(copies)) { _, context in
            _ = try context.device(of: .keysigning)
            let version = try context.parameters.number("version")
            let text = try await services.keysigning.maskedList(
                version: version, reader: try context.parameters.require("code"))
            return Response(
                NamedFile(name: "ksp-v\(version)-copy.txt", type: "text/plain; charset=utf-8", bytes: Data(text)))
        }
        group.get("\(copies)/answers") { _, context in
            _ = try context.device(of: .keysigning)
            let answers = try await services.keysigning.maskAnswers(
                version: try context.parameters.number("version"), reader: try context.parameters.require("code"))
            return try Response(json: ["items": answers])
        }
        group.post("\(copies)/answers") { request, context in
            _ = try context.device(of: .keysigning)
            let body = try await request.decode(as: Answer.self, context: context)
            let isRight = try await services.keysigning.checkAnswer(
                version: try context.parameters.number("version"), reader: try context.parameters.require("code"),
                number: body.number, digits: body.digits)
            return try Response(json: ["right": isRight])
        }
        group.get("\(Paths.keysigningLists)/:version/ticked/:code") { _, context in
            _ = try context.device(of: .keysigning)
            let version = try context.parameters.number("version")
            let text = try await services.keysigning.tickedList(
                version: version, reader: try context.parameters.require("code"))
            return Response(
                NamedFile(name: "ksp-v\(version)-ticked.txt", type: "text/plain; charset=utf-8", bytes: Data(text)))
        }
    }

    private func addParty(to group: RouterGroup<DeviceRequestContext>) {
        group.get("\(Paths.keysigningLists)/:version/rotation/:form") { request, context in
            _ = try context.device(of: .keysigning)
            let query = request.uri.queryParameters
            let plan = try await services.keysigning.rotation(
                version: try context.parameters.number("version"),
                form: try Choice.read(try context.parameters.require("form"), as: Rotation.Form.self),
                begins: try query["begins"].map { text throws(ConferenceError) in try TimeOfDay(String(text)) },
                minutesPerRound: try query["minutes"].map { try KeysigningListRoutes.number(String($0)) } ?? 3)
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
        group.get("\(Paths.keysigningTicks)/:code") { _, context in
            _ = try context.device(of: .keysigning)
            return try Response(json: try await services.ticks(reader: try context.parameters.require("code")))
        }
        group.post("\(Paths.keysigningTicks)/:code") { request, context in
            let device = try context.device(of: .keysigning)
            let reader = try context.parameters.require("code")
            let order = try await request.decode(as: KeysigningTickOrder.self, context: context)
            return try Response(
                json: try await services.tick(
                    order, reader: reader,
                    context: try device.write(
                        services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)))
        }
    }

    private func addAftermath(to group: RouterGroup<DeviceRequestContext>) {
        group.post(RouterPath(Paths.keysigningReturns)) { request, context in
            let device = try context.device(of: .keysigning)
            let write = try device.write(
                services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
            var body = Data(try await request.body.collect(upTo: Self.returnSizeMax).readableBytesView)
            let merged = try await services.bringBack(
                SubmittedBytes(wiping: &body), limits: .submission, context: write)
            return try Response(json: merged.result)
        }
        group.get(RouterPath(Paths.keysigningVerification)) { _, context in
            _ = try context.device(of: .keysigning)
            return try Response(json: VerificationBody(services.verification.state))
        }
        group.post(RouterPath(Paths.keysigningVerification)) { request, context in
            let device = try context.device(of: .keysigning)
            services.verification.ask(
                try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context))
            return try Response(status: .accepted, json: VerificationBody(services.verification.state))
        }
        group.get(RouterPath(Paths.keysigningMatrix)) { request, context in
            _ = try context.device(of: .keysigning)
            let form = try request.choice("format", EventServices.MatrixForm.self, default: .json)
            return Response(try await services.matrix(as: form))
        }
        group.get("\(Paths.keysigningLetters)/:kind") { _, context in
            _ = try context.device(of: .keysigning)
            let kind = try Choice.read(try context.parameters.require("kind"), as: KeysigningLetter.self)
            return Response(try await services.letters(kind).file)
        }
        group.get(RouterPath(Paths.keysigningSignedKeyring)) { _, context in
            _ = try context.device(of: .keysigning)
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
