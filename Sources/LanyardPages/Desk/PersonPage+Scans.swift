import Catalogues
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import LanyardHTTP
import Wording

/// What the doors said of a person: "already inside, why?" is answered here.
extension PersonPage {
    func scan(_ scan: ScanOutcome, _ names: [Device.ID: String]) -> PageValue {
        let isIn = scan.verdict == .admitted(.entry)
        let isRefusal = scan.verdict.code != .admitted
        return [
            "scan": .number(scan.scan.rawValue), "time": .text(visit.format.moment(scan.time)),
            "gate": .text(visit.gateName(scan.gate)), "device": .text(names[scan.device] ?? "\(scan.device)"),
            "verdict": .text(
                isRefusal
                    ? visit.words("verdict_\(scan.verdict.code.word)") : visit.words(isIn ? "scans_in" : "scans_out")),
            "mood": .text(isRefusal ? "bad" : "good"),
            "why": .text(isRefusal ? scan.verdict.sentence(in: visit.words.language, of: visit.event) : ""),
            "override": .text(scan.override?.reason ?? ""), "is_offline": .flag(scan.isQueued),
            "undone": PageValue(
                scan.undo.map { undo in
                    ["by": .text(author(undo.author, names)), "reason": .text(visit.words.told(reason: undo.reason))]
                }),
        ]
    }

    /// Why a gate would turn somebody away as inside already: the entry that says so; nil where none does.
    func alreadyInside(_ file: PersonFile) -> [String: PageValue]? {
        guard let presence = file.presenceToday, presence.left == nil,
            let scan = file.badges.scans.first(where: {
                $0.verdict == .admitted(.entry) && $0.undo == nil && $0.gate == presence.gate
                    && $0.time == presence.entered
            })
        else { return nil }
        return [
            "sentence": .text(
                visit.words(
                    "scans_inside",
                    [
                        "time": visit.format.time(presence.entered), "gate": visit.gateName(presence.gate),
                        "device": file.deviceNames[scan.device] ?? "\(scan.device)",
                    ])),
            "scan": .number(scan.scan.rawValue),
        ]
    }
}
