import Conference

extension EventStore {
    /// The number that follows the last one of a table.
    ///
    /// - Parameter last: nil for a table without rows.
    /// - Throws: `numbers_exhausted` where somebody wrote the highest number that there is into the file.
    package static func number(after last: Int64?, of table: String) throws(EventStoreError) -> Int64 {
        let last = last ?? 0
        guard last < .max else { throw EventStoreError(.numbersExhausted, ErrorDetail("table", table)) }
        return last + 1
    }
}
