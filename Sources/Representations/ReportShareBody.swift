package import Conference
package import EventStore
import Foundation

/// An address by which a spreadsheet fetches one report, as JSON.
package struct ReportShareBody: Encodable, Sendable {
    package let id: Int64
    package let report: String
    package let author: String
    package let made: String
    package let ended: String?
    /// Where the report is, below the server's address; given once, when it is made.
    package let path: String?

    /// - Parameter path: nil where it is not told.
    package init(_ share: ReportShare, event: EventDefinition, path: String? = nil) {
        id = share.id.rawValue
        report = share.report
        author = share.author
        made = Timestamp(share.made, in: event.zone).description
        ended = share.ended.map { Timestamp($0, in: event.zone).description }
        self.path = path
    }
}
