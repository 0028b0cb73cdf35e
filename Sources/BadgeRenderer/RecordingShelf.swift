internal import Typesetting

/// Recordings that badges share, made when they are first needed.
///
/// If a page uses a recording twice, cairo 1.16 lists it twice in the page's resources, which PDF readers warn about.
/// So the second badge of a page gets a second copy, and all second badges share that.
struct RecordingShelf<Key: Hashable> {
    typealias Entry = (recording: Recording, findings: [PreflightFinding])

    /// An event has a few dozen.
    private static var entriesMax: Int { 512 }

    private var copies: [Key: [Entry]] = [:]
    private var count = 0
    private var usesOnPage: [Key: Int] = [:]

    mutating func beginPage() {
        usesOnPage.removeAll(keepingCapacity: true)
        if count > Self.entriesMax {
            copies.removeAll()
            count = 0
        }
    }

    /// A recording that this page has not used yet, with what was found when it was made.
    mutating func take(_ key: Key, make: () throws -> Entry) rethrows -> Entry {
        let use = usesOnPage[key, default: 0]
        usesOnPage[key] = use + 1
        if let known = copies[key], use < known.count { return known[use] }
        let entry = try make()
        copies[key, default: []].append(entry)
        count += 1
        return entry
    }
}
