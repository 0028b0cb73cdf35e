package import GRDB

/// A row of a table, or of a query, as a value: each property is named as its column is, in Swift's way (`at_ms` as `atMs`).
///
/// A value that does not fit its property is an error of the read. `row["…"]` would end the program.
///
/// It looks for the names of columns anew for each row. What every scan or each of many thousand rows reads is a
/// `FetchableRecord` that decodes its columns by name (`row.decode(forColumn:)`), which says the same of a wrong value.
package protocol RowRecord: Decodable, FetchableRecord {}

extension RowRecord {
    package static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
}
