import Conference
import Foundation

extension EventFile {
    /// `register`: when people register themselves, how many, as what. It needs mail, by which each gets a link of their own.
    ///
    /// - Parameter rules: the event's categories, of which the first is the usual one.
    static func readRegister(
        _ section: MappingReader, mail: MappingReader?, of rules: [CategoryRule]
    ) -> RegisterPlan? {
        let opens = section.value("opens", default: nil) { try Timestamp.date($0) }
        let closes = section.value("closes", default: nil) { text in
            let closes = try Timestamp.date(text)
            if let opens, closes <= opens { throw ConferenceError(.endsBeforeItBegins) }
            return closes
        }
        let places = section.value("places", default: nil) { try readCount($0, 0...1_000_000) }
        let categories = section.value("categories", default: rules[0].category.rawValue) { text in
            let named = try readCategories(text, of: rules)
            guard !named.isEmpty else { throw ConferenceError(.textMissing, ErrorDetail("field", "categories")) }
            return rules.map(\.category).filter(named.contains)
        }
        let confirmHours = section.value("confirm_hours", default: nil) { try readCount($0, 1...336) }
        let approved = section.value("by_approval", default: nil) { text in
            let named = try readCategories(text, of: rules)
            return rules.map(\.category).filter(named.contains)
        }
        let guardianUnder = section.value("guardian_under", default: nil) { try readCount($0, 1...30) }
        section.finish()
        guard mail?.text("pages") != nil else {
            section.refuse(EventStoreErrorCode.registerNeedsMail)
            return nil
        }
        guard let categories else { return nil }
        return RegisterPlan(
            opens: opens, closes: closes, places: places, categories: categories, confirmHours: confirmHours,
            approved: approved.map { $0.filter { !categories.contains($0) } } ?? [], guardianUnder: guardianUnder)
    }
}
