import Catalogues
import Conference
import Foundation
import RegistrationLedger

extension [ErrorDetail] {
    /// The details as they stand in a sentence: seats are named, and for people in front of a page so are methods,
    /// roles, fields and the like, by `detail_NAME_VALUE` of the catalogue, each of several with commas between.
    ///
    /// Whoever types or sends such a word needs it as it is.
    func said(by catalogue: Catalogue, to audience: Audience) -> [ErrorDetail] {
        map { detail in
            if detail.name == "place", let place = Place(detail.value) {
                return ErrorDetail(detail.name, place.name(in: catalogue))
            }
            guard audience != .terminal else { return detail }
            // Where things lie on the machine is nobody's business who is not at it.
            if Self.paths.contains(detail.name), detail.value.hasPrefix("/") {
                return ErrorDetail(detail.name, detail.value.split(separator: "/").last ?? "/")
            }
            guard audience != .program else { return detail }
            if detail.name == "difference" {
                return ErrorDetail(detail.name, Self.slips(detail.value, catalogue))
            }
            let words = detail.value.components(separatedBy: ", ").map { value in
                catalogue.text("detail_\(detail.name)_\(value)") ?? value
            }
            return ErrorDetail(detail.name, words.joined(separator: ", "))
        }
    }

    /// `17:missing:A 20:wrong:B:8`, as `FingerprintComparison.summary` has it, in words; of many slips only that it is
    /// another fingerprint.
    private static func slips(_ summary: String, _ catalogue: Catalogue) -> String {
        let slips = summary.split(separator: " ").map { $0.split(separator: ":").map(String.init) }
        guard slips.allSatisfy({ $0.count >= 3 }) else { return summary }
        guard slips.count <= slipsMax else { return catalogue("own_key_slips_many") }
        return slips.map { slip in
            switch slip[1] {
            case "wrong" where slip.count == 4:
                catalogue("own_key_slip_wrong", ["position": slip[0], "typed": slip[2], "actual": slip[3]])
            case "missing": catalogue("own_key_slip_missing", ["position": slip[0], "actual": slip[2]])
            case "extra": catalogue("own_key_slip_extra", ["position": slip[0], "typed": slip[2]])
            default: slip.joined(separator: ":")
            }
        }.joined(separator: " ")
    }

    /// More differences than that, and it is another key altogether.
    private static var slipsMax: Int { 8 }

    /// Details that name files.
    private static var paths: Set<String> { ["file", "folder", "log", "index"] }
}

extension Place {
    /// `day 1`, or the add-on's identifier.
    func name(in catalogue: Catalogue) -> String {
        switch self {
        case .day(let number): catalogue("days_one", ["day": String(number)])
        case .addOn(let id): id.rawValue
        }
    }
}
