import CheckIn
import Conference
import Foundation

/// Gates as check-in lists, with the rules by which a scanner that is alone decides: as near to the gate's own as the
/// protocol can say.
extension ScannerCatalog {
    func list(_ numbered: NumberedGate, people: Int? = nil, admitted: Int? = nil) -> ScannerJSON {
        let gate = numbered.gate
        let (repeats, afterExit) =
            switch gate.frequency {
            case .once: (false, false)
            case .oncePerDay: (true, false)
            case .inAndOut: (false, true)
            }
        let items: [Int64]? =
            switch gate.admits {
            case .anyPass: nil
            case .categories(let categories): categories.map(Self.item).sorted()
            case .addOn(let addOn): [Self.item(addOn)]
            }
        let isAddOn = if case .addOn = gate.admits { true } else { false }
        let described: ScannerJSON = [
            "id": .number(numbered.number), "name": .text(gate.name), "all_products": ScannerJSON(items == nil),
            "limit_products": .list((items ?? []).map(ScannerJSON.number)), "subevent": nil,
            "include_pending": ScannerJSON(gate.admitsUnpaid), "allow_multiple_entries": ScannerJSON(repeats),
            "allow_entry_after_exit": ScannerJSON(afterExit), "rules": rules(numbered), "exit_all_at": nil,
            "addon_match": ScannerJSON(isAddOn), "ignore_in_statistics": false, "consider_tickets_used": true,
        ]
        guard let people, let admitted else { return described }
        return described.with(["position_count": ScannerJSON(people), "checkin_count": ScannerJSON(admitted)])
    }

    /// The part of a list that stands beside a verdict.
    func excerpt(_ numbered: NumberedGate) -> ScannerJSON {
        [
            "id": .number(numbered.number), "name": .text(numbered.gate.name), "event": .text(slug), "subevent": nil,
            "include_pending": ScannerJSON(numbered.gate.admitsUnpaid),
        ]
    }

    /// JSON logic: one of the gate's days, within its hours, with a pass that covers it, and not twice where that is the
    /// rule.
    private func rules(_ numbered: NumberedGate) -> ScannerJSON {
        let gate = numbered.gate
        let days = event.days.filter { gate.days.contains($0.number) }
        guard !numbered.isClosed, !days.isEmpty else {
            // Nothing is later than the year 9999.
            return ["isAfter": [["var": "now"], Self.instant("9999-12-31T23:59:59Z"), 0]]
        }
        let open: ScannerJSON = [
            "or": .list(
                days.flatMap { day in
                    event.windows(of: gate, on: day).map { opens, closes in
                        var conditions: [ScannerJSON] = [
                            ["isAfter": [["var": "now"], Self.instant(ScannerJSON.time(opens)), 0]],
                            ["isBefore": [["var": "now"], Self.instant(ScannerJSON.time(closes)), 0]],
                        ]
                        if gate.admits == .anyPass { conditions.append(covers(day)) }
                        return ["and": .list(conditions)]
                    }
                })
        ]
        guard gate.frequency == .oncePerDay else { return open }
        return ["and": [open, ["<": [["var": "entries_today"], 1]]]]
    }

    private func covers(_ day: EventDefinition.Day) -> ScannerJSON {
        let variations = choices.filter { $0.contains(day.number) }.compactMap(Self.variation)
        return [
            "inList": [
                ["var": "variation"],
                [
                    "objectList": .list(
                        variations.map { ["lookup": ["variation", .text(String($0)), .text(String($0))]] })
                ],
            ]
        ]
    }

    private static func instant(_ time: String) -> ScannerJSON { ["buildTime": ["custom", .text(time)]] }
}
