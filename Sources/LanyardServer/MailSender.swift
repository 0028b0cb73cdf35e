import Conference
import EventDesk
import EventStore
import Foundation
import Logging
import MailFormat
import MailSubmission
import Outbox
import ServiceLifecycle
import Wording

/// Hands over what waits in the outbox, one mail after the other, for as long as the server runs and the event's file is here.
///
/// What the server's answer says is on the disk before the next mail goes: whoever ends this process at any moment makes at
/// most the mail in flight go twice, with the same Message-ID.
struct MailSender: Service {
    /// How long it waits where nothing is due, in seconds.
    private static let idle = 1.0
    /// How many are written out at a time.
    private static let batch = 50

    let services: EventServices
    let logger: Logger

    func run() async throws {
        var patience = Patience(first: 5, last: 300)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                guard try await sendDue() else {
                    await Patience.rest(Self.idle)
                    continue
                }
                patience.restore()
            } catch {
                await note(error)
                await patience.rest()
            }
        }
    }

    private func note(_ error: any Error) async {
        guard !(error is CancellationError) else { return }
        let words = Words(for: error, in: .english, to: .terminal)
        logger.warning("mail: \(words.sentence)")
        guard let error = error as? any DescribedError else { return }
        try? await services.outbox.note(
            trouble: error.code.rawValue, reply: error.details["reply"] ?? error.details["problem"] ?? "",
            at: services.clock.now)
    }

    private func noteThatItWorks() async throws {
        try await services.outbox.note(trouble: nil, at: services.clock.now)
    }

    /// - Returns: whether anything was due.
    private func sendDue() async throws -> Bool {
        guard let plan = try await services.store.definition().mail, try await services.store.writeBar() == nil
        else { return false }
        let keys = services.store.keys
        // Another server of the same event would send everything a second time.
        guard let lock = SendingLock(keys.folder, "mail") else { return false }
        defer { lock.release() }
        var (ready, sawAny) = try await services.dueMail(limit: Self.batch)
        guard !ready.isEmpty else { return sawAny }
        try await MailCarrier.over(
            plan.way, password: try keys.password(named: "mail"), authorities: keys.authorities(named: "mail")?.path
        ) { hand in
            guard try await services.store.workingIfOpen({ try await noteThatItWorks() }) != nil else { return }
            var rate = Rate(perMinute: plan.perMinute)
            while !ready.isEmpty {
                for mail in ready {
                    guard !Task.isShuttingDownGracefully else { return }
                    let outcome = try await services.store.workingIfOpen { () -> Bool? in
                        guard try await services.outbox.stillWaits(mail.mail.id) else { return nil }
                        let envelope = Envelope(
                            from: mail.message.sender, to: mail.message.recipient, message: mail.message.bytes)
                        let (delivery, goesOn) = try await hand(envelope)
                        try await services.note(delivery.answer, of: mail)
                        return goesOn
                    }
                    // Whoever has the event's file sends the rest.
                    guard let sent = outcome else { return }
                    guard let goesOn = sent else { continue }
                    guard goesOn else { return }
                    if let seconds = rate.wait() { await Patience.rest(seconds) }
                }
                // Whoever holds mail back, or changes how it goes, need not wait until all are gone.
                guard try await services.store.definition().mail == plan else { return }
                (ready, sawAny) = try await services.dueMail(limit: Self.batch)
            }
        }
        return true
    }
}

/// Keeps to so many a minute.
private struct Rate {
    private let interval: Duration
    private var next = ContinuousClock.now

    init(perMinute: Int) { interval = .seconds(60) / perMinute }

    /// After one was sent: how many seconds to wait before the next; nil for not at all.
    mutating func wait() -> Double? {
        let now = ContinuousClock.now
        next = max(next + interval, now)
        let left = next - now
        // Shorter than a pause is exact.
        return left > .milliseconds(20) ? left / .seconds(1) : nil
    }
}

extension Delivery {
    fileprivate var answer: MailAnswer {
        switch self {
        case .accepted(let status, let reply): MailAnswer(.accepted, status: status, reply: reply)
        case .deferred(let status, let reply): MailAnswer(.deferred, status: status, reply: reply)
        case .refused(let status, let reply): MailAnswer(.refused, status: status, reply: reply)
        }
    }
}
