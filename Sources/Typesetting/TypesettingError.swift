package import Conference

/// Why something could not be set, drawn or written.
package typealias TypesettingError = CodedError<TypesettingErrorCode>

/// The codes of `TypesettingError`, stable across versions; docs/error-codes.md has the words of each.
package enum TypesettingErrorCode: String, ErrorCode {
    /// A filter of the drawing covers over {limit} times the page.
    case artworkFilterTooLarge = "artwork_filter_too_large"
    /// The drawing nests its elements over {limit} deep.
    case artworkNestedTooDeep = "artwork_nested_too_deep"
    /// The drawing's pictures have over {limit} million pixels.
    case artworkPictureTooLarge = "artwork_picture_too_large"
    /// The drawing's references repeat over {limit} elements.
    case artworkRepeatsTooMuch = "artwork_repeats_too_much"
    /// The template names a colour that is none.
    case colorMalformed = "color_malformed"
    /// The page could not be drawn.
    case drawingFailed = "drawing_failed"
    /// The font configuration {file} cannot be read.
    case fontConfigurationUnreadable = "font_configuration_unreadable"
    /// There is no folder of fonts {folder}.
    case fontFolderMissing = "font_folder_missing"
    /// No fonts were found.
    case fontsMissing = "fonts_missing"
    /// An image has at most {side_max} pixels a side.
    case imageTooLarge = "image_too_large"
    /// The output cannot be written.
    case outputFailed = "output_failed"
    /// The template's drawing cannot be read as SVG.
    case svgUnreadable = "svg_unreadable"
}
