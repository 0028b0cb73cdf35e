import EventStore
import GRDB

/// The chain of requests, read once.
struct RequestWalk {
    private(set) var keys: Set<String> = []
    /// What opened and closed tills.
    private(set) var tills: [DoneRequest] = []
    /// What booked that a provider told of.
    private(set) var online: [DoneRequest] = []
    private(set) var findings: [AuditReport.Finding] = []

    init(_ db: Database, _ check: inout AnchorCheck) throws {
        var broken: Set<Int64> = []
        try EventStore.followRequests(
            db,
            visit: { request, head in
                keys.insert(request.key)
                if request.operation.hasPrefix("till.") { tills.append(request) }
                if OnlineRecord.operations.contains(request.operation) { online.append(request) }
                check.see(head, of: .requests)
            }, broken: { broken.insert($0) })
        findings = broken.sorted().map { AuditReport.Finding(.requestBroken, $0) }
    }
}
