internal import Conference

/// Something on a badge that a template can show.
package struct BadgeField: Sendable {
    /// The name of a field, as a rectangle in a template carries it in its `id`.
    package struct ID: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        // Those that more is said of than how they fill their rectangle.
        static let name = ID(rawValue: "name")
        static let affiliation = ID(rawValue: "affiliation")
        static let addOns = ID(rawValue: "add-ons")
        static let schedule = ID(rawValue: "schedule")
        static let credential = ID(rawValue: "qr")
        static let greenDot = ID(rawValue: "green-dot")

        /// The question whose answer it is; nil for other fields.
        var question: String? {
            rawValue.hasPrefix(Question.prefix) ? String(rawValue.dropFirst(Question.prefix.count)) : nil
        }
    }

    /// How the field fills its rectangle.
    enum Value: Sendable {
        /// One text, set in the rectangle.
        case text(@Sendable (BadgeContent) -> String)
        /// Texts below each other, each broken into as many lines as it needs, with so much room between two, in font sizes.
        case prose(@Sendable (BadgeContent) -> [String], gap: Double)
        /// The days of the pass: a text, or a chip for each day of the event.
        case days
        /// The days with what is open to the badge: headings, and a line for each door.
        case schedule
        /// A QR code of this text, centred; none if the text is empty.
        case code(@Sendable (BadgeContent) -> String)
        /// A filled circle.
        case dot(@Sendable (BadgeContent) -> Bool)
    }

    package let id: ID
    /// What it is, for the list of fields.
    package let label: String
    /// What a specimen shows.
    package let sample: String
    let value: Value
    /// True if people of one category and pass share it; such fields are drawn once for all of them.
    let isShared: Bool

    private init(_ id: String, _ label: String, sample: String, isShared: Bool = false, _ value: Value) {
        self.id = ID(rawValue: id)
        self.label = label
        self.sample = sample
        self.isShared = isShared
        self.value = value
    }

    /// True if several people are likely to have the same text here, as colleagues have their affiliation.
    var isRepeated: Bool { id == .affiliation || id == .addOns }

    /// True if this badge has something to show here; decides about elements of class `if-` and the field's name.
    func isPresent(in badge: BadgeContent) -> Bool {
        switch value {
        case .text(let text), .code(let text): !text(badge).isEmpty
        case .prose(let texts, _): !texts(badge).isEmpty
        case .days: !badge.days.isEmpty
        case .schedule: !badge.schedule.isEmpty
        case .dot(let isShown): isShown(badge)
        }
    }
}

extension BadgeField {
    /// Every field, in the order in which lists show them.
    package static let all: [BadgeField] = [
        BadgeField("name", "Name on the badge", sample: "Zoë Beispiel", .text { $0.name }),
        BadgeField("full-name", "Name as registered", sample: "Zoë Alexandra Beispiel", .text { $0.fullName }),
        BadgeField("given-name", "Given names", sample: "Zoë", .text { $0.givenName }),
        BadgeField("family-name", "Family name", sample: "Beispiel", .text { $0.familyName }),
        BadgeField("affiliation", "Affiliation", sample: "Example Networks", .text { $0.affiliation }),
        BadgeField("category", "Category", sample: "Speaker", isShared: true, .text { $0.categoryLabel }),
        BadgeField("days", "Days of the pass", sample: "Sat 14 – Tue 17", isShared: true, .days),
        BadgeField(
            "schedule", "Days with what is open to this badge, and when", sample: "Saturday 14 February …",
            isShared: true, .schedule),
        BadgeField("add-ons", "Add-ons", sample: "Conference dinner", .text { $0.addOns.joined(separator: ", ") }),
        BadgeField("code", "Short code", sample: "K7X-42MK", .text { $0.registration.description }),
        BadgeField("issue", "Number of the issue", sample: "1", .text { String($0.issue) }),
        BadgeField("qr", "QR code of the credential", sample: "LY:…", .code { $0.credential }),
        BadgeField("green-dot", "Green dot of the keysigning", sample: "●", .dot { $0.hasGreenDot }),
        BadgeField(
            "keysigning-number", "Number on the keysigning list", sample: "042",
            .text { $0.keysigning?.number.map(padded) ?? "" }),
        BadgeField(
            "fingerprint", "OpenPGP fingerprint", sample: "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567",
            .text { $0.keysigning.map { grouped($0.fingerprint) } ?? "" }),
        BadgeField(
            "key-id", "OpenPGP key ID", sample: "89ABCDEF01234567",
            .text { $0.keysigning.map { keyID($0.fingerprint) } ?? "" }),
        BadgeField(
            "fingerprint-qr", "QR code of the fingerprint", sample: "OPENPGP4FPR:…",
            .code { $0.keysigning.map { "OPENPGP4FPR:" + $0.fingerprint.uppercased() } ?? "" }),
        BadgeField("event-name", "Name of the event", sample: "Netdev 0.1", isShared: true, .text { $0.event.name }),
        BadgeField("event-venue", "Venue", sample: "Ottawa, Canada", isShared: true, .text { $0.event.venue }),
        BadgeField(
            "event-dates", "Dates of the event", sample: "14–17 February 2015", isShared: true,
            .text { $0.event.dates }),
        BadgeField(
            "letter-title", "Heading of a letter", sample: "Letter of invitation", .text { $0.letter?.title ?? "" }),
        BadgeField(
            "letter-number", "Number of a letter", sample: "NETDEV01-VISA-0001", .text { $0.letter?.label ?? "" }),
        BadgeField("letter-date", "Date of a letter", sample: "February 10, 2015", .text { $0.letter?.date ?? "" }),
        BadgeField(
            "letter-text", "Text of a letter", sample: "To whom it may concern …",
            .prose({ $0.letter?.paragraphs ?? [] }, gap: 0.75)),
        BadgeField(
            "letter-signatory", "Who signs a letter", sample: "Ada Example, chair", .text { $0.letter?.signatory ?? "" }
        ),
        BadgeField("issuer", "Who writes a letter", sample: "Example Society", .text { $0.letter?.issuer ?? "" }),
        BadgeField(
            "issuer-address", "Address of who writes a letter", sample: "1 Example Street …",
            .prose({ $0.letter?.issuerAddress ?? [] }, gap: 0)),
    ]

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id.rawValue, $0) })

    /// The field of that name; older templates call the category `role`.
    static func named(_ id: some StringProtocol) -> BadgeField? {
        byID[id == "role" ? "category" : String(id)] ?? answer(String(id))
    }

    /// The field that an element with this `id` shows: a suffix behind two hyphens tells several of one field apart.
    static func shown(by id: String) -> BadgeField? {
        guard id.utf8.contains(UInt8(ascii: "-")), let suffix = id.firstRange(of: "--") else { return named(id) }
        return named(id[..<suffix.lowerBound])
    }

    /// The field of an answer, `answer-pronouns`; which questions there are is for the event to say.
    private static func answer(_ id: String) -> BadgeField? {
        guard let question = ID(rawValue: id).question, !question.isEmpty,
            question.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
        return BadgeField(
            id, "Answer to ‘\(question)’", sample: "…", .text { $0.answers[question] ?? "" })
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }

    private static func grouped(_ fingerprint: String) -> String {
        var text = ""
        for (index, digit) in fingerprint.uppercased().enumerated() {
            if index > 0, index.isMultiple(of: 4) { text.append(" ") }
            text.append(digit)
        }
        return text
    }

    /// The last 64 bits of a version 4 fingerprint, the first of a version 6 one (RFC 9580, 5.5.4).
    private static func keyID(_ fingerprint: String) -> String {
        let digits = fingerprint.uppercased()
        return String(digits.count == 64 ? digits.prefix(16) : digits.suffix(16))
    }
}
