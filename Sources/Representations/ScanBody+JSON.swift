extension ScanBody {
    /// The answer as `JSONText.encode` writes it, byte for byte, but written by hand: at a door, Foundation's encoder
    /// would cost as much as everything that the scan asks of the file.
    package var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.add("answeredAlone", answeredAlone)
            json.add("capacity", capacity)
            json.add("coveredDays", coveredDays)
            json.add("day", day)
            json.add("device", device)
            json.add("direction", direction)
            json.add("due", due)
            json.add("firstAdmission", firstAdmission) { json, entry in json.add(entry) }
            json.add("gate", gate)
            json.add("goodBadge", goodBadge) { json, badge in
                json.add("issue", badge.issue)
                json.add("madeAt", badge.madeAt)
                json.add("madeBy", badge.madeBy)
            }
            json.add("issue", issue)
            json.add("message", message)
            json.add("notices", notices)
            json.add("override", self.override) { json, override in
                json.add("reason", override.reason)
                json.add("refused", override.refused)
            }
            json.add("person", person) { json, person in
                json.add("addOns", person.addOns)
                json.add("affiliation", person.affiliation)
                json.add("category", person.category)
                json.add("code", person.code)
                json.add("days", person.days)
                json.add("name", person.name)
            }
            json.add("reason", reason)
            json.add("replayed", replayed)
            json.add("scan", scan)
            json.add("sharedPlace", sharedPlace) { json, entry in json.add(entry) }
            json.add("time", time)
            json.add("undone", undone) { json, undone in
                json.add("author", undone.author)
                json.add("reason", undone.reason)
                json.add("time", undone.time)
            }
            json.add("verdict", verdict)
        }
        return json.bytes
    }
}

/// Writes objects of JSON (RFC 8259); what is nil is left out.
private struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init() { bytes.reserveCapacity(512) }

    mutating func object(_ body: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    mutating func add<Value>(_ key: StaticString, _ value: Value?, _ body: (inout JSONWriter, Value) -> Void) {
        guard let value else { return }
        add(key: key)
        object { body(&$0, value) }
    }

    mutating func add(_ entry: ScanBody.Admission) {
        add("device", entry.device)
        add("deviceName", entry.deviceName)
        add("gate", entry.gate)
        add("scan", entry.scan)
        add("time", entry.time)
    }

    mutating func add(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        add(key: key)
        add(text)
    }

    mutating func add(_ key: StaticString, _ number: (some BinaryInteger)?) {
        guard let number else { return }
        add(key: key)
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func add(_ key: StaticString, _ flag: Bool) {
        add(key: key)
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    mutating func add(_ key: StaticString, _ texts: [String]) {
        list(key, texts) { $0.add($1) }
    }

    mutating func add(_ key: StaticString, _ numbers: [Int]?) {
        guard let numbers else { return }
        list(key, numbers) { $0.bytes.append(contentsOf: String($1).utf8) }
    }

    private mutating func list<Value>(_ key: StaticString, _ values: [Value], _ add: (inout JSONWriter, Value) -> Void)
    {
        self.add(key: key)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            add(&self, value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func add(key: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        for index in 0..<key.utf8CodeUnitCount { bytes.append(key.utf8Start[index]) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func add(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 0xF))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
