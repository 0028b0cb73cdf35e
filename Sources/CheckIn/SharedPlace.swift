import Conference
import DoorRules
import EventStore
import GRDB
import RegistrationLedger

/// Two people had one place, one after the other: when the first came in before it was passed on, the second scan says so.
enum SharedPlace {
    /// The entries of whoever had somebody's place before them, for a door that will be alone when they come; an exit does not
    /// take them back.
    static func entries(_ db: Database, before id: Registration.ID) throws -> [Admission] {
        try RegistrationLedger.predecessors(db, of: id).flatMap { try AdmissionRecord.all(db, of: $0) }
    }

    /// The entry of the other one at the same gate on the same day, the latest of several.
    ///
    /// - Parameter verdict: the entry of somebody whose place was another's, or the refusal of somebody whose place is
    ///   another's now; of all other scans there is nothing to say.
    static func entry(
        _ db: Database, beside person: Registration?, _ verdict: ScanVerdict, at gate: GateNumber, on day: Int?
    ) throws -> ScanVerdict.Entry? {
        guard let person else { return nil }
        let others: [Registration.ID] =
            switch verdict {
            case .admitted(.entry): try RegistrationLedger.predecessors(db, of: person.id)
            case .cancelled(transferred: true): [person.successor].compactMap(\.self)
            default: []
            }
        for other in others {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT scan.id FROM admission JOIN scan ON scan.id = admission.entry_scan
                    WHERE admission.registration = ? AND admission.gate = ? AND void IS NULL AND scan.day IS ?
                    ORDER BY scan.at_ms DESC LIMIT 1
                    """)
            if let scan = try Int64.fetchOne(statement, arguments: [other, gate, day]) {
                return try ScanRecord.entry(db, ScanOutcome.ScanID(rawValue: scan))
            }
        }
        return nil
    }
}
