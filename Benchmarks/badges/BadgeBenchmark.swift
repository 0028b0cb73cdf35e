import BadgeRenderer
import Conference
import Foundation

/// Draws the badges of a large event and prints what it took, one line of `name value` pairs.
///
///     badge-benchmark people 1000                        the people, for Benchmarks/baseline/badges
///     badge-benchmark render 1000 OUT.pdf [SHEET]        draws them; SHEET is single (default) or letter-6up
///     badge-benchmark first                              one badge after another, as a desk prints them
///
/// `Benchmarks/badges/run` calls it. The work is single-threaded if the process may use one processor only (`taskset`).
@main
struct BadgeBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let count = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 0
        switch (arguments.dropFirst().first, arguments.count) {
        case ("people", 3): for row in try Crowd.people(count).map(Crowd.row) { print(row) }
        case ("render", 4...5): try await render(count, to: arguments[3], sheet: arguments.dropFirst(4).first)
        case ("first", 2): try await first()
        default:
            FileHandle.standardError.write(Data("badge-benchmark: people N | render N FILE [SHEET] | first\n".utf8))
            exit(64)
        }
    }

    private static let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)

    private static func makeRenderer() -> BadgeRenderer {
        BadgeRenderer(fontConfiguration: root.appendingPathComponent("fonts/fonts.conf"))
    }

    private static func template() throws -> BadgeTemplate {
        try BadgeTemplate(contentsOf: root.appendingPathComponent("templates/badges/netdev01.svg"))
    }

    private static func job(_ sheet: Sheet) throws -> BadgeRenderer.Job {
        BadgeRenderer.Job(
            template: try template(), sheet: sheet, title: "Netdev 0.1 badges",
            created: Date(timeIntervalSince1970: 1_423_900_800))
    }

    private static func render(_ count: Int, to file: String, sheet: String?) async throws {
        let badges = try Crowd.people(count)
        let job = try job(Sheet(preset: Sheet.Preset.all.first { $0.id == sheet }))
        let renderer = makeRenderer()
        // The fonts are loaded and one badge is drawn before the clock runs, here as in the C program.
        _ = try await renderer.render([badges[0]], job)
        let start = ContinuousClock.now
        let before = cpuSeconds()
        let report = try await renderer.render(badges, job, to: URL(fileURLWithPath: file))
        let cpu = cpuSeconds() - before
        let wall = seconds(ContinuousClock.now - start)
        precondition(report.findings.allSatisfy { $0.code == .nameDuplicate }, "every badge is as it should be")
        let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        print(
            "badges \(count) cpu_s \(decimal(cpu, 3)) wall_s \(decimal(wall, 3)) bytes \(bytes) "
                + "peak_kib \(usage().ru_maxrss)")
    }

    /// What a desk waits for: nothing but the renderer between the request and the file's bytes.
    private static func first() async throws {
        let badges = try Crowd.people(200)
        var times: [Double] = []
        var before = cpuSeconds()
        for (index, badge) in badges.enumerated() {
            // As the server does it, each print reads its template and makes a renderer and a job of its own.
            let start = ContinuousClock.now
            _ = try await makeRenderer().render([badge], job(.single))
            let time = seconds(ContinuousClock.now - start) * 1000
            if index == 0 {
                print("cold_ms \(decimal(time, 1))", terminator: " ")
                before = cpuSeconds()
            } else {
                times.append(time)
            }
        }
        let cpu = (cpuSeconds() - before) * 1000 / Double(times.count)
        times.sort()
        print(
            "cpu_ms \(decimal(cpu, 1)) median_ms \(decimal(times[times.count / 2], 1)) "
                + "p99_ms \(decimal(times[times.count * 99 / 100], 1)) worst_ms \(decimal(times[times.count - 1], 1))")
    }

    private static func usage() -> rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    private static func cpuSeconds() -> Double {
        let usage = usage()
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    private static func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
