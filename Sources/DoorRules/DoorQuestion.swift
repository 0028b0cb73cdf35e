/// What a page asks the door rules, and how: a row of integers goes in, a row of integers comes out.
///
/// Rows, number by number (`n ×` stands for a count and then so many):
///
///     moment     second since 1970 UTC, day (0 outside of all), minute of the day
///     admission  moment, gate, device
///     gate       number, closed, wants pass for day, admits unpaid,
///                frequency (0 once, 1 once per day, 2 in and out), closing minute (0 unless 2),
///                entitlement (0 anyone, 1 add-on, 2 categories), add-on or category mask (0 for anyone),
///                capacity (0 for none),
///                1 if always open, else 0 and n × (day mask, opens, closes)
///     holder     0, or 1 and: registration, standing (0 active, 1 cancelled, 2 transferred), blocked, block reference,
///                cents due for passes, day mask, category mask, latest issue, latest issue revoked, n × add-on,
///                n × (add-on, cents due for it)
///     attempt    presented (0 flawed, 1 badge, 2 person, 3 badge by a key that signs no more), flaw or issue or 0, direction (0 entry, 1 exit), moment
///     passage    id, millisecond, device, queued, sequence, moment, direction, forced
///     flaw       0 not_a_credential, 1 wrong_length, 2 not_base45, 3 unknown_version, 4 wrong_event, 5 unknown_key,
///                6 not_genuine, 7 keyboard_layout, 8 superseded
///     key        id, 0 for the key that signs, or 1 and the highest registration and issue that it may have signed
///     verdict    code (0 admitted, 1 to 10 as in the table of verdicts), then
///                admitted: 0 entry, 1 exit and its admission, 2 exit of whom no entry is known;
///                invalid: flaw, 9 ticket_not_badge, 10 unknown_registration; revoked: the good issue or 0;
///                cancelled: transferred; blocked: block reference; unpaid: cents due;
///                gate_closed: 0 for ever, 1 not today, 2 until, 3 since, and that minute or 0;
///                wrong_day: day mask; not_entitled: 0 add-on, 1 categories, and which; already_admitted: admission;
///                full: capacity
///
/// The questions, each with its answer:
///
///     moment   day start, n × date (days since 1970), second, offset          → moment
///     examine  event tag, n × key, n × byte of the text, which of its readings (from 0: the next where the signature
///              of the one before does not hold)                               → 0 and the flaw, or 1 and: key id,
///              whether it signs no more, registration, issue, day mask, n × byte that was signed,
///              n × byte of the signature
///     decide   gate, attempt, holder, n × admission that no exit closed, 1 and how many are inside, or 0 where nobody
///              knows                                                          → verdict
///     merge    gate, n × passage                                              → n × (id of the entry, 0 open,
///              1 closed by, 2 in conflict with, 3 repeated, and the other passage's id or 0)
///     replay   n × number of the scan, 0 or 1 and n × number of what is stored → 0 new, 1 repeated, 2 conflicting
package enum DoorQuestion: Sendable, CaseIterable {
    /// Where an instant falls among the event's days.
    case moment
    /// What a text says, and what must be verified before it is believed.
    case examine
    /// The verdict on an attempt.
    case decide
    /// What entries count for.
    case merge
    /// Whether a scan is new.
    case replay

    /// The answer; nil for a row that is not laid out as above.
    package func answer(to numbers: [Int64]) -> [Int64]? {
        var reader = NumberReader(numbers)
        var writer = NumberWriter()
        do throws(NumberReader.Flaw) {
            switch self {
            case .moment: writer.add(try Self.moment(&reader))
            case .examine: try Self.examine(&reader, &writer)
            case .decide: writer.add(try Self.decide(&reader))
            case .merge: writer.add(try Self.merge(&reader))
            case .replay: writer.add(try Self.replay(&reader))
            }
            try reader.end()
        } catch {
            return nil
        }
        return writer.numbers
    }

    private static func moment(_ reader: inout NumberReader) throws(NumberReader.Flaw) -> Moment {
        let dayStart = try reader.next(in: 0...1440)
        var dates: [Int] = []
        for _ in 0..<(try reader.nextCount()) { dates.append(try reader.next(in: -1_000_000...1_000_000)) }
        guard dates.count <= 16 else { throw NumberReader.Flaw() }
        let second = try reader.next()
        // A few thousand years; beyond that the sums below would not fit.
        guard second.magnitude <= 100_000_000_000 else { throw NumberReader.Flaw() }
        let offset = try reader.next(in: -86_400...86_400)
        return EventCalendar(dates: dates, dayStart: dayStart).moment(second: second, offset: offset)
    }

    private static func examine(
        _ reader: inout NumberReader, _ writer: inout NumberWriter
    ) throws(NumberReader.Flaw) {
        let event = EventTag(rawValue: try reader.next(as: UInt32.self))
        var keys: [SignedCredential.PublicKey] = []
        for _ in 0..<(try reader.nextCount()) {
            let id = KeyID(rawValue: try reader.next(as: UInt8.self))
            var ceiling: SignedCredential.Ceiling?
            if try reader.nextFlag() {
                ceiling = .init(
                    registration: RegistrationNumber(rawValue: try reader.next(as: UInt32.self)),
                    issue: IssueNumber(rawValue: try reader.next(as: UInt16.self)))
            }
            keys.append(.init(id: id, bytes: [], ceiling: ceiling))
        }
        var text: [UInt8] = []
        for _ in 0..<(try reader.nextCount()) { text.append(try reader.next(as: UInt8.self)) }
        let which = try reader.next(in: 0...1000)
        do throws(CredentialFlaw) {
            let readings = try ScannedText.read(text)
            var fitting: [SignedCredential] = []
            for reading in readings {
                // The page verifies the signature itself, with its browser's cryptography.
                guard let flaw = reading.flaw(event: event, keys: keys, verify: { _, _, _ in true }) else {
                    fitting.append(reading)
                    continue
                }
                // Above its key's ceiling no signature makes it good.
                if fitting.isEmpty, readings.count == 1 || flaw == .superseded { throw flaw }
            }
            guard which < fitting.count else { throw fitting.isEmpty ? .wrongEvent : .notGenuine }
            let read = fitting[which]
            writer.add(1)
            writer.add(read.credential.key.rawValue)
            writer.add(keys.contains { $0.id == read.credential.key && $0.ceiling != nil })
            writer.add(read.credential.registration.rawValue)
            writer.add(read.credential.issue.rawValue)
            writer.add(read.credential.days.rawValue)
            writer.add(bytes: read.credential.signedMessage)
            writer.add(bytes: read.signature)
        } catch {
            writer.add(0, error.number)
        }
    }

    private static func decide(_ reader: inout NumberReader) throws(NumberReader.Flaw) -> Verdict {
        let gate = try reader.nextGate()
        let attempt = try reader.nextAttempt()
        let holder = try reader.nextHolder()
        var open: [Admission] = []
        for _ in 0..<(try reader.nextCount()) { open.append(try reader.nextAdmission()) }
        let inside = try reader.nextFlag() ? try reader.next(in: 0...1_000_000) : nil
        return gate.decide(attempt, holder: holder, open: open, inside: inside)
    }

    private static func merge(_ reader: inout NumberReader) throws(NumberReader.Flaw) -> [MergedEntry] {
        let gate = try reader.nextGate()
        var passages: [Passage] = []
        for _ in 0..<(try reader.nextCount()) { passages.append(try reader.nextPassage()) }
        return gate.merge(passages)
    }

    private static func replay(_ reader: inout NumberReader) throws(NumberReader.Flaw) -> Int {
        var rows: [[Int64]] = []
        for index in 0..<2 {
            if index == 1, try !reader.nextFlag() { break }
            var row: [Int64] = []
            for _ in 0..<(try reader.nextCount()) { row.append(try reader.next()) }
            rows.append(row)
        }
        switch Replay(of: rows[0], stored: rows.count == 2 ? rows[1] : nil) {
        case .new: return 0
        case .repeated: return 1
        case .conflicting: return 2
        }
    }
}
