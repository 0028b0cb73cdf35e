package import Conference
import Foundation
import Yams

/// The YAML file that an organizer edits, read into an `EventDefinition`.
package enum EventFile {
    /// The longest file that is read, in bytes.
    package static let sizeLimit = 262_144

    /// Reads and checks a whole file. Everything that is wrong with it is found at once, each thing with its line.
    ///
    /// - Throws: `EventFileProblems`.
    package static func read(_ yaml: String) throws(EventFileProblems) -> EventDefinition {
        let problems = ProblemList()
        guard yaml.utf8.count <= sizeLimit else {
            throw EventFileProblems([
                .init(line: 1, column: 1, path: "", code: ConferenceErrorCode.fileTooLarge, value: "")
            ])
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw EventFileProblems([.init(syntax: error)])
        }
        guard let root, root.mapping != nil else {
            throw EventFileProblems([
                .init(line: 1, column: 1, path: "", code: EventStoreErrorCode.notAMapping, value: "")
            ])
        }
        let definition = readAll(MappingReader(root, path: "", problems: problems), problems)
        guard problems.found.isEmpty, let definition else { throw EventFileProblems(problems.found) }
        return definition
    }

    private static func readAll(_ file: MappingReader, _ problems: ProblemList) -> EventDefinition? {
        let event = file.section("event")
        let slug = event?.value("slug", readIdentifier)
        let name = event?.value("name") { try readLine($0, field: "name", limit: 100) }
        let venue = event?.value("venue") { try readLine($0, field: "venue", limit: 200) }
        let timeZone = event?.value("time_zone", EventTimeZone.init)
        let dayStartsAt = event?.value("day_starts_at", default: "04:00") { try TimeOfDay(dayStart: $0) }
        let currency = event?.value("currency") { try Currency($0) }
        let cashStep = event?.value("cash_rounding", default: "0.01", readCashStep)
        event?.finish()

        let daySections = file.sections("days", 1...DaySet.dayLimit)
        let days = readDays(daySections)
        let passSections = file.sections("passes", 1...100)
        let passes = passSections.compactMap(readPass)
        let addOnSections = file.sections("add_ons", 0...100)
        let addOns = addOnSections.compactMap(readAddOn)
        let itemIDs = Set((passSections + addOnSections).compactMap { $0.text("id") })
        let categories = readCategories(file, passes: passSections.compactMap { $0.text("id") })
        let issuer = file.section("issuer", required: false).flatMap(readIssuer)
        let taxes = file.section("taxes", required: false).flatMap(readTaxes)
        let voucherSections = file.sections("vouchers", 0...1_000)
        let vouchers = voucherSections.compactMap { readVoucher($0, items: itemIDs, categories: categories) }
        let refunds = readRefunds(file.sections("refunds", 0...20))
        let offerHours = file.value("offer_hours", default: "24") { try readCount($0, 1...720) }
        let documentsKeptUntil = file.value("documents_kept_until", default: nil) { try CivilDate($0) }
        let invoices = file.section("invoices", required: false).flatMap(readInvoices)
        let deskLeniency = file.value("desk_leniency", default: "0.00", readPrice)
        let deskWaiver = file.value("desk_waiver", default: nil, readPrice)
        // A mistake in a day or an add-on is reported there, not again at every gate that names it.
        let dayCount = daySections.isEmpty ? DaySet.dayLimit : daySections.count
        let addOnIDs = Set(addOnSections.compactMap { $0.text("id") })
        let gateSections = file.sections("gates", 0...100)
        let gates = gateSections.compactMap {
            readGate(
                $0, dayCount: dayCount, dayStartsAt: dayStartsAt, addOns: addOnIDs, categories: categories)
        }
        MappingReader.refuseRepeats(of: "id", in: passSections + addOnSections)
        MappingReader.refuseRepeats(of: "id", in: gateSections)
        MappingReader.refuseRepeats(of: "id", in: voucherSections)

        let badge = file.section("badge")
        let template = badge?.value("template", readIdentifier)
        badge?.finish()
        let sheetSections = file.sections("sheets", 0...50)
        let sheets = sheetSections.compactMap(readSheet)
        MappingReader.refuseRepeats(of: "id", in: sheetSections)
        let printerSections = file.sections("printers", 0...50)
        let printers = printerSections.compactMap(readPrinter)
        MappingReader.refuseRepeats(of: "queue", in: printerSections)
        let keysigning = file.section("keysigning", required: false).flatMap(readKeysigning)
        let mailSection = file.section("mail", required: false)
        let mail = mailSection.flatMap(readMail)
        let register = file.section("register", required: false).flatMap {
            readRegister($0, mail: mailSection, of: categories)
        }
        let questions = readQuestions(
            file.sections("questions", 0...Question.countMax), categories: categories, addOns: addOnIDs)
        let letters = readLetters(file.sections("letters", 0...LetterPlan.countMax), questions: questions)
        let retention = file.section("retention", required: false).map(readRetention)
        let payments = file.section("payments", required: false).flatMap { readPayments($0) }
        let scanners = file.section("scanners", required: false).flatMap(readScanners)
        let exhibitors = readExhibitors(file.sections("exhibitors", 0...Exhibitor.countMax))
        file.finish()

        guard let slug, let name, let venue, let timeZone, let dayStartsAt, let currency, let cashStep, let template,
            let deskLeniency, let offerHours
        else { return nil }
        return EventDefinition(
            slug: slug, name: name, venue: venue, timeZone: timeZone, dayStartsAt: dayStartsAt, days: days,
            currency: currency, cashStep: cashStep, issuer: issuer, prices: PriceList(passes: passes),
            taxes: taxes ?? .none, vouchers: vouchers, refunds: refunds, deskLeniency: deskLeniency,
            deskWaiver: deskWaiver ?? nil, documentsKeptUntil: documentsKeptUntil, offerHours: offerHours,
            invoices: invoices ?? InvoicePlan(),
            categories: categories, addOns: addOns, gates: gates,
            badgeTemplate: template, sheets: sheets, printers: printers, keysigning: keysigning, mail: mail,
            register: register, payments: payments, scanners: scanners, exhibitors: exhibitors,
            questions: questions, letters: letters, retention: retention ?? RetentionPlan())
    }

    private static func readDays(_ sections: [MappingReader]) -> [EventDefinition.Day] {
        var days: [EventDefinition.Day] = []
        for section in sections {
            let date = section.value("date") { text in
                let date = try CivilDate(text)
                if let last = days.last, date <= last.date { throw ConferenceError(.daysOutOfOrder) }
                return date
            }
            let capacity = section.value("capacity", default: nil) { try readCount($0, 0...1_000_000) }
            section.finish()
            if let date {
                days.append(EventDefinition.Day(number: days.count + 1, date: date, capacity: capacity))
            }
        }
        return days
    }

    private static func readPass(_ section: MappingReader) -> Pass? {
        let id = section.value("id", readItem)
        let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
        let french = section.value("fr", default: nil) { try readLine($0, field: "fr", limit: 100) }
        let days = section.value("days") { try readCount($0, 1...DaySet.dayLimit) }
        let price = section.value("price", readPrice)
        let onSale = readWindow(section)
        section.finish()
        guard let id, let name, let days, let price else { return nil }
        return Pass(
            id: Pass.ID(rawValue: id), name: name, french: french, days: days, price: price, onSale: onSale)
    }

    private static func readAddOn(_ section: MappingReader) -> AddOn? {
        let id = section.value("id", readItem)
        let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
        let french = section.value("fr", default: nil) { try readLine($0, field: "fr", limit: 100) }
        let price = section.value("price", readPrice)
        let seats = section.value("seats", default: nil) { try readCount($0, 0...1_000_000) }
        section.finish()
        guard let id, let name, let price else { return nil }
        return AddOn(id: AddOn.ID(rawValue: id), name: name, french: french, price: price, seats: seats)
    }

    private static func readGate(
        _ section: MappingReader, dayCount: Int, dayStartsAt: TimeOfDay?, addOns: Set<String>,
        categories: [CategoryRule]
    ) -> Gate? {
        let id = section.value("id", readIdentifier)
        let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
        let french = section.value("fr", default: nil) { try readLine($0, field: "fr", limit: 100) }
        let days = section.value("days", default: "all") { try DaySet($0, dayCount: dayCount) }
        let opens = section.value("opens", default: "00:00") { try TimeOfDay($0) }
        let closes = section.value("closes", default: "24:00") { text in
            let closes = try TimeOfDay(text)
            // If it is not later than the opening time, it means the next morning, before the event's next day begins.
            if let opens, let dayStartsAt, closes <= opens, opens < dayStartsAt || closes > dayStartsAt {
                throw ConferenceError(.closesBeforeItOpens, ErrorDetail("day_starts_at", dayStartsAt))
            }
            return closes
        }
        let admits = section.value("admits", default: "any pass") {
            try readEntitlement($0, addOns: addOns, categories: categories)
        }
        let unpaid = section.value("unpaid", default: "refuse") { text in
            try readChoice(text, ["refuse": false, "admit": true])
        }
        let frequency = section.value("frequency", default: "once per day", readFrequency)
        let capacity = section.value("capacity", default: nil) { try readCount($0, 1...1_000_000) }
        section.finish()
        guard let id, let name, let days, let opens, let closes, let admits, let unpaid, let frequency else {
            return nil
        }
        return Gate(
            id: Gate.ID(rawValue: id), name: name, french: french, days: days, opensAt: opens, closesAt: closes,
            admits: admits, admitsUnpaid: unpaid, frequency: frequency, capacity: capacity)
    }

    /// An address without a path, in ASCII, because participants sign it.
    static func readOrigin(_ text: String) throws -> String {
        guard text.utf8.count <= 100, text.wholeMatch(of: #/https?:\/\/[A-Za-z0-9.\-]+(:[0-9]{1,5})?/#) != nil else {
            throw ConferenceError(.originInvalid, ErrorDetail("value", String(text.prefix(100))))
        }
        return text
    }

    private static func readKeysigning(_ section: MappingReader) -> EventDefinition.KeysigningPlan? {
        let organizer = section.value("organizer") { try readLine($0, field: "organizer", limit: 200) }
        let date = section.value("date") { try CivilDate($0) }
        let time = section.value("time") { try TimeOfDay($0) }
        let origin = section.value("origin", default: nil) { try readOrigin($0) }
        let digestsFrom = section.value("digestsFrom", default: nil) { try Timestamp.date($0) }
        let refusesSHA1 = section.value("refuseSHA1", default: "false", Self.readFlag)
        section.finish()
        guard let organizer, let date, let time else { return nil }
        return EventDefinition.KeysigningPlan(
            organizer: organizer, date: date, time: time, origin: origin, digestsFrom: digestsFrom ?? nil,
            refusesSHA1: refusesSHA1 ?? false)
    }
}

// MARK: - The small texts

extension EventFile {
    static func readIdentifier(_ text: String) throws(ConferenceError) -> String {
        let letters = text.utf8
        let known = letters.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard (1...63).contains(letters.count), known, letters.first != UInt8(ascii: "-") else {
            throw ConferenceError(.identifierInvalid)
        }
        return text
    }

    /// A text for people: cleaned as by `Person.line`, and not empty.
    static func readLine(_ text: String, field: String, limit: Int) throws(ConferenceError) -> String {
        let line = try Person.line(text, field: field, limit: limit)
        guard !line.isEmpty else { throw ConferenceError(.textMissing, ErrorDetail("field", field)) }
        return line
    }

    static func readPrice(_ text: String) throws(ConferenceError) -> Money {
        let price = try Money(decimal: text)
        guard price >= .zero else { throw ConferenceError(.amountInvalid) }
        return price
    }

    static func readCount(_ text: String, _ range: ClosedRange<Int>) throws(ConferenceError) -> Int {
        guard let count = Int(text), range.contains(count) else {
            throw ConferenceError(
                .numberInvalid, ErrorDetail("from", range.lowerBound), ErrorDetail("to", range.upperBound))
        }
        return count
    }

    static func readFlag(_ text: String) throws(ConferenceError) -> Bool {
        try readChoice(text, ["true": true, "false": false])
    }

    static func readChoice<Value>(_ text: String, _ choices: [String: Value]) throws(ConferenceError) -> Value {
        guard let value = choices[text] else { throw Choice.unknown(text, choices: choices.keys.sorted()) }
        return value
    }

    /// `any pass`, `add-on ID`, `categories CATEGORY, CATEGORY` (in older descriptions `roles …`).
    private static func readEntitlement(
        _ text: String, addOns: Set<String>, categories: [CategoryRule]
    ) throws(ConferenceError) -> Gate.Entitlement {
        if text == "any pass" { return .anyPass }
        if text.hasPrefix("add-on ") {
            let id = String(text.dropFirst("add-on ".count))
            guard addOns.contains(id) else { throw ConferenceError(.addOnUnknown) }
            return .addOn(AddOn.ID(rawValue: id))
        }
        guard let prefix = ["categories ", "roles "].first(where: text.hasPrefix) else {
            throw ConferenceError(
                .choiceUnknown, ErrorDetail("choices", "any pass, add-on ID, categories CATEGORY, CATEGORY"))
        }
        let named = try readCategories(String(text.dropFirst(prefix.count)), of: categories)
        guard !named.isEmpty else { throw unknownCategory(categories) }
        return .categories(named)
    }

    /// `once`, `once per day`, `in and out, closing HH:MM`.
    private static func readFrequency(_ text: String) throws(ConferenceError) -> Gate.Frequency {
        let inAndOut = "in and out, closing "
        switch text {
        case "once": return .once
        case "once per day": return .oncePerDay
        case _ where text.hasPrefix(inAndOut):
            return .inAndOut(closesAt: try TimeOfDay(String(text.dropFirst(inAndOut.count))))
        default:
            throw ConferenceError(
                .choiceUnknown, ErrorDetail("choices", "once, once per day, in and out, closing HH:MM"))
        }
    }
}
