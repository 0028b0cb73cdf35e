import Conference
import DoorRules
import Foundation

/// One question to the door rules with the answer that the tables of these tests give: for the native build and for the
/// one in WebAssembly.
struct DoorCase: Sendable {
    let name: String
    let question: DoorQuestion
    let numbers: [Int64]
    /// Nil for a malformed question.
    let answer: [Int64]?
}

extension DoorCase {
    static func row(_ body: (inout NumberWriter) -> Void) -> [Int64] {
        var writer = NumberWriter()
        body(&writer)
        return writer.numbers
    }

    static func decide(_ name: String, _ situation: Situation, _ verdict: Verdict) -> DoorCase {
        let numbers = row {
            $0.add(situation.gate)
            $0.add(situation.attempt)
            $0.add(situation.holder)
            $0.add(situation.open.count)
            for admission in situation.open { $0.add(admission) }
            $0.add(situation.inside != nil)
            if let inside = situation.inside { $0.add(inside) }
        }
        return DoorCase(name: name, question: .decide, numbers: numbers, answer: row { $0.add(verdict) })
    }

    static func moment(_ name: String, _ calendar: EventCalendar, _ moment: Moment, offset: Int) -> DoorCase {
        let numbers = row {
            $0.add(calendar.dayStart)
            $0.add(calendar.dates.count)
            for date in calendar.dates { $0.add(date) }
            $0.add(moment.second)
            $0.add(offset)
        }
        return DoorCase(name: name, question: .moment, numbers: numbers, answer: row { $0.add(moment) })
    }

    static func examine(
        _ name: String, _ text: [UInt8], _ result: Result<SignedCredential, CredentialFlaw>,
        event: EventTag = CredentialTests.event, keys: [UInt8] = [9, 1],
        ceiling: SignedCredential.Ceiling? = nil, which: Int = 0
    ) -> DoorCase {
        let numbers = row {
            $0.add(event.rawValue)
            $0.add(keys.count)
            for key in keys {
                $0.add(key)
                $0.add(ceiling != nil)
                if let ceiling {
                    $0.add(ceiling.registration.rawValue)
                    $0.add(ceiling.issue.rawValue)
                }
            }
            $0.add(bytes: text)
            $0.add(which)
        }
        let flaws: [CredentialFlaw] = [
            .notACredential, .wrongLength, .notBase45, .unknownVersion, .wrongEvent, .unknownKey, .notGenuine,
            .keyboardLayout, .superseded,
        ]
        let answer: [Int64] =
            switch result {
            case .failure(let flaw): [0, Int64(flaws.firstIndex(of: flaw) ?? -1)]
            case .success(let read):
                row {
                    $0.add(1)
                    $0.add(read.credential.key.rawValue)
                    $0.add(ceiling != nil)
                    $0.add(read.credential.registration.rawValue)
                    $0.add(read.credential.issue.rawValue)
                    $0.add(read.credential.days.rawValue)
                    $0.add(bytes: Array("lanyard-credential-v1".utf8) + [0] + read.credential.payload)
                    $0.add(bytes: read.signature)
                }
            }
        return DoorCase(name: name, question: .examine, numbers: numbers, answer: answer)
    }

    static func merge(_ name: String, _ gate: GateRules, _ passages: [Passage], _ merged: [MergedEntry]) -> DoorCase {
        let numbers = row {
            $0.add(gate)
            $0.add(passages.count)
            for passage in passages { $0.add(passage) }
        }
        return DoorCase(name: name, question: .merge, numbers: numbers, answer: row { $0.add(merged) })
    }
}

// MARK: - The table

extension DoorCase {
    static func table() throws -> [DoorCase] {
        try verdicts() + gates() + calendars() + credentials() + merges() + replays() + malformed()
    }

    /// Every row of the table of verdicts alone, before every later row, and before all of them; and every exit.
    private static func verdicts() -> [DoorCase] {
        let obstacles = DecisionTests.obstacles
        var cases = [decide("nothing against it", Situation(), .admitted(.entry))]
        for (index, obstacle) in obstacles.enumerated() {
            let name = obstacle.verdict.code.word
            cases.append(decide(name, .with(obstacle.put), obstacle.verdict))
            for later in obstacles[(index + 1)...] {
                let both = Situation.with {
                    later.put(&$0)
                    obstacle.put(&$0)
                }
                cases.append(decide("\(name) before \(later.verdict.code.word)", both, obstacle.verdict))
            }
            let all = Situation.with { for obstacle in obstacles[index...] { obstacle.put(&$0) } }
            cases.append(decide("\(name) before all later", all, obstacle.verdict))
            let exit = Situation.with {
                obstacle.put(&$0)
                $0.attempt.direction = .exit
            }
            cases.append(decide("\(name), leaving", exit, index < 2 ? obstacle.verdict : .admitted(.exitOnly)))
        }
        for flaw: CredentialFlaw in [
            .notACredential, .wrongLength, .notBase45, .unknownVersion, .wrongEvent, .unknownKey, .notGenuine,
            .keyboardLayout, .superseded,
        ] {
            let situation = Situation.with { $0.attempt.presented = .flawed(flaw) }
            cases.append(decide(flaw.code, situation, .invalid(.credential(flaw))))
        }
        cases.append(decide("nobody", .with { $0.holder = nil }, .invalid(.unknownRegistration)))
        cases.append(
            decide("e-ticket", .with { $0.attempt.presented = .badge(.ticket) }, .invalid(.ticket)))
        for (shown, latest, isRevoked, verdict) in DecisionTests.issues {
            let situation = Situation.with {
                $0.attempt.presented = .badge(IssueNumber(rawValue: shown))
                $0.holder?.latestIssue = IssueNumber(rawValue: latest)
                $0.holder?.isLatestIssueRevoked = isRevoked
            }
            cases.append(decide("badge \(shown) of \(latest), revoked \(isRevoked)", situation, verdict))
        }
        for (shown, latest, isRevoked, verdict) in DecisionTests.supersededIssues {
            let situation = Situation.with {
                $0.attempt.presented = .supersededBadge(IssueNumber(rawValue: shown))
                $0.holder?.latestIssue = IssueNumber(rawValue: latest)
                $0.holder?.isLatestIssueRevoked = isRevoked
            }
            cases.append(decide("old key's badge \(shown) of \(latest), revoked \(isRevoked)", situation, verdict))
        }
        cases.append(
            decide(
                "a transfer", .with { $0.holder?.standing = .transferred }, .cancelled(transferred: true)))
        cases.append(
            decide(
                "a person picked by staff",
                .with {
                    $0.attempt.presented = .person
                    $0.holder?.isLatestIssueRevoked = true
                }, .admitted(.entry)))
        for (due, admitsUnpaid, verdict) in DecisionTests.debts {
            let situation = Situation.with {
                $0.holder?.due = due
                $0.gate.admitsUnpaid = admitsUnpaid
            }
            cases.append(decide("\(due) due", situation, verdict))
        }
        let dinner = AddOnNumber(rawValue: 5)
        let unpaid = Situation.with { $0.holder?.addOnDues = [AddOnDue(addOn: dinner, due: 6_000)] }
        cases.append(decide("an unpaid dinner at the main door", unpaid, .admitted(.entry)))
        var atDinner = unpaid
        atDinner.gate.entitlement = .addOn(dinner)
        cases.append(decide("an unpaid dinner at its own", atDinner, .unpaid(due: 6_000)))
        return cases
    }

    private static func gates() -> [DoorCase] {
        var cases: [DoorCase] = []
        for (day, minute, closure) in GateRulesTests.hours {
            let situation = Situation.with {
                $0.gate.schedule = .during([GateRulesTests.evenings, GateRulesTests.mornings])
                $0.gate.wantsPassForDay = false
                $0.attempt.moment = Situation.moment(day: day, minute: minute)
            }
            cases.append(
                decide(
                    "hours, day \(day ?? 0), minute \(minute)", situation,
                    closure.map { .gateClosed($0) } ?? .admitted(.entry)))
        }
        cases.append(decide("closed", .with { $0.gate.isClosed = true }, .gateClosed(.forEver)))
        for (frequency, day, minute, newDay, newMinute, isUsedUp) in GateRulesTests.frequencies {
            let earlier = Situation.admission(day: day, minute: minute)
            for direction in [Direction.entry, .exit] {
                let situation = Situation.with {
                    $0.gate.schedule = .always
                    $0.gate.frequency = frequency
                    $0.attempt.direction = direction
                    $0.attempt.moment = Situation.moment(day: newDay, minute: newMinute)
                    $0.open = [earlier]
                }
                var verdict: Verdict = isUsedUp ? .alreadyAdmitted(earlier) : .admitted(.entry)
                if direction == .exit {
                    verdict = .admitted(.exitOnly)
                    if case .inAndOut = frequency, isUsedUp { verdict = .admitted(.exit(earlier)) }
                }
                cases.append(decide("\(frequency), \(direction), day \(newDay), \(newMinute)", situation, verdict))
            }
        }
        let staff = CategoryMask(rawValue: 0b101)
        for (index, isIn) in [(0, true), (1, false), (2, true), (31, false)] {
            let situation = Situation.with {
                $0.gate.entitlement = .categories(staff)
                $0.holder?.category = CategoryMask(index: index)
            }
            cases.append(
                decide("category \(index)", situation, isIn ? .admitted(.entry) : .notEntitled(.categories(staff))))
        }
        for day in 1...16 {
            let situation = Situation.with {
                $0.gate.schedule = .always
                $0.attempt.moment = Situation.moment(day: day, minute: 720)
                $0.holder?.days = DayMask(days: [day])
            }
            cases.append(decide("day \(day)", situation, .admitted(.entry)))
            let other = Situation.with {
                $0 = situation
                $0.holder?.days = DayMask(rawValue: ~situation.holder!.days.rawValue)
            }
            cases.append(
                decide("not day \(day)", other, .wrongDay(covered: DayMask(rawValue: ~(1 << UInt16(day - 1))))))
        }
        return cases
    }

    /// Each half hour around both changes of daylight-saving time, by Foundation's calendar.
    private static func calendars() -> [DoorCase] {
        var cases: [DoorCase] = []
        let names = ["America/Toronto", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns"]
        for zone in names.compactMap({ TimeZone(identifier: $0) }) {
            var gregorian = Calendar(identifier: .gregorian)
            gregorian.timeZone = zone
            var from = Date(timeIntervalSince1970: 1_420_070_400)
            for _ in 0..<2 {
                let change = zone.nextDaylightSavingTimeTransition(after: from) ?? from
                from = change
                let date = Int((change.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: change))) / 86_400)
                for dayStart in [0, 240] {
                    let calendar = EventCalendar(dates: [date - 1, date, date + 1], dayStart: dayStart)
                    for half in -60...60 {
                        let instant = change.addingTimeInterval(Double(half) * 1800)
                        let parts = gregorian.dateComponents([.year, .month, .day, .hour, .minute], from: instant)
                        guard let hour = parts.hour, let minute = parts.minute,
                            let midnight = EventCalendarTests.utc.date(
                                from: DateComponents(year: parts.year, month: parts.month, day: parts.day))
                        else { preconditionFailure("a date has its parts") }
                        let wall = hour * 60 + minute
                        let wallDate = Int(midnight.timeIntervalSince1970) / 86_400 - (wall < dayStart ? 1 : 0)
                        let day = wallDate - date + 2
                        let moment = Moment(
                            second: Int64(instant.timeIntervalSince1970), day: (1...3).contains(day) ? day : nil,
                            minute: wall < dayStart ? wall + 1440 : wall)
                        cases.append(
                            .moment(
                                "\(instant) in \(zone.identifier), day from \(dayStart)", calendar, moment,
                                offset: zone.secondsFromGMT(for: instant)))
                    }
                }
            }
        }
        return cases
    }

    /// A key that made just this credential last, or one before it.
    private static func ceiling(
        of good: SignedCredential, registration: Int = 0, issue: Int = 0
    ) -> SignedCredential.Ceiling {
        SignedCredential.Ceiling(
            registration: RegistrationNumber(
                rawValue: UInt32(Int(good.credential.registration.rawValue) + registration)),
            issue: IssueNumber(rawValue: UInt16(Int(good.credential.issue.rawValue) + issue)))
    }

    private static func credentials() throws -> [DoorCase] {
        var generator = SplitMix64(seed: 7)
        let good = try CredentialTests.signed(CredentialTests.example())
        let text = CredentialText.encode(good)
        var cases = [
            examine("good", text, .success(good)),
            examine("another event", text, .failure(.wrongEvent), event: CredentialTests.otherEvent),
            examine("no such key", text, .failure(.unknownKey), keys: [9, 2]),
            examine(
                "another event before no such key", text, .failure(.wrongEvent), event: .init(rawValue: 0), keys: []),
            examine("some other code", Array("https://example.org".utf8), .failure(.notACredential)),
            examine("by a key that signs no more", text, .success(good), ceiling: ceiling(of: good)),
            examine(
                "a registration that its key did not know", text, .failure(.superseded),
                ceiling: ceiling(of: good, registration: -1)),
            examine(
                "an issue that its key did not know", text, .failure(.superseded), ceiling: ceiling(of: good, issue: -1)
            ),
            examine("no further reading", text, .failure(.notGenuine), which: 1),
            examine("a blank before it", [0x20] + text, .success(good)),
            examine("a new line behind it", text + [0x0D, 0x0A], .success(good)),
            examine("what a scanner says of the code", Array("]Q1".utf8) + text, .success(good)),
            examine("Caps Lock", Array(String(decoding: text, as: UTF8.self).lowercased().utf8), .success(good)),
            examine("half in lower case", Array("ly:".utf8) + text[3...], .failure(.keyboardLayout)),
            examine("a letter that Base45 lacks", text.dropLast() + [0x61], .failure(.keyboardLayout)),
        ]
        for length in 0..<text.count {
            cases.append(
                examine(
                    "cut to \(length)", Array(text[..<length]), .failure(length < 3 ? .notACredential : .wrongLength)))
        }
        for number in 0..<50 {
            let signed = try CredentialTests.signed(CredentialTests.random(using: &generator))
            cases.append(examine("random \(number)", CredentialText.encode(signed), .success(signed)))
        }
        // Whichever bit is flipped, the bytes to verify or the signature change, or the text is refused.
        for bit in 0..<good.bytes.count * 8 {
            var bytes = good.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let changed = Array("LY:".utf8) + Base45.encode(bytes)
            let result: Result<SignedCredential, CredentialFlaw> =
                switch bit / 8 {
                case 0: .failure(.unknownVersion)
                case 1: .failure(.unknownKey)
                case 2..<6: .failure(.wrongEvent)
                default: .success(try SignedCredential(bytes: bytes))
                }
            // Bit 3 of key id 1 is key id 9, which is known: its signature will not hold.
            cases.append(
                examine("bit \(bit) flipped", changed, bit == 11 ? .success(try .init(bytes: bytes)) : result))
        }
        return cases
    }

    private static func merges() -> [DoorCase] {
        let lounge = PassageMergeTests.lounge
        let (first, second) = (PassageMergeTests.passage(1, 600), PassageMergeTests.passage(2, 540, device: 2))
        var cases = [
            merge(
                "the earliest wins", Situation().gate, [first, second],
                [.init(entry: second, standing: .open), .init(entry: first, standing: .conflict(with: second))]),
            merge("nothing", lounge, [], []),
        ]
        for seed in 1...100 {
            var generator = SplitMix64(seed: UInt64(seed))
            let gate = PassageMergeTests.gate(seed)
            let history = PassageMergeTests.history(using: &generator)
            cases.append(
                merge("seed \(seed)", gate, history.shuffled(using: &generator), gate.merge(history)))
        }
        return cases
    }

    private static func replays() -> [DoorCase] {
        [
            DoorCase(name: "new", question: .replay, numbers: [2, 5, 6, 0], answer: [0]),
            DoorCase(name: "repeated", question: .replay, numbers: [2, 5, 6, 1, 2, 5, 6], answer: [1]),
            DoorCase(name: "conflicting", question: .replay, numbers: [2, 5, 6, 1, 2, 5, 7], answer: [2]),
            DoorCase(name: "longer", question: .replay, numbers: [1, 5, 1, 2, 5, 7], answer: [2]),
            DoorCase(name: "empty", question: .replay, numbers: [0, 1, 0], answer: [1]),
        ]
    }

    /// Every good question cut short at every place, or too long, and numbers outside their range.
    private static func malformed() -> [DoorCase] {
        var cases: [DoorCase] = []
        let examples = [
            decide("decide", Situation(), .admitted(.entry)),
            moment("moment", EventCalendarTests.netdev, Moment(second: 0, day: nil, minute: 0), offset: 0),
            merge("merge", Situation().gate, [PassageMergeTests.passage(1, 600)], []),
            DoorCase(name: "replay", question: .replay, numbers: [1, 5, 1, 1, 5], answer: nil),
            examine("examine", [1, 2], .failure(.notACredential)),
        ]
        for example in examples {
            for length in 0..<example.numbers.count {
                cases.append(
                    DoorCase(
                        name: "\(example.name) of \(length)", question: example.question,
                        numbers: Array(example.numbers[..<length]), answer: nil))
            }
            cases.append(
                DoorCase(
                    name: "\(example.name), too long", question: example.question, numbers: example.numbers + [0],
                    answer: nil))
        }
        for (place, number) in [
            (0, -1), (0, 1 << 32), (1, 2), (4, 3), (4, -1), (8, -1), (8, 2_000_000), (9, 2), (10, 1 << 40),
            (12, 9_000_000),
        ] {
            var numbers = examples[0].numbers
            numbers[place] = Int64(number)
            cases.append(
                DoorCase(name: "number \(place) is \(number)", question: .decide, numbers: numbers, answer: nil))
        }
        return cases
    }
}
