package import Conference

/// Everything that is wrong with an imported file, in the order of its rows.
package struct ImportProblems: Error {
    package let problems: [Problem]

    /// One thing that is wrong, and where.
    package struct Problem: Sendable, Hashable {
        /// Line of the file, from 1.
        package let line: Int
        /// The header of the column; nil where the whole row is meant.
        package let column: String?
        /// A code of `ConferenceError` or `LedgerError`, or one of `CSVTable`, or `column_missing`, `column_unknown`,
        /// `column_repeated`, `row_length`, `choice_unknown`.
        package let code: AnyErrorCode
        package let details: [ErrorDetail]

        init(line: Int, column: String?, code: AnyErrorCode, details: [ErrorDetail]) {
            self.line = line
            self.column = column
            self.code = code
            self.details = details
        }

        init(line: Int, column: String?, code: some ErrorCode, details: [ErrorDetail]) {
            self.init(line: line, column: column, code: AnyErrorCode(code), details: details)
        }
    }

    init(_ problems: [Problem]) { self.problems = problems }

    init(code: some ErrorCode, line: Int, _ details: ErrorDetail...) {
        problems = [Problem(line: line, column: nil, code: code, details: details)]
    }
}

/// What an import did.
package struct ImportReport: Sendable, Hashable {
    /// Rows that were new.
    package let added: Int
    /// Rows that an earlier import had brought already.
    package let known: Int
    /// Rows that were left out because something is wrong with them; empty unless good rows were to be kept.
    package let problems: [ImportProblems.Problem]
    /// New rows whose people may be here already, under another record; they were registered all the same.
    package let duplicates: [Duplicate]
    /// The first people who were new, so that somebody sees whether the columns were understood.
    package let samples: [Registration]

    /// How many of them.
    static let samplesMax = 10

    package struct Duplicate: Sendable, Hashable {
        /// Line of the file, from 1.
        package let line: Int
        package let code: RegistrationCode
        /// The records that may be of the same person.
        package let others: [RegistrationCode]
    }
}
