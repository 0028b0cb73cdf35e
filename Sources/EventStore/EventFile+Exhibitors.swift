import Conference

/// `exhibitors`: who may ask visitors for their contact at a booth. Without it nobody does.
extension EventFile {
    static func readExhibitors(_ sections: [MappingReader]) -> [Exhibitor] {
        MappingReader.refuseRepeats(of: "id", in: sections)
        return sections.compactMap { section in
            let id = section.value("id", readIdentifier)
            let name = section.value("name") { try readLine($0, field: "name", limit: 100) }
            let fields = section.value("fields", default: nil, readFields)
            section.finish()
            guard let id, let name else { return nil }
            return Exhibitor(
                id: Exhibitor.ID(rawValue: id), name: name, fields: fields ?? Exhibitor.usualFields)
        }
    }

    /// Words with commas between them, each once.
    private static func readFields(_ text: String) throws(ConferenceError) -> [Exhibitor.Field] {
        var fields: [Exhibitor.Field] = []
        for word in text.split(separator: ",") {
            let field = try Choice.read(
                word.split(separator: " ").joined(separator: " "), as: Exhibitor.Field.self)
            if !fields.contains(field) { fields.append(field) }
        }
        guard !fields.isEmpty else { throw Choice.unknown("", choices: Exhibitor.Field.allCases.map(\.rawValue)) }
        return fields
    }
}
