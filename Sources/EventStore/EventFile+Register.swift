import Conference
import Foundation

extension EventFile {
    /// `register`: when people register themselves, how many, as what. It needs mail, by which each gets a link of their own.
    static func readRegister(_ section: MappingReader, mail: MappingReader?) -> RegisterPlan? {
        let opens = section.value("opens", default: nil) { try Timestamp.date($0) }
        let closes = section.value("closes", default: nil) { text in
            let closes = try Timestamp.date(text)
            if let opens, closes <= opens { throw ConferenceError(.endsBeforeItBegins) }
            return closes
        }
        let places = section.value("places", default: nil) { try readCount($0, 0...1_000_000) }
        let categories = section.value("categories", default: "attendee", readCategories)
        section.finish()
        guard mail?.text("pages") != nil else {
            section.refuse(EventStoreErrorCode.registerNeedsMail)
            return nil
        }
        guard let categories else { return nil }
        return RegisterPlan(opens: opens, closes: closes, places: places, categories: categories)
    }

    private static func readCategories(_ text: String) throws(ConferenceError) -> [Conference.Category] {
        var categories: [Conference.Category] = []
        for word in text.split(separator: ",") {
            let category = try Choice.read(String(word.filter { $0 != " " }), as: Conference.Category.self)
            if !categories.contains(category) { categories.append(category) }
        }
        guard !categories.isEmpty else { throw ConferenceError(.textMissing, ErrorDetail("field", "categories")) }
        return categories
    }
}
