package import Conference
internal import QRCode
internal import Typesetting

/// Why badges could not be rendered.
///
/// Codes: `template_unreadable`, `template_invalid` (see `problems`), `template_larger_than_label`,
/// `template_without_back`, `first_label_out_of_range`, `skipped_label_out_of_range`, `no_label_left`,
/// `dividers_without_order`, `batch_empty`, `batch_too_large`, `output_not_written`, and those of `TypesettingError`
/// and `QRCodeError`.
package struct BadgeRendererError: DescribedError {
    package let code: String
    package let details: [ErrorDetail]
    package let underlying: (any Error)?
    /// Everything that is wrong with a template, in the order of the file; empty for other errors.
    package let problems: [TemplateProblem]

    init(
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

/// One thing that is wrong with a template.
package struct TemplateProblem: Sendable, Hashable {
    /// What is wrong; `value` names the attribute, class or text that is.
    package enum Code: String, Sendable, CaseIterable {
        case notSVG = "not_svg"
        case sizeMissing = "size_missing"
        case viewBoxMissing = "view_box_missing"
        case aspectDiffers = "aspect_differs"
        case noFields = "no_fields"
        case unknownField = "unknown_field"
        case fieldNotRectangle = "field_not_a_rectangle"
        case fieldRepeated = "field_repeated"
        case fieldMisplaced = "field_misplaced"
        case fieldWithoutArea = "field_without_area"
        case fieldSkewed = "field_skewed"
        case fieldOutsidePage = "field_outside_page"
        case fieldTransformUnsupported = "field_transform_unsupported"
        case backSizeDiffers = "back_size_differs"
        case sizeMaxMissing = "text_size_missing"
        case unknownAttribute = "unknown_attribute"
        case attributeMalformed = "attribute_malformed"
        case unknownClass = "unknown_class"
        case externalReference = "external_reference"
    }

    package let code: Code
    /// Line of the file, from 1.
    package let line: Int
    /// The element's `id`; empty if it has none.
    package let id: String
    package let value: String
}
