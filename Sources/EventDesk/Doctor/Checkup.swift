package import Conference

/// What was looked at before the doors open, and what is wrong with it.
package struct Checkup: Sendable {
    /// What is looked at, in this order.
    package enum Subject: String, Sendable, CaseIterable {
        case file, keys, books, resources, fonts, templates
        case doorModule = "door_module"
        case certificate, clock, disk, printers, mail, payments
        /// Whether another machine goes on with the event.
        case incarnation
    }

    /// Something that is wrong.
    package struct Finding: Sendable {
        package let subject: Subject
        /// Whether something will not work because of it; otherwise somebody should know.
        package let isFault: Bool
        package let error: any DescribedError
    }

    /// What could be looked at: behind a damage some things cannot be.
    package internal(set) var subjects: [Subject] = []
    package private(set) var findings: [Finding] = []

    /// Whether everything that was looked at works.
    package var isWell: Bool { !findings.contains(where: \.isFault) }

    mutating func fault(_ subject: Subject, _ error: any DescribedError) {
        findings.append(Finding(subject: subject, isFault: true, error: error))
    }

    mutating func warning(_ subject: Subject, _ error: any DescribedError) {
        findings.append(Finding(subject: subject, isFault: false, error: error))
    }
}
