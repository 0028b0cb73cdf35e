package import Conference
internal import QRCode
internal import Typesetting

/// Why badges could not be rendered.
///
/// Codes: `template_unreadable`, `template_invalid` (see `problems`), `template_larger_than_label`,
/// `template_without_back`, `sheet_unknown`, `first_label_out_of_range`, `skipped_label_out_of_range`, `no_label_left`,
/// `dividers_without_order`, `batch_empty`, `batch_too_large`, `output_not_written`, and those of `TypesettingError`
/// and `QRCodeError`.
package struct BadgeRendererError: DescribedError {
    package let code: String
    package let details: [ErrorDetail]
    package let underlying: (any Error)?
    /// Everything that is wrong with a template, in the order of the file; empty for other errors.
    package let problems: [TemplateProblem]

    package init(
        _ code: String, _ details: ErrorDetail..., problems: [TemplateProblem] = [], underlying: (any Error)? = nil
    ) {
        self.code = code
        self.details = details
        self.problems = problems
        self.underlying = underlying
    }

    init(_ error: TypesettingError) {
        code = error.code
        details = error.details.map { ErrorDetail($0.name, $0.value) }
        problems = []
        underlying = error
    }

    init(_ error: QRCodeError) {
        code = error.code
        details = error.details.map { ErrorDetail($0.name, $0.value) }
        problems = []
        underlying = error
    }

    /// Runs `body`; errors of the modules below come out as this module's.
    static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as TypesettingError {
            throw BadgeRendererError(error)
        } catch let error as QRCodeError {
            throw BadgeRendererError(error)
        }
    }
}
