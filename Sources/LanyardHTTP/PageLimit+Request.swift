package import Hummingbird
package import Representations

extension PageLimit {
    /// The part of a list that a request asks for with `limit` and `after`.
    ///
    /// - Throws: `limit_invalid`.
    package init(_ request: Request) throws {
        let query = request.uri.queryParameters
        try self.init(limit: query["limit"], after: query["after"])
    }
}
