import BadgeRenderer
package import Badges
package import CheckIn
package import Conference
package import EventStore
package import Foundation
package import Keysigning
import OpenPGP
package import Outbox
package import Payments
package import Printing
package import RegistrationLedger

/// One event with everything that can be done to it. The commands and the server call this.
package struct EventServices: Sendable {
    package let store: EventStore
    package let ledger: RegistrationLedger
    package let badges: BadgeIssues
    package let checkIn: CheckInService
    package let keysigning: KeysigningDesk
    package let aftermath: KeysigningAftermath
    /// Mail that is to be sent.
    package let outbox: Outbox
    /// Other programs that are told of what happens.
    package let webhooks: Webhooks
    /// Checks signatures in the background; runs with the server.
    package let verification: VerificationWorker
    package let resources: ResourceFolder
    package let clock: EventClock
    /// The print queues for badges.
    package let printServer: PrintServer
    /// How payment providers are reached: by the server alone, and nil elsewhere.
    package var providerWire: (any ProviderWire)?
    /// Drills and simulations, one at a time: they share the machine with the doors.
    let rehearsals = ConcurrencyLimit(max: 1, refusal: ServerError(.rehearsalRunning))
    /// Templates that were read, and the renderer that has set its fonts out.
    let workbench = BadgeWorkbench()
    /// The texts of mail that were read.
    let mailTemplates: MailTemplates

    package init(
        store: EventStore, resources: ResourceFolder, clock: EventClock, printServer: PrintServer = PrintServer()
    ) {
        self.store = store
        self.resources = resources
        self.clock = clock
        self.printServer = printServer
        ledger = RegistrationLedger(store: store)
        badges = BadgeIssues(store: store)
        checkIn = CheckInService(store: store)
        keysigning = KeysigningDesk(store: store, inspector: CertificateInspector())
        aftermath = KeysigningAftermath(store: store)
        outbox = Outbox(store: store)
        webhooks = Webhooks(store: store)
        mailTemplates = MailTemplates(folder: resources.mailTemplates)
        verification = VerificationWorker(aftermath: aftermath)
    }
}

extension EventServices {
    /// The time zone in which the event's times are shown.
    package func zone() async throws -> TimeZone {
        try await store.definition().zone
    }
}
