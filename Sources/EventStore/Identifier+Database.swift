package import Conference
package import GRDB

/// An identifier goes into a statement and comes out of a row as its raw value.
extension Identifier: DatabaseValueConvertible, SQLExpressible, StatementBinding
where RawValue: DatabaseValueConvertible {
    package var databaseValue: DatabaseValue { rawValue.databaseValue }

    package static func fromDatabaseValue(_ value: DatabaseValue) -> Self? {
        RawValue.fromDatabaseValue(value).map(Self.init(rawValue:))
    }
}

extension Identifier: StatementColumnConvertible where RawValue: StatementColumnConvertible {
    package init?(sqliteStatement: SQLiteStatement, index: CInt) {
        guard let rawValue = RawValue(sqliteStatement: sqliteStatement, index: index) else { return nil }
        self.init(rawValue: rawValue)
    }
}
