import BadgeRenderer
import Badges
import Conference
package import EventDesk
import EventStore
import Printing
import RegistrationLedger

/// What a device asks to have printed.
package struct BadgeOrderBody: Decodable {
    /// The most registrations, categories and affiliations that one request may name.
    private static let namesMax = 500

    let registrations: [String]?
    let all: Bool?
    let categories: [String]?
    let affiliations: [String]?
    /// `1,3-4`: one of these.
    let days: String?
    let unprinted: Bool?
    let changed: Bool?
    let greenDot: Bool?
    let kind: String?
    let reason: String?
    let template: String?
    let sheet: String?
    let firstLabel: Int?
    let skippedLabels: [Int]?
    let cropMarks: Bool?
    let sides: String?
    let flip: String?
    let order: String?
    let dividers: Bool?
    let strict: Bool?
    /// Only says what would be printed.
    package let dryRun: Bool?
    let queue: String?
    let media: String?
    let copies: Int?
    let duplex: String?

    /// - Throws: `badges_not_selected`, `too_many_names`, `choice_unknown`, `category_unknown`, `days_invalid`, `day_unknown`,
    ///   and what `RegistrationLedger.registration(named:)` throws.
    package func order(by services: EventServices) async throws -> BadgeOrder {
        let event = try await services.store.definition()
        let named = registrations ?? []
        guard max(named.count, affiliations?.count ?? 0) <= Self.namesMax else {
            throw ServerError(.tooManyNames, ErrorDetail("limit", Self.namesMax))
        }
        var selection = BadgeSelection()
        selection.registrations = try await services.ledger.registrations(named: named)
        selection.categories = Set(try (categories ?? []).map { try event.category(named: $0) })
        selection.affiliations = affiliations ?? []
        if let days { selection.days = try DaySet(days, dayCount: event.days.count) }
        selection.isUnprinted = unprinted ?? false
        selection.isChanged = changed ?? false
        selection.hasDot = greenDot ?? false
        // An empty request must not print everybody.
        guard all == true || selection != BadgeSelection() else { throw ServerError(.badgesNotSelected) }
        let layout = Sheet(
            preset: try sheet.flatMap { try Sheet.Preset.named($0) }, firstLabel: firstLabel ?? 1,
            skippedLabels: Set(skippedLabels ?? []), hasCropMarks: cropMarks ?? false,
            sides: try sides.map { try Choice.read($0, as: Sheet.Sides.self) } ?? .both,
            flip: try flip.map { try Choice.read($0, as: Sheet.Flip.self) } ?? .longEdge,
            order: try order.map { try Choice.read($0, as: Sheet.Order.self) }, hasDividers: dividers ?? false)
        return BadgeOrder(
            selection,
            kind: try kind.map { try Choice.read($0, as: BadgeRunKind.self) }
                ?? (selection.isChanged ? .reprint : .print),
            reason: reason ?? "", sheet: layout, template: template, isStrict: strict ?? false)
    }

    /// The queue, if one is named. Throws `copies_out_of_range`, `media_malformed`, `choice_unknown`.
    package func queueDestination() throws -> BadgeDestination? {
        guard let queue else { return nil }
        let sides = try duplex.map { try Choice.read($0, as: PrintOptions.Sides.self) }
        return .queue(queue, try PrintOptions(media: media, copies: copies ?? 1, sides: sides))
    }
}
