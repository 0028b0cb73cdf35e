import Conference

/// The codes of `BadgeRendererError`, stable across versions; docs/error-codes.md has the words of each.
package enum BadgeRendererErrorCode: String, ErrorCode {
    /// There is no badge to print.
    case batchEmpty = "batch_empty"
    /// One run prints at most {badges_max} badges.
    case batchTooLarge = "batch_too_large"
    /// Dividers need an order.
    case dividersWithoutOrder = "dividers_without_order"
    /// A sheet {sheet} has {labels} labels, so there is no label {label}.
    case firstLabelOutOfRange = "first_label_out_of_range"
    /// All labels of the first sheet {sheet} are skipped.
    case noLabelLeft = "no_label_left"
    /// {file} cannot be written.
    case outputNotWritten = "output_not_written"
    /// There is no sheet ‘{sheet}’.
    case sheetUnknown = "sheet_unknown"
    /// A sheet {sheet} has {labels} labels, so there is no label {label} to skip.
    case skippedLabelOutOfRange = "skipped_label_out_of_range"
    /// The template {file} is wrong.
    case templateInvalid = "template_invalid"
    /// The badge is larger than a label of {sheet}.
    case templateLargerThanLabel = "template_larger_than_label"
    /// The template {file} cannot be read.
    case templateUnreadable = "template_unreadable"
    /// The template {file} has no back.
    case templateWithoutBack = "template_without_back"
}
