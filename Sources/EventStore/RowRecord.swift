package import GRDB

/// A row of a table, or of a query, as a value: each property is named as its column is, in Swift's way (`at_ms` as `atMs`).
///
/// A value that does not fit its property is an error of the read. `row["…"]` would end the program.
package protocol RowRecord: Decodable, FetchableRecord {}

extension RowRecord {
    package static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
}
