import Conference

/// `letters`: the kinds of letters that the organizer writes to people, and who may have them.
extension EventFile {
    static func readLetters(_ sections: [MappingReader], questions: [Question]) -> [LetterPlan] {
        MappingReader.refuseRepeats(of: "id", in: sections)
        return sections.compactMap { readLetter($0, questions: Set(questions.map(\.id))) }
    }

    private static func readLetter(_ section: MappingReader, questions: Set<Question.ID>) -> LetterPlan? {
        let id = section.value("id") { text throws(ConferenceError) in
            // A number of the paper follows it, so that it has no digits of its own.
            guard (1...20).contains(text.utf8.count), text.utf8.allSatisfy({ (97...122).contains($0) }),
                !LetterPlan.reserved.contains(text)
            else { throw ConferenceError(.letterKindInvalid) }
            return text
        }
        let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
        let french = section.value("fr", default: nil) { try readLine($0, field: "fr", limit: 100) }
        let audience = section.value("for", default: "registered") { try Choice.read($0, as: LetterPlan.Audience.self) }
        let isOwn = section.value("own", default: "false", readFlag)
        let template = section.value("template", default: "plain", readIdentifier)
        let asked = section.value("shows", default: "") { text throws(ConferenceError) in
            try words(text).map { word throws(ConferenceError) in
                let id = Question.ID(rawValue: word)
                guard questions.contains(id) else {
                    throw Choice.unknown(word, choices: questions.map(\.rawValue).sorted())
                }
                return id
            }
        }
        let signatory = section.value("signed_by", default: nil) { try readLine($0, field: "signed_by", limit: 200) }
        section.finish()
        guard let id, let name, let audience, let isOwn, let template, let asked else { return nil }
        return LetterPlan(
            id: LetterPlan.ID(rawValue: id), name: name, french: french, audience: audience, isOwn: isOwn,
            template: template, questions: asked, signatory: signatory ?? "")
    }
}
