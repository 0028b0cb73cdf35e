import Conference
import EventStore
import Foundation
import GRDB

/// The tables of registrations, read and written as values.
enum RegistrationRecord {
    private static let columns = """
        SELECT registration.*,
               (SELECT group_concat(add_on, ' ') FROM registration_add_on WHERE registration = registration.id)
                   AS add_ons
        FROM registration
        """

    /// A code names one registration or one invoice of a party.
    private static let isCodeTaken = """
        SELECT EXISTS (SELECT 1 FROM registration WHERE code = ?1)
            OR EXISTS (SELECT 1 FROM document WHERE code = ?1)
        """

    /// A code that names nothing yet.
    static func unusedCode(_ db: Database) throws -> RegistrationCode {
        var generator = SystemRandomNumberGenerator()
        var code = RegistrationCode.random(using: &generator)
        while try Bool.fetchOne(db.cachedStatement(sql: isCodeTaken), arguments: [code.symbols]) == true {
            code = RegistrationCode.random(using: &generator)
        }
        return code
    }

    /// Inserts a registration under the next number and a new code.
    ///
    /// - Parameters:
    ///   - days: those that were had, of those that were asked for.
    ///   - addOns: likewise.
    static func insert(
        _ db: Database, _ definition: EventDefinition, _ new: NewRegistration, days: DaySet, addOns: Set<AddOn.ID>,
        status: Registration.Status,
        context: WriteContext
    ) throws -> Registration.ID {
        let code = try unusedCode(db)
        try db.cachedStatement(
            sql: """
                INSERT INTO registration
                    (code, name, badge_name, affiliation, email, country, sort_name, category, days, status, reference,
                     search, created_ms, language, answers)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                code.symbols, new.person.name, new.person.badgeName, new.person.affiliation, new.person.email,
                new.person.country?.description ?? "", new.person.sortName, new.category.rawValue, status.rawValue,
                new.reference,
                search(
                    new.person, code: code, reference: new.reference,
                    answers: definition.found(by: new.answers)), context.time.milliseconds,
                new.language.rawValue, try new.answers.stored,
            ])
        let id = Registration.ID(rawValue: UInt32(db.lastInsertedRowID))
        try setDays(db, id, days, context: context)
        for addOn in addOns { try insertAddOn(db, id, addOn) }
        return id
    }

    /// Notes the days of a registration; those that it had already keep since when.
    static func setDays(_ db: Database, _ id: Registration.ID, _ days: DaySet, context: WriteContext) throws {
        let version = try EventStore.definitionVersion(db)
        try db.cachedStatement(
            sql: "UPDATE registration SET days = ?, priced_ms = ?, priced_version = ? WHERE id = ?"
        ).execute(arguments: [Int(days.bits), context.time.milliseconds, version, id])
        try db.cachedStatement(
            sql: "DELETE FROM registration_day WHERE registration = ? AND ? & (1 << (day - 1)) = 0"
        ).execute(arguments: [id, Int(days.bits)])
        for day in days.numbers {
            try db.cachedStatement(
                sql: """
                    INSERT INTO registration_day (registration, day, since_ms, since_version) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """
            ).execute(arguments: [id, day, context.time.milliseconds, version])
        }
    }

    static func insertAddOn(_ db: Database, _ id: Registration.ID, _ addOn: AddOn.ID) throws {
        try db.cachedStatement(
            sql: "INSERT INTO registration_add_on (registration, add_on, version) VALUES (?, ?, ?)"
        ).execute(
            arguments: [id, addOn.rawValue, try EventStore.definitionVersion(db)])
    }

    /// What somebody is found by: what is known of them, folded, then names with an apostrophe or a hyphen without it.
    ///
    /// - Parameter answers: those by which people are to be found.
    static func search(
        _ person: Person, code: RegistrationCode, reference: String?, answers: [String] = []
    ) -> String {
        let known = SearchText.fold(
            ([person.name, person.badgeName, person.affiliation, person.email, code.symbols, reference ?? ""] + answers)
                .filter { !$0.isEmpty }.joined(separator: " | "))
        let names = SearchText.fold("\(person.name) \(person.badgeName) \(person.affiliation)")
        let unspaced = [person.name, person.badgeName].compactMap(SearchText.unspaced)
        return ([known] + SearchText.squeezed(names) + unspaced).joined(separator: " ")
    }

    /// Writes the personal side of a registration, and what the search finds it by.
    ///
    /// - Parameter answers: those that it has by now; nil for those of `registration`.
    static func setPerson(
        _ db: Database, _ definition: EventDefinition, _ registration: Registration, _ person: Person,
        answers: [Question.ID: String]? = nil, reference: String?
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE registration
                SET name = ?, badge_name = ?, affiliation = ?, email = ?, country = ?, sort_name = ?, reference = ?,
                    search = ?
                WHERE id = ?
                """
        ).execute(
            arguments: [
                person.name, person.badgeName, person.affiliation, person.email, person.country?.description ?? "",
                person.sortName, reference,
                search(
                    person, code: registration.code, reference: reference,
                    answers: definition.found(by: answers ?? registration.answers)),
                registration.id,
            ])
    }

    /// - Throws: `registration_unknown`.
    static func fetch(_ db: Database, id: Registration.ID) throws -> Registration {
        let found = try fetchAll(db, "WHERE id = ?", [id]).first
        guard let found else { throw LedgerError(.registrationUnknown, ErrorDetail("number", id)) }
        return found
    }

    static func isTaken(_ db: Database, reference: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM registration WHERE reference = ?)"),
            arguments: [reference]) ?? false
    }

    static func fetchAll(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [Registration] {
        // Read in place: copies of whole rows would cost every scan more than the reading.
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "\(columns) \(condition)"), arguments: arguments)
        return try Array(rows.map(registration))
    }

    private static func registration(_ row: Row) throws -> Registration {
        func column<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ name: String) throws -> Value {
            try row.decode(forColumn: name)
        }
        let number: Int64 = try column("id")
        let (addOns, ended): (String?, String?) = (try column("add_ons"), try column("ended"))
        let (successor, erased): (Int64?, Int64?) = (try column("successor"), try column("erased_ms"))
        guard let category = Category(rawValue: try column("category")),
            let status = Registration.Status(rawValue: try ended ?? column("status")),
            let language = Language(rawValue: try column("language")), let id = UInt32(exactly: number),
            let days = UInt16(exactly: try column("days") as Int64),
            successor.map({ UInt32(exactly: $0) != nil }) ?? true
        else { throw LedgerError(.registrationUnreadable, ErrorDetail("number", number)) }
        let country: String = try column("country")
        return Registration(
            id: Registration.ID(rawValue: id), code: RegistrationCode(checked: try column("code")),
            person: erased != nil
                ? .erased
                : Person(
                    cleanedName: try column("name"), badgeName: try column("badge_name"),
                    affiliation: try column("affiliation"), email: try column("email"),
                    country: country.isEmpty ? nil : try CountryCode(country), sortName: try column("sort_name")),
            category: category, days: DaySet(bits: days),
            addOns: Set((addOns ?? "").split(separator: " ").map { AddOn.ID(rawValue: String($0)) }),
            status: status, blockedBecause: try column("blocked_because"), letInBecause: try column("let_in_because"),
            reference: try column("reference"),
            successor: successor.map { Registration.ID(rawValue: UInt32($0)) }, language: language,
            answers: try [Question.ID: String](stored: try column("answers")))
    }

    /// Adds a line to what a person's record tells; no personal data belongs in it.
    ///
    /// - Parameters:
    ///   - correction: what was put in the place of what; kept apart, where erasing finds it.
    ///   - vouches: a digest of what it vouches for.
    ///   - mail: whether and why the person is written to.
    static func tell(
        _ db: Database, _ id: Registration.ID, _ kind: Happening.Kind, _ detail: String = "",
        correction: Happening.Correction? = nil, vouches: Data? = nil, mail: HappeningMail.Choice = .usual,
        context: WriteContext
    ) throws {
        let salt = correction.map { _ in SaltedText("").salt }
        let corrected = correction.map { StoredCorrection.digest($0.before, $0.after, salt: salt) }
        let happening = try StoredHistory(
            registration: Int64(id.rawValue), kind: kind.rawValue, detail: detail, author: context.author,
            origin: context.origin, milliseconds: context.time.milliseconds, vouches: corrected ?? vouches
        ).insert(db)
        try HappeningMail.write(
            db, id, mail.occasion(of: kind), about: happening, mail.detail(of: kind, detail), context: context)
        guard let correction else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO registration_correction (happening, registration, before, after, salt)
                VALUES (?, ?, ?, ?, ?)
                """
        ).execute(arguments: [happening, id, correction.before, correction.after, salt])
    }

    /// Takes what was corrected from the story of a person who is erased.
    static func blankCorrections(_ db: Database, of id: Registration.ID) throws {
        try db.execute(
            sql: "UPDATE registration_correction SET before = '', after = '', salt = NULL WHERE registration = ?",
            arguments: [id])
    }
}

/// A row of the table of corrections, as the audit reads it.
struct StoredCorrection: FetchableRecord {
    let happening: Int64
    let registration: Int64
    let before: String
    let after: String
    /// Nil once the person was erased.
    let salt: Data?

    init(row: Row) throws {
        happening = try row.decode(forColumn: "happening")
        registration = try row.decode(forColumn: "registration")
        before = try row.decode(forColumn: "before")
        after = try row.decode(forColumn: "after")
        salt = try row.decode(forColumn: "salt")
    }

    /// What the history vouches for.
    static func digest(_ before: String, _ after: String, salt: Data?) -> Data {
        EventStore.digest(of: [salt?.base64EncodedString() ?? "", before, after])
    }

    var digest: Data { Self.digest(before, after, salt: salt) }
    var isBlank: Bool { before.isEmpty && after.isEmpty && salt == nil }
}

/// A row of the table of histories, as people are shown it.
struct HistoryRecord: RowRecord {
    let id: Happening.ID
    let registration: Registration.ID
    let kind: String
    let detail: String
    let author: String
    let origin: String
    let atMs: Int64
    /// What was put in the place of what, where the query asks for it; blank for somebody who was erased.
    let before: String?
    let after: String?

    /// - Throws: `history_unreadable` for a kind that no version of this program writes.
    func happening() throws -> Happening {
        guard let kind = Happening.Kind(rawValue: kind) else {
            throw LedgerError(.historyUnreadable, ErrorDetail("number", registration))
        }
        let (before, after) = (before ?? "", after ?? "")
        // Who may see an answer is for its question to say, so a story shows none.
        let isKnown = kind != .answered && (!before.isEmpty || !after.isEmpty)
        return Happening(
            id: id, kind: kind, detail: detail, author: author, origin: origin, time: Date(milliseconds: atMs),
            correction: isKnown ? Happening.Correction(before: before, after: after) : nil)
    }
}

/// A row of the table of histories, each with the hash of the one before it.
struct StoredHistory: FetchableRecord {
    let registration: Int64
    let kind: String
    let detail: String
    let author: String
    let origin: String
    let milliseconds: Int64
    let vouches: Data?

    init(
        registration: Int64, kind: String, detail: String, author: String, origin: String, milliseconds: Int64,
        vouches: Data?
    ) {
        (self.registration, self.kind, self.detail) = (registration, kind, detail)
        (self.author, self.origin, self.milliseconds, self.vouches) = (author, origin, milliseconds, vouches)
    }

    /// In the order in which a row is read, by the place and not by the name: the audit reads them all.
    static let columns = "registration, kind, detail, author, origin, at_ms, vouches"

    init(row: Row) throws {
        registration = try row.decode(atIndex: 0)
        kind = try row.decode(atIndex: 1)
        detail = try row.decode(atIndex: 2)
        author = try row.decode(atIndex: 3)
        origin = try row.decode(atIndex: 4)
        milliseconds = try row.decode(atIndex: 5)
        vouches = try row.decode(atIndex: 6)
    }

    /// - Returns: the number of the row.
    @discardableResult
    func insert(_ db: Database) throws -> Int64 {
        let last = try HashChain.Head.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id AS number, hash FROM registration_history
                    WHERE id = (SELECT max(id) FROM registration_history)
                    """))
        let id = (last?.number ?? 0) + 1
        try db.cachedStatement(
            sql: """
                INSERT INTO registration_history
                    (id, registration, kind, detail, author, origin, at_ms, vouches, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                id, registration, kind, detail, author, origin, milliseconds, vouches,
                hash(id, after: last?.hash ?? HashChain.origin),
            ])
        return id
    }

    func hash(_ id: Int64, after previous: Data) -> Data {
        var input = DigestInput()
        return hash(id, after: previous, &input)
    }

    func hash(_ id: Int64, after previous: Data, _ input: inout DigestInput) -> Data {
        input.append(id)
        input.append(registration)
        for text in [kind, detail, author, origin] { input.append(text) }
        input.append(milliseconds)
        input.append(base64: vouches)
        return HashChain.next(previous, &input)
    }
}
