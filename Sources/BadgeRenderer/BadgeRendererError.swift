package import Conference

/// Why badges could not be rendered; the layers below throw `TypesettingError` and `QRCodeError`.
package struct BadgeRendererError: DescribedError {
    package let code: BadgeRendererErrorCode
    package let details: [ErrorDetail]
    package let underlying: (any Error)?
    /// Everything that is wrong with a template, in the order of the file; empty for other errors.
    package let problems: [TemplateProblem]

    package init(
        _ code: BadgeRendererErrorCode, _ details: ErrorDetail..., problems: [TemplateProblem] = [],
        underlying: (any Error)? = nil
    ) {
        self.code = code
        self.details = details
        self.problems = problems
        self.underlying = underlying
    }
}
