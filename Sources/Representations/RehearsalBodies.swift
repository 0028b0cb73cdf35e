package import CheckIn

/// A drill as JSON.
package struct DrillBody: Encodable, Sendable {
    /// Whether everything went as it should.
    package let right: Bool
    package let steps: [Step]

    package struct Step: Encodable, Sendable {
        package let step: String
        package let expected: String
        package let found: String
        package let right: Bool
    }

    package init(_ steps: [DoorDrill.Step]) {
        right = steps.allSatisfy(\.isRight)
        self.steps = steps.map {
            Step(step: $0.trial.rawValue, expected: $0.expected, found: $0.found, right: $0.isRight)
        }
    }
}

/// The result of a simulation, as JSON.
package struct SimulationBody: Encodable, Sendable {
    package let seed: UInt64
    package let online: Int
    package let alone: Int
    package let repeated: Int
    package let refused: Int
    package let letIn: Int
    package let letOut: Int
    package let admitted: Int
    package let conflicts: Int
    package let wrong: Int
    package let missing: Int
    /// Whether the file finally says exactly what the doors did.
    package let right: Bool

    package init(_ report: DoorSimulation.Report, seed: UInt64) {
        self.seed = seed
        online = report.online
        alone = report.alone
        repeated = report.repeated
        refused = report.refused
        letIn = report.letIn
        letOut = report.letOut
        admitted = report.admitted
        conflicts = report.conflicts
        wrong = report.wrong
        missing = report.missing
        right = report.isRight
    }
}
