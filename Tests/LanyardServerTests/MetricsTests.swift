import Conference
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import Testing

/// `/metrics` by the rules of Prometheus' text format 0.0.4 and of its naming, line by line.
struct MetricsTests {
    /// The families of a page: their kind, and their samples by name and labels.
    private struct Page {
        var kinds: [String: String] = [:]
        var samples: [String: Double] = [:]

        init(_ text: String) throws {
            #expect(text.hasSuffix("\n"))
            var helped: String?
            var family = ""
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                if let help = try #/# HELP ([a-z_:][a-z0-9_:]*) .+/#.wholeMatch(in: line) {
                    helped = String(help.1)
                } else if let kind = try #/# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram)/#.wholeMatch(in: line)
                {
                    family = String(kind.1)
                    #expect(helped == family, "\(line) follows no help")
                    #expect(kinds.updateValue(String(kind.2), forKey: family) == nil, "\(family) comes twice")
                } else if let sample = try
                    #/([a-z_:][a-z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)+\})? (-?[0-9.e+-]+|NaN|\+Inf)/#
                    .wholeMatch(in: line)
                {
                    let name = String(sample.1)
                    let isPart =
                        kinds[family] == "histogram"
                        && ["_bucket", "_sum", "_count"].contains { name == family + $0 }
                    #expect(name == family || isPart, "\(line) belongs to no family")
                    let key = name + (sample.2.map(String.init) ?? "")
                    #expect(
                        samples.updateValue(try #require(Double(sample.3)), forKey: key) == nil, "\(key) comes twice")
                } else {
                    Issue.record("no line of the format: \(line)")
                }
            }
        }
    }

    @Test func `every line is of the format, counters are named so, and histograms add up`() async throws {
        try await Server.run { server in
            let reports = try await server.token(.reports)
            let door = try await server.token(.door)
            _ = try await server.scan(["gate": "main", "nonce": "1", "text": try await server.badge()], token: door)
            _ = try await server.send(.get, "/v1/registrations/ABCD-EFGH", token: try await server.token(.desk))
            _ = try await server.send(.get, "/nowhere/at/all")
            let text = try await server.text("/metrics", token: reports)
            let page = try Page(text)
            for (name, kind) in page.kinds {
                #expect(name.hasPrefix("lanyard_"))
                #expect((kind == "counter") == name.hasSuffix("_total"), "\(name) is a \(kind)")
            }
            #expect(page.samples["lanyard_build_info{version=\"\(LanyardVersion.current)\"}"] == 1)
            #expect((page.samples["lanyard_journal_entries_total"] ?? 0) >= 2)
            #expect((page.samples["lanyard_event_file_bytes"] ?? 0) > 4_096)
            #expect((page.samples["lanyard_disk_free_bytes"] ?? 0) > 0)
            let scans = page.samples.filter { $0.key.contains("_duration_seconds") && $0.key.contains("/v1/scans") }
            let buckets = scans.filter { $0.key.contains("_bucket") }.map(\.value).sorted()
            #expect(buckets.count == 11 && buckets.last == 1)
            #expect(scans.first { $0.key.contains("_count") }?.value == 1)
            // Routes as they are described: no code of anybody, and no address that somebody made up.
            #expect(!text.contains("ABCD-EFGH") && !text.contains("nowhere"))
        }
    }

    @Test func `no counter goes down when a scan is undone`() async throws {
        try await Server.run { server in
            let reports = try await server.token(.reports)
            let answer = try await server.scan(
                ["gate": "main", "nonce": "1", "text": try await server.badge()], token: try await server.token(.door))
            let scan = try #require(answer.body["scan"] as? Int)
            let before = try Page(try await server.text("/metrics", token: reports))
            let undone = try await server.send(
                .post, "/v1/scans/\(scan)/undo", token: try await server.token(.organizer),
                json: ["reason": "a mistake"], headers: [try #require(HTTPField.Name("Idempotency-Key")): "undo-1"])
            #expect((200..<300).contains(undone.status), "\(undone.body)")
            let after = try Page(try await server.text("/metrics", token: reports))
            let labels = "{gate=\"main\",verdict=\"admitted\"}"
            #expect(after.samples["lanyard_scans_total" + labels] == 1)
            #expect(after.samples["lanyard_scans_undone_total" + labels] == 1)
            for (key, value) in before.samples where key.contains("_total") {
                #expect((after.samples[key] ?? 0) >= value, "\(key) went down")
            }
        }
    }

    @Test func `the dashboard asks only for what there is`() async throws {
        let dashboard = try Repository.text("packaging/grafana.json")
        _ = try JSONSerialization.jsonObject(with: Data(dashboard.utf8))
        try await Server.run { server in
            let page = try Page(try await server.text("/metrics", token: try await server.token(.reports)))
            for name in Set(dashboard.matches(of: #/lanyard_[a-z_]+/#).map { String($0.0) }) {
                let family = name.hasSuffix("_bucket") ? String(name.dropLast("_bucket".count)) : name
                #expect(page.kinds[family] != nil, "\(name)")
            }
        }
    }
}
