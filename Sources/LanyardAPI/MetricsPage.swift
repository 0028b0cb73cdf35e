/// A page in Prometheus' text format 0.0.4, family by family.
struct MetricsPage {
    /// What a family's samples are.
    enum Kind: String {
        /// Never goes down; its name ends in `_total`.
        case counter
        case gauge
    }

    typealias Sample = (labels: [String: String], value: Double)

    private(set) var text = ""

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        head(name, kind.rawValue, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    /// A histogram: for each set of labels how many lie up to each bound, cumulatively, their sum and their number.
    ///
    /// - Parameter counts: how many lie between one bound and the next; the last beyond all.
    mutating func add(
        histogram name: String, _ help: String, bounds: [Double],
        _ series: [(labels: [String: String], counts: [Int], sum: Double)]
    ) {
        head(name, "histogram", help)
        for one in series {
            var sum = 0
            for (count, bound) in zip(one.counts, bounds.map { Self.number($0) } + ["+Inf"]) {
                sum += count
                line("\(name)_bucket", one.labels.merging(["le": bound]) { $1 }, Double(sum))
            }
            line("\(name)_sum", one.labels, one.sum)
            line("\(name)_count", one.labels, Double(sum))
        }
    }

    private mutating func head(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    private mutating func line(_ name: String, _ labels: [String: String], _ value: Double) {
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
        text += name + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(Self.number(value))\n"
    }

    private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? String(value) }

    /// The three characters that the format has an escape for.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
