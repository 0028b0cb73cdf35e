import BadgeRenderer
package import Conference
import EventStore
package import Foundation
package import Payments
package import Printing
import RegistrationLedger

/// Looks at everything that could be wrong on the morning of the event. It changes nothing.
package struct EventDoctor: Sendable {
    /// Looks at a certificate and its key: what is wrong, and whether that keeps the server from being reached.
    package typealias CertificateCheck = @Sendable (_ now: Date) -> [(isFault: Bool, error: any DescribedError)]

    private let url: URL
    private let resources: ResourceFolder
    private let clock: EventClock
    private let printServer: PrintServer
    private let certificate: CertificateCheck?
    /// How the payment provider is asked; nil where it is not.
    let providerWire: (any ProviderWire)?

    /// - Parameters:
    ///   - certificate: nil where the server is to have none.
    ///   - providerWire: by which the payment provider is asked whether it knows us; nil for not at all.
    package init(
        of url: URL, resources: ResourceFolder, clock: EventClock, printServer: PrintServer = PrintServer(),
        certificate: CertificateCheck? = nil, providerWire: (any ProviderWire)? = nil
    ) {
        self.providerWire = providerWire
        self.url = url
        self.resources = resources
        self.clock = clock
        self.printServer = printServer
        self.certificate = certificate
    }

    /// Looks at everything that can be looked at, whatever else is wrong.
    package func look() async -> Checkup {
        var checkup = Checkup()
        let isWhole = await lookAtFile(&checkup)
        if isWhole { await lookInside(&checkup) }
        lookAtResources(&checkup)
        if let certificate {
            checkup.subjects.append(.certificate)
            for found in certificate(clock.now) {
                if found.isFault {
                    checkup.fault(.certificate, found.error)
                } else {
                    checkup.warning(.certificate, found.error)
                }
            }
        }
        checkup.subjects.append(.disk)
        if let low = DiskSpace.lack(for: url) { checkup.fault(.disk, low) }
        await lookAtPrinters(&checkup)
        checkup.subjects = Checkup.Subject.allCases.filter(checkup.subjects.contains)
        return checkup
    }

    /// Every page, and the keys. False where the event cannot be opened.
    private func lookAtFile(_ checkup: inout Checkup) async -> Bool {
        checkup.subjects.append(.file)
        let condition = await EventFileCondition.judge(url, .thoroughly)
        for warning in condition.warnings {
            checkup.warning(warning.code == .keyFileOpen ? .keys : .file, warning)
        }
        let ofKeys: Set<EventStoreErrorCode> = [
            .keysMissing, .keysOpen, .keyFileMissing, .keyUnreadable, .keyForeign, .signingKeyMissing,
        ]
        for damage in condition.damages { checkup.fault(ofKeys.contains(damage.code) ? .keys : .file, damage) }
        let isReadable = condition.damages.allSatisfy { ofKeys.contains($0.code) }
        if isReadable { checkup.subjects.append(.keys) }
        return isReadable && !condition.damages.contains { [.keysMissing, .keysOpen].contains($0.code) }
    }

    private func lookInside(_ checkup: inout Checkup) async {
        let store: EventStore
        do {
            store = try await EventStore.open(at: url, for: .reading)
        } catch let error as any DescribedError {
            return checkup.fault(.file, error)
        } catch {
            return checkup.fault(.file, ServerError(.internalFailure, underlying: error))
        }
        defer { try? store.close() }
        checkup.subjects += [.incarnation, .books, .clock, .templates, .fonts]
        do {
            if let successor = try await store.successor() {
                checkup.fault(
                    .incarnation, EventStoreError(.eventTakenOver, ErrorDetail("incarnation", successor.number)))
            }
            let audit = try await RegistrationLedger(store: store).audit()
            if !audit.findings.isEmpty {
                checkup.fault(.books, ServerError(.auditFindings, ErrorDetail("count", audit.findings.count)))
            }
            if let warning = try await store.clockWarning(at: clock.now) { checkup.fault(.clock, warning) }
            if let handing = try await store.read(EventStore.handingOver), handing.step != .opened {
                let bar: WriteBar = handing.step == .closed ? .elsewhere(handing) : .closing(handing)
                checkup.warning(.file, bar.error(url))
            }
            let services = EventServices(
                store: store, resources: resources, clock: clock, printServer: printServer)
            await lookAtTemplate(of: services, &checkup)
            await lookAtLetters(of: services, &checkup)
            await lookAtMail(of: services, &checkup)
            await lookAtPayments(of: services, &checkup)
        } catch let error as any DescribedError {
            checkup.fault(.books, error)
        } catch {
            checkup.fault(.books, ServerError(.internalFailure, underlying: error))
        }
    }

    /// The event's badge, drawn for invented people of each category.
    private func lookAtTemplate(of services: EventServices, _ checkup: inout Checkup) async {
        do {
            let workshop = try await TemplateWorkshop(services)
            let name = workshop.definition.badgeTemplate
            let inspection = try await workshop.renderer.inspect(
                services.badgeTemplateFile(named: name), ordinary: workshop.ordinarySpecimens,
                answers: workshop.badgeQuestions)
            for font in inspection.fonts where font.file == nil {
                checkup.warning(.fonts, ServerError(.badgeFontMissing, ErrorDetail("family", font.family)))
            }
            let errors = inspection.problems.filter(\.code.isError).count
            let misfits = inspection.findings.filter { $0.severity == .problem }.count
            if errors + misfits > 0 {
                checkup.fault(
                    .templates,
                    ServerError(.templateFails, ErrorDetail("template", name), ErrorDetail("count", errors + misfits)))
            }
        } catch let error as any DescribedError {
            let code = error.code.rawValue
            checkup.fault(code.hasPrefix("font") ? .fonts : .templates, error)
        } catch {
            checkup.fault(.templates, ServerError(.internalFailure, underlying: error))
        }
    }

    private func lookAtResources(_ checkup: inout Checkup) {
        checkup.subjects += [.resources, .doorModule]
        for lack in resources.lacks { checkup.fault(.resources, lack) }
        if let lack = resources.doorModuleLack { checkup.fault(.doorModule, lack) }
    }

    private func lookAtPrinters(_ checkup: inout Checkup) async {
        checkup.subjects.append(.printers)
        do {
            for queue in try await printServer.queues() where queue.state == .stopped || !queue.isAccepting {
                checkup.fault(
                    .printers,
                    ServerError(
                        .printQueueStopped, ErrorDetail("queue", queue.name),
                        ErrorDetail("reasons", queue.reasons.joined(separator: ", "))))
            }
        } catch {
            // Badges can be printed from a file all the same.
            checkup.warning(.printers, error)
        }
    }
}

/// How much room there is for an event.
enum DiskSpace {
    /// Below this nothing is certain any more, in megabytes.
    static let megabytesMin = 100

    /// What is wrong if there is too little room on the disk of a file; nil where there is enough, or nobody knows.
    static func lack(for url: URL) -> ServerError? {
        let folder = url.deletingLastPathComponent().path
        guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = facts[.systemFreeSize] as? NSNumber
        else { return nil }
        let megabytes = free.int64Value / 1_000_000
        guard megabytes < megabytesMin else { return nil }
        return ServerError(
            .diskLow, ErrorDetail("file", url.path), ErrorDetail("megabytes", megabytes))
    }
}
