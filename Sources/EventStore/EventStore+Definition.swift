package import Conference
package import Foundation
package import GRDB
import Yams

/// One value that an applied YAML file changes.
package struct DefinitionChange: Sendable, Hashable {
    /// The path to the value: `passes[day].price`.
    package let path: String
    /// Nil if the value is new.
    package let before: String?
    /// Nil if the value is gone.
    package let after: String?
}

extension EventStore {
    /// Applies an edited YAML file, and says what it changes.
    ///
    /// - Parameters:
    ///   - base: the file that was edited; nil where nobody looked at one.
    ///   - onlyShow: only says what would change, and stores nothing.
    ///   - check: sees the old and the new definition inside the transaction and throws to refuse the new one.
    ///   - follow: does what follows from the new definition, which is in force by then, in the same transaction.
    /// - Throws: `EventFileProblems`; `definition_fixed` when the slug or the currency would change, which files and
    ///   amounts already carry; `definition_changed` when another file than `base` is in force; whatever `check` and `follow`
    ///   throw.
    package func apply(
        yaml: String, editing base: String? = nil, author: String, time: Date, onlyShow: Bool,
        check: @escaping @Sendable (Database, _ old: EventDefinition, _ new: EventDefinition) throws -> Void,
        follow: @escaping @Sendable (Database, _ new: EventDefinition) throws -> Void = { _, _ in }
    ) async throws -> [DefinitionChange] {
        let new = try EventFile.read(yaml)
        return try await write { [self] db in
            let old = try definition(db)
            for (field, same) in [("slug", old.slug == new.slug), ("currency", old.currency == new.currency)]
            where !same {
                throw EventStoreError(.definitionFixed, ErrorDetail("field", field))
            }
            try check(db, old, new)
            let inForce = try String.fetchOne(
                db, sql: "SELECT yaml FROM event_definition ORDER BY version DESC LIMIT 1")
            guard base == nil || base == inForce else { throw EventStoreError(.definitionChanged) }
            let changes = EventFile.changes(from: inForce ?? "", to: yaml)
            guard !onlyShow, inForce != yaml else { return changes }
            try db.execute(
                sql: """
                    INSERT INTO event_definition (version, yaml, author, applied_ms, mail_occasions)
                    SELECT max(version) + 1, ?, ?, ?, ? FROM event_definition
                    """,
                arguments: [yaml, author, time.milliseconds, Self.mailOccasions(of: new)])
            try Self.tell(db, version: try Self.definitionVersion(db), yaml: yaml, author: author, time: time)
            if !changes.isEmpty { try follow(db, new) }
            return changes
        }
    }
}

extension EventStore {
    /// What of what happens is told by mail, by the definition in force.
    package static func mailOccasions(_ db: Database) throws -> Set<MailOccasion> {
        let words = try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT mail_occasions FROM event_definition
                    WHERE version = (SELECT max(version) FROM event_definition)
                    """))
        return Set((words ?? "").split(separator: " ").compactMap { MailOccasion(rawValue: String($0)) })
    }

    static func mailOccasions(of definition: EventDefinition) -> String {
        (definition.mail?.occasions ?? []).map(\.rawValue).sorted().joined(separator: " ")
    }
}

extension EventFile {
    /// The values that differ between two files; comments and layout do not count.
    static func changes(from old: String, to new: String) -> [DefinitionChange] {
        let before = values(old)
        let after = values(new)
        let paths = before.map(\.path) + after.map(\.path).filter { path in !before.contains { $0.path == path } }
        return paths.compactMap { path in
            let change = DefinitionChange(
                path: path, before: before.first { $0.path == path }?.text, after: after.first { $0.path == path }?.text
            )
            return change.before == change.after ? nil : change
        }
    }

    private static func values(_ yaml: String) -> [(path: String, text: String)] {
        guard let node = try? Yams.compose(yaml: yaml) else { return [] }
        var values: [(path: String, text: String)] = []
        func walk(_ node: Node, _ path: String) {
            if let mapping = node.mapping {
                for (key, value) in mapping {
                    walk(value, path.isEmpty ? key.string ?? "" : "\(path).\(key.string ?? "")")
                }
            } else if let items = node.sequence {
                for (index, item) in items.enumerated() {
                    // A list item is identified by its own name, so that inserting one does not change all that follow.
                    let name = item.mapping.flatMap { item in
                        ["id", "date"].compactMap { key in item.first { $0.key.string == key }?.value.string }.first
                    }
                    walk(item, "\(path)[\(name ?? String(index + 1))]")
                }
            } else {
                values.append((path, node.scalar?.string ?? ""))
            }
        }
        walk(node, "")
        return values
    }
}
