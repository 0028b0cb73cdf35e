import CheckIn
import Conference
import DoorRules
import Foundation
import RegistrationLedger

/// What of a person a device is given.
struct ScannerSight: Sendable {
    /// Whether amounts and addresses are told: to desks, not to doors.
    let isDesk: Bool
    /// Whether names stand in the lists that a device keeps.
    let keepsNames: Bool
    /// Whether the codes of good badges do.
    let keepsBadges: Bool
    let handles: ScannerHandles

    /// The same for somebody at hand: who was scanned or searched for.
    var atHand: ScannerSight {
        ScannerSight(isDesk: isDesk, keepsNames: true, keepsBadges: keepsBadges, handles: handles)
    }
}

/// People as orders of one ticket each, with their add-ons beside it.
extension ScannerCatalog {
    func order(_ person: ScannerPerson, _ sight: ScannerSight) -> ScannerJSON {
        let registration = person.registration
        let changed = ([person.made, person.badgeMade].compactMap(\.self) + person.passings.map(\.time)).max()
        return [
            "code": .text(registration.code.symbols), "event": .text(slug), "status": .text(status(person)),
            "testmode": false, "secret": "", "url": "", "email": ScannerJSON(email(person, sight)), "phone": nil,
            "customer": nil, "locale": .text(registration.language.rawValue), "sales_channel": "web",
            "datetime": ScannerJSON(person.made), "expires": ScannerJSON(person.made), "payment_date": nil,
            "payment_provider": nil, "fees": [], "total": .text(sight.isDesk ? person.due.description : "0.00"),
            "tax_rounding_mode": "line", "comment": "", "custom_followup_at": nil,
            "checkin_attention": ScannerJSON(!person.notes.isEmpty), "checkin_text": nil, "invoice_address": nil,
            "positions": .list(positions(person, sight)), "downloads": [], "require_approval": false,
            "valid_if_pending": false, "payments": [], "refunds": [], "last_modified": ScannerJSON(changed),
            "cancellation_date": nil, "api_meta": [:], "plugin_data": [:],
        ]
    }

    /// The ticket, then the add-ons, each with a number of its own.
    func positions(_ person: ScannerPerson, _ sight: ScannerSight) -> [ScannerJSON] {
        [position(person, sight)]
            + event.addOns.filter { person.registration.addOns.contains($0.id) }.enumerated().map { index, addOn in
                position(person, sight, addOn: addOn.id, index: index + 2)
            }
    }

    /// - Parameter gates: whose passings are told; nil for all.
    func position(
        _ person: ScannerPerson, _ sight: ScannerSight, addOn: AddOn.ID? = nil, index: Int = 1,
        at gates: Set<Int64>? = nil
    ) -> ScannerJSON {
        let registration = person.registration
        let id = registration.id
        let isNamed = sight.keepsNames && !registration.person.isErased
        let name = isNamed && addOn == nil ? registration.person.nameOnBadge : nil
        let passings = person.passings.filter { passing in
            if let gates, !gates.contains(passing.gate) { return false }
            return wants(passing.gate) == addOn
        }
        let isBlocked = registration.blockedBecause != nil
        return [
            "id": .number(addOn.map { position(id, $0) } ?? Self.position(id)),
            "order": .text(registration.code.symbols), "positionid": ScannerJSON(index), "canceled": false,
            "item": .number(addOn.map(Self.item) ?? Self.item(registration.category)),
            "variation": addOn == nil ? ScannerJSON(Self.variation(registration.days)) : nil, "price": "0.00",
            "attendee_name": ScannerJSON(name),
            "attendee_name_parts": name.map { ["_scheme": "full", "full_name": .text($0)] } ?? [:],
            "company": ScannerJSON(name == nil ? nil : registration.person.affiliation), "street": nil, "zipcode": nil,
            "city": nil, "country": nil, "state": nil,
            "attendee_email": ScannerJSON(addOn == nil ? email(person, sight) : nil), "voucher": nil,
            "voucher_budget_use": nil, "discount": nil, "tax_rate": "0.00", "tax_value": "0.00", "tax_code": nil,
            "tax_rule": nil, "secret": .text(secret(person, sight, addOn: addOn)),
            "addon_to": addOn == nil ? nil : .number(Self.position(id)), "subevent": nil,
            "blocked": isBlocked ? ["api:desk"] : nil, "valid_from": nil, "valid_until": nil,
            "pseudonymization_id": .text(registration.code.symbols), "seat": nil,
            "checkins": .list(passings.map(checkIn)),
            "print_logs": .list(addOn == nil ? person.prints.map { self.print($0) } : []), "downloads": [],
            "answers": [], "plugin_data": [:],
        ]
    }

    /// A ticket as it stands beside a verdict and among the hits of a search.
    func positionAtHand(_ person: ScannerPerson, _ sight: ScannerSight, at gate: Int64) -> ScannerJSON {
        listedPosition(person, sight.atHand, at: gate)
    }

    /// A ticket as it stands in a gate's list.
    func listedPosition(_ person: ScannerPerson, _ sight: ScannerSight, at gate: Int64) -> ScannerJSON {
        position(person, sight, at: [gate]).with([
            "require_attention": ScannerJSON(!person.notes.isEmpty), "order__status": .text(status(person)),
            "order__valid_if_pending": false, "order__require_approval": false,
            "order__locale": .text(person.registration.language.rawValue),
        ])
    }

    func checkIn(_ passing: Passing) -> ScannerJSON {
        [
            "id": .number(passing.scan.rawValue), "list": .number(passing.gate), "datetime": ScannerJSON(passing.time),
            "type": .text(passing.direction.word), "gate": nil, "device": .number(passing.device.rawValue),
            "device_id": .number(passing.device.rawValue), "auto_checked_in": false,
        ]
    }

    /// Something that an app printed. Which one is not kept.
    func print(_ print: AppPrint, source: String = "app") -> ScannerJSON {
        [
            "id": .number(print.id), "successful": true, "datetime": ScannerJSON(print.time), "source": .text(source),
            "type": .text(print.kind.rawValue), "device_id": ScannerJSON(print.device?.rawValue), "info": [:],
        ]
    }

    /// `p` who may come in, `n` who owes for the pass, `c` who left.
    func status(_ person: ScannerPerson) -> String {
        guard person.registration.status == .active else { return "c" }
        return person.isPassPaid ? "p" : "n"
    }

    private func wants(_ number: Int64) -> AddOn.ID? {
        if case .addOn(let addOn) = gate(number)?.gate.admits { addOn } else { nil }
    }

    private func email(_ person: ScannerPerson, _ sight: ScannerSight) -> String? {
        sight.isDesk && !person.registration.person.email.isEmpty ? person.registration.person.email : nil
    }

    /// What opens a gate on the device: the badge's own code, where it may hold that; else a handle that is good for this
    /// device alone. An add-on has none of its own.
    private func secret(_ person: ScannerPerson, _ sight: ScannerSight, addOn: AddOn.ID?) -> String {
        if let addOn { return "add-on:\(person.registration.id):\(addOn)" }
        if sight.keepsBadges, person.registration.status == .active, let badge = person.badge { return badge }
        return sight.handles.handle(person.registration.id)
    }
}
