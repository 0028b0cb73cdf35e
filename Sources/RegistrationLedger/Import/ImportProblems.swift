package import Conference

/// Everything that is wrong with an imported file, in the order of its rows.
package struct ImportProblems: Error {
    package let problems: [Problem]

    /// One thing that is wrong, and where.
    package struct Problem: Sendable, Hashable {
        /// Line of the file, from 1; 0 for the whole file.
        package let line: Int
        /// The header of the column; nil where the whole row is meant.
        package let column: String?
        /// A code of `ConferenceError` or `LedgerError`, or one of `ImportTable`, or `column_missing`, `column_unknown`,
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

    /// Whether other rows could be kept: a file that cannot be read, or whose columns are not understood, has no good rows.
    package var isOfRows: Bool {
        let ofFile: Set<AnyErrorCode> = [
            AnyErrorCode(LedgerErrorCode.columnMissing), AnyErrorCode(LedgerErrorCode.columnUnknown),
            AnyErrorCode(LedgerErrorCode.columnRepeated), AnyErrorCode(LedgerErrorCode.fileEmpty),
            AnyErrorCode(LedgerErrorCode.fileFormUnread), AnyErrorCode(LedgerErrorCode.workbookBroken),
            AnyErrorCode(LedgerErrorCode.quoteUnclosed), AnyErrorCode(LedgerErrorCode.quoteMisplaced),
            AnyErrorCode(LedgerErrorCode.cellTooLong), AnyErrorCode(ConferenceErrorCode.fileTooLarge),
        ]
        return problems.allSatisfy { !ofFile.contains($0.code) }
    }

    init(code: some ErrorCode, line: Int, _ details: ErrorDetail...) {
        problems = [Problem(line: line, column: nil, code: code, details: details)]
    }
}
