import Catalogues
package import Conference
package import RegistrationLedger

extension Happening {
    /// What happened, as one tells a colleague; of a correction also what was put in the place of what.
    package func sentence(in language: Language, of event: EventDefinition) -> String {
        let words = Catalogue.of(language)
        let told = told(by: words, of: event)
        guard let correction else { return told }
        func shown(_ value: String) -> String {
            switch kind {
            case .categoryChanged: Category(rawValue: value).map { event.label(of: $0, in: language) } ?? value
            default: value.isEmpty ? words("history_nothing") : value
            }
        }
        return words(
            "history_from_to",
            ["told": told, "before": shown(correction.before), "after": shown(correction.after)])
    }

    private func told(by words: Catalogue, of event: EventDefinition) -> String {
        let language = words.language
        let name = "history_\(kind.rawValue)"
        switch kind {
        case .registered:
            return detail.isEmpty ? words("history_registered_bare") : words(name, ["days": Self.days(detail, words)])
        case .daysChanged: return words(name, ["days": Self.days(detail, words)])
        case .categoryChanged:
            return words(
                name, ["category": Category(rawValue: detail).map { event.label(of: $0, in: language) } ?? detail])
        case .addOnAdded, .addOnRemoved:
            return words(name, ["add_on": event.name(of: AddOn.ID(rawValue: detail), in: language)])
        case .paid, .refunded: return words(name, ["amount": Self.payment(detail, words)])
        case .paymentCorrected, .waiverWithdrawn: return words(name, ["entry": detail])
        case .languageChanged: return words(name, ["language": words.text("language_\(detail)") ?? detail])
        case .transferred, .tookOver, .merged, .absorbed: return words(name, ["code": detail])
        case .voucherRedeemed, .voucherHandedBack: return words(name, ["voucher": detail.uppercased()])
        case .waived:
            return detail == "everything"
                ? words("history_waived_all") : words(name, ["amount": Self.amount(detail, language)])
        case .waits, .leftWaitingList, .promoted, .offered, .offerDeclined, .offerExpired:
            return words(name, ["place": Place(detail).map { event.name(of: $0, words) } ?? detail])
        case .exhibitorAgreed:
            let parts = detail.split(separator: ": ", maxSplits: 1).map(String.init)
            let fields = (parts.count > 1 ? parts[1] : "").split(separator: ", ")
                .map { words.text("exhibitor_field_\($0)") ?? String($0) }
            return words(
                name,
                ["exhibitor": event.exhibitorName(parts.first ?? ""), "fields": fields.joined(separator: ", ")])
        case .printedByApp: return words(name, ["what": words.text("printed_by_app_\(detail)") ?? detail])
        case .exhibitorWithdrawn: return words(name, ["exhibitor": event.exhibitorName(detail)])
        case .documentIssued, .letterIssued: return words(name, ["document": detail])
        case .answered, .answerErased:
            return words(
                name, ["question": event.questions.first { $0.id.rawValue == detail }?.labels[language] ?? detail])
        case .cancelled:
            return detail.isEmpty
                ? words(name) : words("history_cancelled_kept", ["amount": Self.amount(detail, language)])
        case .gaveBackBeyondRule, .keptGivenBack, .donated:
            return words(name, ["amount": Self.amount(detail, language)])
        case .reinstated, .blocked, .unblocked, .letIn, .letInEnded, .erased, .nameCorrected, .badgeNameChanged,
            .affiliationChanged,
            .emailChanged, .countryChanged, .sortNameChanged, .erasureAsked, .addressConfirmed, .addressUnconfirmed,
            .approved, .declined,
            .proofHandedIn:
            return words(name)
        }
    }

    /// `1,2` as `days 1,2`.
    private static func days(_ text: String, _ words: Catalogue) -> String {
        text.contains { $0 == "," || $0 == "-" } ? words("days_many", ["days": text]) : words("days_one", ["day": text])
    }

    /// `200.00 card` as `200.00 by card`.
    private static func payment(_ text: String, _ words: Catalogue) -> String {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2 else { return text }
        let amount = amount(parts[0], words.language)
        return words.text("amount_\(parts[1])") == nil
            ? "\(amount) \(parts[1])" : words("amount_\(parts[1])", ["amount": amount])
    }

    private static func amount(_ text: String, _ language: Language) -> String {
        (try? Money(decimal: text)).map(language.decimal) ?? text
    }
}

extension EventDefinition {
    /// What the organizer calls a category in that language.
    func label(of category: Category, in language: Language) -> String { rule(of: category).labels[language] }

    /// What the organizer calls an add-on in that language; its identifier where there is none any more.
    func name(of id: AddOn.ID, in language: Language) -> String {
        addOns.first { $0.id == id }?.names[language] ?? id.rawValue
    }

    /// What an exhibitor is called; its identifier where the description does not name it any more.
    package func exhibitorName(_ id: String) -> String {
        exhibitors.first { $0.id.rawValue == id }?.name ?? id
    }

    fileprivate func name(of place: Place, _ words: Catalogue) -> String {
        switch place {
        case .day: place.name(in: words)
        case .addOn(let id): name(of: id, in: words.language)
        }
    }
}
