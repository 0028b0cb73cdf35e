import Conference

/// The code of the error that the body throws; nil if it throws none.
///
/// - Throws: an error that has no code.
package func errorCode(_ body: () async throws -> Void) async throws -> String? {
    do {
        try await body()
        return nil
    } catch let error as any DescribedError {
        return error.code.rawValue
    }
}
