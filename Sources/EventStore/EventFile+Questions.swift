import Conference

/// `questions`, what the organizer asks of people, and `retention`, how long what is known of them is kept.
extension EventFile {
    static func readQuestions(
        _ sections: [MappingReader], categories: [CategoryRule], addOns: Set<String>
    ) -> [Question] {
        MappingReader.refuseRepeats(of: "id", in: sections)
        return sections.compactMap { readQuestion($0, categories: categories, addOns: addOns) }
    }

    private static func readQuestion(
        _ section: MappingReader, categories: [CategoryRule], addOns: Set<String>
    ) -> Question? {
        let id = section.value("id", readIdentifier)
        let label = section.value("label") { try readLine($0, field: "label", limit: 200) }
        let french = section.value("fr", default: nil) { try readLine($0, field: "fr", limit: 200) }
        let kind = readKind(section)
        let asked = section.value("categories", default: nil) { try readCategories($0, of: categories) }
        let held = section.value("add_ons", default: nil) { try readAddOns($0, addOns) }
        let isRequired = section.value("required", default: "false", readFlag)
        let readers = section.value("seen_by", default: "", readReaders)
        let erased = section.value("erased", default: nil) { try RetentionLimit($0) }
        let isSearchable = section.value("search", default: "false", readFlag)
        let badge = readBadge(section, kind ?? .text)
        section.finish()
        guard let id, let label, let kind, let isRequired, let readers, let isSearchable, let badge else { return nil }
        return Question(
            id: Question.ID(rawValue: id), label: label, french: french, kind: kind, categories: asked ?? [],
            addOns: held ?? [], isRequired: isRequired, readers: readers, erased: erased, badge: badge,
            isSearchable: isSearchable)
    }

    /// The kind, with the choices of a choice and the range of a number.
    private static func readKind(_ section: MappingReader) -> Question.Kind? {
        let type = section.value("type", default: "text") {
            try readChoice(
                $0,
                [
                    "text": Question.Kind.text, "choice": .choice([]), "yes-no": .yesNo, "yes/no": .yesNo,
                    "number": .number(numbers), "consent": .consent,
                ])
        }
        switch type {
        case .choice:
            let options = readOptions(section)
            return options.isEmpty ? nil : .choice(options)
        case .number:
            let from = section.value("from", default: "0") { try readCount($0, numbers) }
            let to = section.value("to", default: "\(numbers.upperBound)") {
                try readCount($0, (from ?? 0)...1_000_000)
            }
            guard let from, let to else { return nil }
            return .number(from...to)
        default: return type
        }
    }

    private static let numbers = -1_000_000...1_000_000
    private static let optionsMax = 60

    /// A list of mappings with `id`, `label` and `fr`, or words with commas between them that are their own labels.
    private static func readOptions(_ section: MappingReader) -> [Question.Option] {
        guard section.isList("choices") else {
            return section.value("choices") { text throws(ConferenceError) in
                let words = text.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
                    .filter { !$0.isEmpty }
                guard (2...optionsMax).contains(words.count), Set(words).count == words.count else {
                    throw ConferenceError(
                        .numberInvalid, ErrorDetail("from", 2), ErrorDetail("to", optionsMax))
                }
                return try words.map { word throws(ConferenceError) in
                    Question.Option(word: try readLine(word, field: "choices", limit: 60), label: word)
                }
            } ?? []
        }
        let options = section.sections("choices", 2...optionsMax)
        MappingReader.refuseRepeats(of: "id", in: options)
        return options.compactMap { option in
            let id = option.value("id", readIdentifier)
            let label = option.value("label") { try readLine($0, field: "label", limit: 100) }
            let french = option.value("fr", default: nil) { try readLine($0, field: "fr", limit: 100) }
            option.finish()
            guard let id, let label else { return nil }
            return Question.Option(word: id, label: label, french: french)
        }
    }

    private static func readAddOns(_ text: String, _ known: Set<String>) throws(ConferenceError) -> Set<AddOn.ID> {
        var addOns: Set<AddOn.ID> = []
        for word in words(text) {
            guard known.contains(word) else { throw ConferenceError(.addOnUnknown, ErrorDetail("add_on", word)) }
            addOns.insert(AddOn.ID(rawValue: word))
        }
        guard !addOns.isEmpty else { throw ConferenceError(.textMissing, ErrorDetail("field", "add_ons")) }
        return addOns
    }

    /// `desk, kitchen`; nothing for the person and organizers alone.
    private static func readReaders(_ text: String) throws(ConferenceError) -> Set<Question.Reader> {
        var readers: Set<Question.Reader> = []
        for word in words(text) { readers.insert(try Choice.read(word, as: Question.Reader.self)) }
        return readers
    }

    /// `true`, `false`, or for what is answered by yes what the badge says then, in French by `badge_fr`.
    private static func readBadge(_ section: MappingReader, _ kind: Question.Kind) -> Question.Badge? {
        let isFlag = kind == .yesNo || kind == .consent
        let badge = section.value("badge", default: "false") { text throws(ConferenceError) -> Question.Badge in
            switch text {
            case "false": return .nothing
            case "true" where !isFlag: return .answer
            default:
                guard isFlag else { throw Choice.unknown(text, choices: ["true", "false"]) }
                guard text != "true" else { throw ConferenceError(.badgeMarkMissing) }
                return .mark(LocalizedName(try readLine(text, field: "badge", limit: 60)))
            }
        }
        let french = section.value("badge_fr", default: nil) { try readLine($0, field: "badge_fr", limit: 60) }
        guard case .mark(let mark)? = badge else {
            if section.text("badge_fr") != nil { section.refuse(ConferenceErrorCode.badgeMarkMissing) }
            return badge
        }
        return .mark(LocalizedName(mark.english, french: french))
    }

    /// When answers and people are erased.
    static func readRetention(_ section: MappingReader) -> RetentionPlan {
        let answers = section.value("answers", default: nil) { try RetentionLimit($0) }
        let people = section.value("people", default: nil) { try RetentionLimit($0) }
        section.finish()
        return RetentionPlan(answers: answers, people: people)
    }
}
