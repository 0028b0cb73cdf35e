import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Representations

struct ShareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: "Give a spreadsheet one report, by an address of its own.",
        discussion: """
            Whoever has the address has the report as it is at that moment, as CSV, and nothing else: for IMPORTDATA of a \
            spreadsheet. It is good until you end it.
            """,
        subcommands: [ShareAdd.self, ShareList.self, ShareEnd.self])
}

struct ShareAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make an address for a report.",
        discussion: """
            It is shown only this once. The server must be reachable under --server for whoever fetches it.

            Example: lanyard share add registrations-by-day --server https://conference.example.org
            """)

    @Argument(help: "Which: \(EventReport.allCases.map(\.rawValue).joined(separator: ", ")).")
    var report: EventReport

    @Option(help: "The server's address as the spreadsheet sees it. Default: $LANYARD_SERVER.")
    var server: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let made = try await services.store.shareReport(
            report.rawValue, context: try write.context(services.clock))
        let address = server ?? ProcessInfo.processInfo.environment["LANYARD_SERVER"] ?? ""
        let path = (address.hasSuffix("/") ? String(address.dropLast()) : address) + "/v1/shared-reports/" + made.secret
        guard !output.json else {
            return try Output.json(
                ReportShareBody(made.share, event: try await services.store.definition(), path: path))
        }
        Output.line(path)
        Report.say("Address \(made.share.id) of the report \(report.rawValue) is shown only this once.")
    }
}

struct ShareList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the addresses of reports.", discussion: "Example: lanyard share list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let shares = try await services.store.reportShares().map { ReportShareBody($0, event: definition) }
        guard !output.json else { return try Output.json(shares) }
        for share in shares {
            Output.line("\(share.id)  \(share.report)  \(share.made)\(share.ended.map { "  ended \($0)" } ?? "")")
        }
    }
}

struct ShareEnd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End an address; it answers nothing any more.",
        discussion: "Example: lanyard share end 1")

    @Argument(help: "The number of the address.")
    var share: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        try await services.store.endReportShare(
            ReportShare.ID(rawValue: share), context: try write.context(services.clock))
        try output.answer("address \(share) is ended", ["share": .number(share), "ended": true])
    }
}
