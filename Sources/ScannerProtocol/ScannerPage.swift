import Foundation
import HTTPTypes
import Hummingbird

/// A part of a list, as pretix's protocol pages it.
struct ScannerPage {
    /// How many entries a part has. Apps follow `next`, however long a part is.
    static let sizeMax = 200
    /// When a part of a list was made: what a scanner names the next time.
    static let generated = HTTPField.Name("X-Page-Generated")!

    /// What the address asks for.
    struct Wish {
        /// Counted from 1.
        let page: Int
        /// Where the part before ended, if the address is one that `next` gave: a registration's number, or `c` and a mark.
        private let after: String?

        /// - Throws: a refusal with 404 where there can be no such page.
        init(_ visit: ScannerVisit) throws {
            let page = visit.query("page") ?? "1"
            guard let page = Int(page), (1...1_000_000).contains(page) else { throw ScannerRefusal.noPage }
            self.page = page
            after = visit.query("after")
        }

        /// The place after which to go on; nil for the beginning, also where the part before was of another kind.
        func place(amongChanges isOfChanges: Bool) -> Int64? {
            guard let after, after.hasPrefix("c") == isOfChanges else { return nil }
            return Int64(after.drop { $0 == "c" })
        }

        /// How many entries are passed over where nobody says where the part before ended.
        var skipped: Int { after == nil ? (page - 1) * ScannerPage.sizeMax : 0 }
    }

    /// All entries of a short list: its first page, and there is no other.
    ///
    /// - Throws: a refusal with 404 for any other, so that whoever counts pages up comes to an end.
    static func whole(_ entries: [ScannerJSON], of visit: ScannerVisit) throws -> ScannerJSON {
        guard try Wish(visit).page == 1 else { throw ScannerRefusal.noPage }
        return [
            "count": ScannerJSON(entries.count), "next": nil, "previous": nil, "results": .list(entries),
        ]
    }

    /// - Parameter next: where the next part goes on; nil after the last.
    static func part(
        _ entries: [ScannerJSON], count: Int, _ wish: Wish, next: String?, of visit: ScannerVisit
    ) -> ScannerJSON {
        [
            "count": ScannerJSON(count),
            "next": ScannerJSON(next.map { address(of: wish.page + 1, after: $0, visit) }),
            "previous": ScannerJSON(wish.page > 1 ? address(of: wish.page - 1, after: nil, visit) : nil),
            "results": .list(entries),
        ]
    }

    private static func address(of page: Int, after: String?, _ visit: ScannerVisit) -> String {
        let kept = (visit.request.uri.query ?? "").split(separator: "&").filter {
            !$0.hasPrefix("page=") && !$0.hasPrefix("after=")
        }
        let query = kept.map(String.init) + ["page=\(page)"] + (after.map { ["after=\($0)"] } ?? [])
        return "\(visit.origin)\(visit.request.uri.path)?\(query.joined(separator: "&"))"
    }
}
