import CheckIn
import Conference
import Foundation

/// An event in the words of pretix's protocol: categories are products, the days of a pass are their variations, add-ons are
/// products too, and gates are check-in lists.
struct ScannerCatalog: Sendable {
    /// Up to so many days every choice of them is a variation; beyond, the runs of days in a row.
    private static let everyChoiceMax = 6

    let event: EventDefinition
    let gates: [NumberedGate]

    /// The organizer's and the event's short name: Lanyard has one for both.
    var slug: String { event.slug }

    func gate(_ number: Int64) -> NumberedGate? { gates.first { $0.number == number } }
    func number(of gate: Gate.ID) -> Int64? { gates.first { $0.gate.id == gate }?.number }

    // MARK: - Numbers

    /// The number of the product that stands for a category.
    static func item(_ category: Category) -> Int64 { number("category:\(category.rawValue)") }

    /// The number of the product that stands for an add-on.
    static func item(_ addOn: AddOn.ID) -> Int64 { number("add-on:\(addOn.rawValue)") }

    /// The number of the variation that stands for these days; nil for none.
    static func variation(_ days: DaySet) -> Int64? { days.isEmpty ? nil : Int64(days.bits) }

    /// The number of a person's ticket.
    static func position(_ registration: Registration.ID) -> Int64 { Int64(registration.rawValue) << 16 }

    /// The number of an add-on of theirs.
    func position(_ registration: Registration.ID, _ addOn: AddOn.ID) -> Int64 {
        let index = event.addOns.firstIndex { $0.id == addOn } ?? 0
        return Self.position(registration) | Int64(index + 1)
    }

    /// Whose ticket or add-on a number stands for; nil for a number that nobody's can have.
    static func registration(_ position: Int64) -> Registration.ID? {
        UInt32(exactly: position >> 16).flatMap { $0 > 0 ? Registration.ID(rawValue: $0) : nil }
    }

    /// A number of 31 bits that a word keeps, however the description is put in order (FNV-1a).
    private static func number(_ word: String) -> Int64 {
        var hash: UInt32 = 2_166_136_261
        for byte in word.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int64(max(1, hash & 0x7FFF_FFFF))
    }

    /// The choices of days that somebody may have.
    var choices: [DaySet] {
        let count = event.days.count
        guard count > Self.everyChoiceMax else { return (1..<(1 << count)).map { DaySet(bits: UInt16($0)) } }
        return (1...count).flatMap { first in (first...count).map { DaySet(Array(first...$0)) } }
    }

    // MARK: - Products

    var items: [ScannerJSON] {
        let categories = event.categories.enumerated().map { index, rule in
            item(
                Self.item(rule.category), rule.labels, position: index, admission: true,
                variations: choices.enumerated().map { variation($1, position: $0) })
        }
        let addOns = event.addOns.enumerated().map { index, addOn in
            item(
                Self.item(addOn.id), addOn.names, position: event.categories.count + index, admission: false,
                variations: [])
        }
        return categories + addOns
    }

    private func item(
        _ id: Int64, _ names: LocalizedName, position: Int, admission: Bool, variations: [ScannerJSON]
    ) -> ScannerJSON {
        [
            "id": .number(id), "name": Self.names(names), "internal_name": ScannerJSON(names.english),
            "all_sales_channels": true, "limit_sales_channels": [], "sales_channels": ["web"], "default_price": "0.00",
            "category": admission ? nil : .number(Self.addOnCategory), "active": true, "description": nil,
            "free_price": false, "free_price_suggestion": nil, "tax_rate": "0.00", "tax_rule": nil,
            "admission": ScannerJSON(admission), "personalized": ScannerJSON(admission),
            "position": ScannerJSON(position),
            "picture": nil, "available_from": nil, "available_from_mode": "hide", "available_until": nil,
            "available_until_mode": "hide", "require_voucher": false, "hide_without_voucher": false,
            "allow_cancel": true, "require_bundling": false, "min_per_order": nil, "max_per_order": nil,
            "checkin_attention": false, "checkin_text": nil, "has_variations": ScannerJSON(!variations.isEmpty),
            "variations": .list(variations), "addons": [], "bundles": [], "original_price": nil,
            "require_approval": false, "generate_tickets": nil, "show_quota_left": nil, "issue_giftcard": false,
            "require_membership": false, "require_membership_types": [], "grant_membership_type": nil,
            "validity_mode": nil, "validity_fixed_from": nil, "validity_fixed_until": nil,
            "validity_dynamic_duration_minutes": nil, "validity_dynamic_duration_hours": nil,
            "validity_dynamic_duration_days": nil, "validity_dynamic_duration_months": nil,
            "validity_dynamic_start_choice": false, "validity_dynamic_start_choice_day_limit": nil,
            "media_policy": nil, "media_type": nil, "meta_data": [:], "allow_waitinglist": false,
            "grant_membership_duration_like_event": false, "grant_membership_duration_days": 0,
            "grant_membership_duration_months": 0, "hidden_if_available": nil, "hidden_if_item_available": nil,
            "hidden_if_item_available_mode": "hide", "program_times": [], "require_membership_hidden": false,
        ]
    }

    private func variation(_ days: DaySet, position: Int) -> ScannerJSON {
        let names = LocalizedName(label(days, in: .english), french: label(days, in: .french))
        return [
            "id": ScannerJSON(Self.variation(days)), "value": Self.names(names), "default_price": nil, "price": "0.00",
            "original_price": nil, "active": true, "description": nil, "position": ScannerJSON(position),
            "checkin_attention": false, "checkin_text": nil, "require_approval": false, "available_from": nil,
            "available_until": nil, "hide_without_voucher": false, "sales_channels": ["web"], "meta_data": [:],
            "all_sales_channels": true, "limit_sales_channels": [], "available_from_mode": "hide",
            "available_until_mode": "hide", "free_price_suggestion": nil, "require_membership": false,
            "require_membership_hidden": false, "require_membership_types": [],
        ]
    }

    private func label(_ days: DaySet, in language: Language) -> String {
        event.days.filter { days.contains($0.number) }.map { language.dayLabel($0.date) }.joined(separator: ", ")
    }

    /// The group of products that add-ons are in.
    static let addOnCategory: Int64 = 1

    var categories: [ScannerJSON] {
        guard !event.addOns.isEmpty else { return [] }
        return [
            [
                "id": .number(Self.addOnCategory), "name": ["en": "Add-ons", "fr": "Suppléments"],
                "internal_name": "add-ons", "description": [:], "position": 0, "is_addon": true,
                "cross_selling_mode": nil, "cross_selling_condition": nil, "cross_selling_match_products": [],
            ]
        ]
    }

    static func names(_ names: LocalizedName) -> ScannerJSON {
        guard let french = names.french else { return ["en": .text(names.english)] }
        return ["en": .text(names.english), "fr": .text(french)]
    }

    // MARK: - The event

    var described: ScannerJSON {
        [
            "name": ["en": .text(event.name)], "slug": .text(slug), "live": true, "testmode": false,
            "currency": .text(event.currency.code), "date_from": ScannerJSON(event.days.first.map(event.start)),
            "date_to": ScannerJSON(event.days.last.map(event.end)),
            "date_admission": ScannerJSON(event.days.first.map(event.start)), "is_public": false, "presale_start": nil,
            "presale_end": nil, "location": ["en": .text(event.venue)], "geo_lat": nil, "geo_lon": nil,
            "has_subevents": false, "meta_data": [:], "seating_plan": nil, "seat_category_mapping": [:],
            "timezone": .text(event.timeZone.identifier), "plugins": [], "item_meta_properties": [:],
            // No badge of ours is one of theirs: whoever is alone goes by the list of good badges.
            "valid_keys": ["pretix_sig1": []], "all_sales_channels": true, "limit_sales_channels": [],
            "sales_channels": ["web"], "public_url": nil,
        ]
    }
}
