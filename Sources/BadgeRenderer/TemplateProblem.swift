import Conference

/// One thing that is wrong with a template, or that its designer should look at.
package struct TemplateProblem: Sendable, Hashable {
    /// What is wrong; `value` names the attribute, class, font or text.
    package enum Code: String, ErrorCode {
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
        case sizeMaxMissing = "text_size_missing"
        case unknownAttribute = "unknown_attribute"
        case attributeMalformed = "attribute_malformed"
        case unknownClass = "unknown_class"
        case externalReference = "external_reference"
        case backSizeDiffers = "back_size_differs"
        /// None of the requested families is there.
        case fontMissing = "font_missing"
        /// The first family is missing, a later one is there.
        case fontReplaced = "font_replaced"
        case fieldsOverlap = "fields_overlap"
        /// Without it, a badge does half its job.
        case fieldAbsent = "field_absent"
        /// A text that is wrapped by the program that drew it.
        case textFlowed = "text_flowed"
        case textOnPath = "text_on_path"
        /// Letters have places of their own.
        case textPositions = "text_positions"
        case textStyleIgnored = "text_style_ignored"
        case paintNotDrawn = "paint_not_drawn"
        case filterNotDrawn = "filter_not_drawn"
        case elementNotDrawn = "element_not_drawn"
        case pictureNotRead = "picture_not_read"
        case styleIgnored = "style_ignored"
        /// It stands in a hidden layer and is printed all the same.
        case fieldHidden = "field_hidden"
        case fieldCloned = "field_cloned"
        /// A rectangle has a field's name for its label, or in capitals, and not for its id.
        case fieldOnlyLabelled = "field_only_labelled"
        case sizeInPixels = "size_in_pixels"
        /// It becomes pixels on paper.
        case drawnCoarsely = "drawn_coarsely"
        /// The event has no such question, or its description lets no badge show the answer.
        case answerNotForBadges = "answer_not_for_badges"

        /// Whether the template cannot be used as intended; the others are for the designer to weigh.
        package var isError: Bool {
            switch self {
            case .fontReplaced, .fieldsOverlap, .fieldAbsent, .textPositions, .textStyleIgnored, .styleIgnored,
                .fieldHidden, .sizeInPixels, .drawnCoarsely:
                false
            default: true
            }
        }
    }

    package let code: Code
    /// The file's name; templates with a back have two.
    package internal(set) var file = ""
    /// Line of the file, from 1.
    package let line: Int
    /// The element's `id`; empty if it has none.
    package let id: String
    package let value: String

    init(code: Code, line: Int, id: String, value: String) {
        self.code = code
        self.line = line
        self.id = id
        self.value = value
    }

    /// The same, said of a file.
    func of(_ file: String) -> TemplateProblem {
        var copy = self
        copy.file = file
        return copy
    }
}
