import Conference
import EventStore
import Foundation
import Outbox
import Payments

/// What reaches people and their money outside: letters, mail, the payment provider. Nothing of it is asked for over the network
/// unless somebody wants it.
extension EventDoctor {
    /// Whether each kind of letter has its drawing and its texts.
    func lookAtLetters(of services: EventServices, _ checkup: inout Checkup) async {
        do {
            let event = try await services.store.definition()
            for plan in event.letters {
                _ = try services.workbench.template(try services.letterTexts.check(plan, LetterSheet(event)))
            }
        } catch let error as any DescribedError {
            checkup.fault(.templates, error)
        } catch {
            checkup.fault(.templates, ServerError(.internalFailure, underlying: error))
        }
    }

    /// The way that mail takes, its password and texts, and what keeps it from going out.
    func lookAtMail(of services: EventServices, _ checkup: inout Checkup) async {
        do {
            guard let plan = try await services.store.definition().mail else { return }
            checkup.subjects.append(.mail)
            switch plan.way {
            case .sendmail(let program):
                if !FileManager.default.isExecutableFile(atPath: program) {
                    checkup.fault(.mail, MailCarrierError(.sendmailMissing, ErrorDetail("program", program)))
                }
            case .server(let server):
                if let login = server.login, try services.store.keys.password(named: "mail") == nil {
                    checkup.fault(
                        .mail,
                        ServerError(
                            .mailPasswordMissing, ErrorDetail("login", login), ErrorDetail("host", server.host)))
                }
            }
            if let pages = plan.pages, !pages.hasPrefix("https://"), !Self.isLocal(pages) {
                checkup.warning(.mail, ServerError(.mailLinksInTheClear, ErrorDetail("address", pages)))
            }
            let texts = MailOccasion.allCases.filter { $0 != .announcement && KeysigningLetter($0) == nil }
            for language in Language.allCases {
                try services.mailTemplates.check(texts.map(\.rawValue), in: language)
            }
            let standing = try await services.outbox.standing()
            if let trouble = standing.trouble {
                checkup.fault(
                    .mail,
                    ServerError(
                        .mailRefused, ErrorDetail("code", trouble.code),
                        ErrorDetail("reply", trouble.reply.isEmpty ? trouble.code : trouble.reply)))
            }
            if standing.isPaused { checkup.warning(.mail, ServerError(.mailPaused)) }
            let failed = standing.counts[.failed] ?? 0
            if failed > 0 { checkup.warning(.mail, ServerError(.mailFailed, ErrorDetail("count", failed))) }
        } catch let error as any DescribedError {
            checkup.fault(.mail, error)
        } catch {
            checkup.fault(.mail, ServerError(.internalFailure, underlying: error))
        }
    }

    private static func isLocal(_ address: String) -> Bool {
        ["http://localhost", "http://127.0.0.1"].contains { address == $0 || address.hasPrefix($0 + ":") }
    }

    /// The provider's secrets: there, of the right kind, for real money; and where that is wanted whether it knows them.
    func lookAtPayments(of services: EventServices, _ checkup: inout Checkup) async {
        do {
            guard let plan = try await services.store.definition().payments, let provider = plan.provider else {
                return
            }
            checkup.subjects.append(.payments)
            if plan.api != provider.api {
                checkup.warning(.payments, PaymentsError(.providerOtherAddress, ErrorDetail("api", plan.api)))
            }
            let keys = services.store.keys
            let secrets = try keys.password(named: EventServices.webhookSecrets)?.split(separator: " ").map(String.init)
            if secrets?.isEmpty ?? true {
                checkup.fault(.payments, PaymentsError(.providerSecretMissing))
            } else if secrets?.allSatisfy(StripeCheckout.isSecret) == false {
                checkup.fault(.payments, PaymentsError(.providerSecretOdd))
            }
            guard let key = try keys.password(named: EventServices.providerKey) else {
                return checkup.fault(.payments, PaymentsError(.providerKeyMissing))
            }
            switch StripeCheckout.mode(of: key) {
            case .live: break
            case .test: checkup.warning(.payments, PaymentsError(.providerKeyTest))
            case nil: checkup.fault(.payments, PaymentsError(.providerKeyOdd))
            }
            guard let providerWire else { return }
            _ = try await StripeCheckout(origin: plan.api, key: key, secrets: [], wire: providerWire).account()
        } catch let error as any DescribedError {
            checkup.fault(.payments, error)
        } catch {
            checkup.fault(.payments, ServerError(.internalFailure, underlying: error))
        }
    }
}
