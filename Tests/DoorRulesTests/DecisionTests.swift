import DoorRules
import Testing

@Suite struct DecisionTests {
    /// One thing that is wrong, and the verdict that it alone leads to.
    struct Obstacle: CustomTestStringConvertible, Sendable {
        let verdict: Verdict
        let put: @Sendable (inout Situation) -> Void
        var testDescription: String { verdict.code.word }
    }

    static let earlier = Situation.admission(day: 2, minute: 600)

    /// One obstacle for each row of the table, in the order of the rows.
    static let obstacles: [Obstacle] = [
        Obstacle(verdict: .invalid(.credential(.notGenuine))) { $0.attempt.presented = .flawed(.notGenuine) },
        Obstacle(verdict: .revoked(good: IssueNumber(rawValue: 3))) {
            $0.holder?.latestIssue = IssueNumber(rawValue: 3)
        },
        Obstacle(verdict: .cancelled(transferred: false)) { $0.holder?.standing = .cancelled },
        Obstacle(verdict: .blocked(BlockReference(rawValue: 8))) { $0.holder?.block = BlockReference(rawValue: 8) },
        // For passes and for the side event: a later obstacle makes its gate of this one.
        Obstacle(verdict: .unpaid(due: 5000)) {
            $0.holder?.due = 5000
            $0.holder?.addOnDues = [AddOnDue(addOn: AddOnNumber(rawValue: 6), due: 5000)]
        },
        Obstacle(verdict: .gateClosed(.until(minute: 721))) {
            $0.gate.schedule = .during([.init(days: DayMask(days: [2]), opens: 721, closes: 1200)])
        },
        Obstacle(verdict: .wrongDay(covered: DayMask(days: [1, 4]))) { $0.holder?.days = DayMask(days: [1, 4]) },
        Obstacle(verdict: .notEntitled(.addOn(AddOnNumber(rawValue: 6)))) {
            $0.gate.entitlement = .addOn(AddOnNumber(rawValue: 6))
        },
        Obstacle(verdict: .alreadyAdmitted(earlier)) { $0.open = [earlier] },
        Obstacle(verdict: .full(capacity: 120)) { ($0.gate.capacity, $0.inside) = (120, 120) },
    ]

    @Test func `somebody with everything in order is admitted`() {
        #expect(Situation().verdict == .admitted(.entry))
    }

    @Test func `there is an obstacle for every refusal, in the order of the table`() {
        #expect(Self.obstacles.map(\.verdict.code.rawValue) == Array(1...10))
    }

    @Test(arguments: obstacles)
    func `each obstacle alone leads to its verdict`(obstacle: Obstacle) {
        #expect(Situation.with(obstacle.put).verdict == obstacle.verdict)
    }

    @Test(arguments: obstacles.indices)
    func `of two obstacles the earlier row wins`(index: Int) {
        for later in Self.obstacles[(index + 1)...] {
            let situation = Situation.with {
                later.put(&$0)
                Self.obstacles[index].put(&$0)
            }
            #expect(situation.verdict == Self.obstacles[index].verdict, "against \(later.verdict.code.word)")
        }
    }

    @Test(arguments: obstacles.indices)
    func `with all later obstacles in place the earliest wins`(index: Int) {
        let situation = Situation.with { for obstacle in Self.obstacles[index...] { obstacle.put(&$0) } }
        #expect(situation.verdict == Self.obstacles[index].verdict)
    }

    @Test func `a scan is new, repeated or in conflict with what is stored under its nonce`() {
        #expect(Replay(of: "main entry LY:1", stored: nil) == .new)
        #expect(Replay(of: "main entry LY:1", stored: "main entry LY:1") == .repeated)
        #expect(Replay(of: "main exit LY:1", stored: "main entry LY:1") == .conflicting)
    }

    @Test(
        arguments: [
            (nil, 500, Crowding.roomy), (100, 0, .roomy), (100, 89, .roomy), (100, 90, .nearlyFull),
            (100, 99, .nearlyFull),
            (100, 100, .full), (100, 140, .full), (1, 0, .roomy), (1, 1, .full), (10, 8, .roomy), (10, 9, .nearlyFull),
            (25, 22, .roomy), (25, 23, .nearlyFull),
        ] as [(Int?, Int, Crowding)])
    func `a room is nearly full from nine tenths on`(capacity: Int?, inside: Int, crowding: Crowding) {
        #expect(Situation.with { $0.gate.capacity = capacity }.gate.crowding(inside: inside) == crowding)
    }

    @Test func `a full room keeps nobody in, and a door that is alone keeps nobody out for it`() {
        let full = Situation.with { ($0.gate.capacity, $0.inside) = (10, 12) }
        #expect(full.verdict == .full(capacity: 10))
        var leaving = full
        leaving.attempt.direction = .exit
        #expect(leaving.verdict == .admitted(.exitOnly))
        var alone = full
        alone.inside = nil
        #expect(alone.verdict == .admitted(.entry))
    }

    @Test func `nobody behind the number is invalid`() {
        #expect(Situation.with { $0.holder = nil }.verdict == .invalid(.unknownRegistration))
    }

    @Test func `an e-ticket is not a badge, whether or not a badge was made`() {
        for latest in [0, 1, 2] as [UInt16] {
            let situation = Situation.with {
                $0.attempt.presented = .badge(.ticket)
                $0.holder?.latestIssue = IssueNumber(rawValue: latest)
            }
            #expect(situation.verdict == .invalid(.ticket))
        }
    }

    /// The badge that is shown, the latest one, whether that was revoked, and the verdict.
    static let issues: [(UInt16, UInt16, Bool, Verdict)] = [
        (1, 2, false, .revoked(good: IssueNumber(rawValue: 2))),
        (1, 2, true, .revoked(good: nil)),
        (2, 2, true, .revoked(good: nil)),
        (2, 2, false, .admitted(.entry)),
        (3, 2, false, .admitted(.entry)),
        (3, 2, true, .admitted(.entry)),
    ]

    @Test(arguments: issues)
    func `only the latest badge is good, and one newer than the facts`(
        shown: UInt16, latest: UInt16, isRevoked: Bool, verdict: Verdict
    ) {
        let situation = Situation.with {
            $0.attempt.presented = .badge(IssueNumber(rawValue: shown))
            $0.holder?.latestIssue = IssueNumber(rawValue: latest)
            $0.holder?.isLatestIssueRevoked = isRevoked
        }
        #expect(situation.verdict == verdict)
    }

    /// The same for badges whose key signs no more: what the facts do not know, a machine made whose doings were lost.
    static let supersededIssues: [(UInt16, UInt16, Bool, Verdict)] = [
        (0, 2, false, .invalid(.ticket)),
        (1, 2, false, .revoked(good: IssueNumber(rawValue: 2))),
        (2, 2, false, .admitted(.entry)),
        (2, 2, true, .revoked(good: nil)),
        (3, 2, false, .invalid(.credential(.superseded))),
        (1, 0, false, .invalid(.credential(.superseded))),
    ]

    @Test(arguments: supersededIssues)
    func `a badge of a key that signs no more is good only if the facts know it`(
        shown: UInt16, latest: UInt16, isRevoked: Bool, verdict: Verdict
    ) {
        let situation = Situation.with {
            $0.attempt.presented = .supersededBadge(IssueNumber(rawValue: shown))
            $0.holder?.latestIssue = IssueNumber(rawValue: latest)
            $0.holder?.isLatestIssueRevoked = isRevoked
        }
        #expect(situation.verdict == verdict)
    }

    @Test func `a person picked by staff needs no badge`() {
        let situation = Situation.with {
            $0.attempt.presented = .person
            $0.holder?.isLatestIssueRevoked = true
        }
        #expect(situation.verdict == .admitted(.entry))
    }

    @Test func `a transfer is told apart from a cancellation`() {
        #expect(Situation.with { $0.holder?.standing = .transferred }.verdict == .cancelled(transferred: true))
    }

    /// Cents due, whether the gate lets that pass, and the verdict.
    static let debts: [(Int64, Bool, Verdict)] = [
        (5000, true, .admitted(.entry)), (1, false, .unpaid(due: 1)), (0, false, .admitted(.entry)),
        (-100, false, .admitted(.entry)), (5_000_000_000, false, .unpaid(due: 5_000_000_000)),
    ]

    @Test(arguments: debts)
    func `money due stops people where the gate says so`(due: Int64, admitsUnpaid: Bool, verdict: Verdict) {
        let situation = Situation.with {
            $0.holder?.due = due
            $0.gate.admitsUnpaid = admitsUnpaid
        }
        #expect(situation.verdict == verdict)
    }

    @Test func `at a gate only what it asks for has to be paid`() {
        let dinner = AddOnNumber(rawValue: 5)
        var situation = Situation.with { $0.holder?.addOnDues = [AddOnDue(addOn: dinner, due: 6_000)] }
        #expect(situation.verdict == .admitted(.entry), "the main door")
        situation.gate.entitlement = .addOn(dinner)
        #expect(situation.verdict == .unpaid(due: 6_000))
        situation.gate.admitsUnpaid = true
        #expect(situation.verdict == .admitted(.entry))
        situation.gate.admitsUnpaid = false
        situation.holder?.addOnDues = []
        situation.holder?.due = 10_000
        #expect(situation.verdict == .admitted(.entry), "the dinner is paid, a day is not")
        situation.gate.entitlement = .anyone
        #expect(situation.verdict == .unpaid(due: 10_000))
    }

    @Test func `a gate that asks for no pass admits on any day`() {
        for day in [nil, 3] as [Int?] {
            let situation = Situation.with {
                $0.gate.schedule = .always
                $0.attempt.moment = Situation.moment(day: day, minute: 720)
            }
            #expect(situation.verdict == .wrongDay(covered: DayMask(days: [1, 2])))
            #expect(
                Situation.with {
                    $0 = situation
                    $0.gate.wantsPassForDay = false
                }.verdict == .admitted(.entry))
        }
    }

    @Test func `an add-on and a category open their gates`() {
        #expect(Situation.with { $0.gate.entitlement = .addOn(AddOnNumber(rawValue: 5)) }.verdict == .admitted(.entry))
        let staff: CategoryMask = [CategoryMask(index: 0), CategoryMask(index: 2)]
        #expect(Situation.with { $0.gate.entitlement = .categories(staff) }.verdict == .admitted(.entry))
        let speakers = CategoryMask(index: 1)
        #expect(
            Situation.with { $0.gate.entitlement = .categories(speakers) }.verdict
                == .notEntitled(.categories(speakers)))
    }
}
