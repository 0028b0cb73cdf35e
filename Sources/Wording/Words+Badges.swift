extension Words {
    /// Drawing badges: what stops a run, and what preflight finds.
    static let badges: [String: Entry] = [
        "badge_name_missing": Entry(400, "There is no name to print."),
        "batch_empty": Entry(
            400, "There is no badge to print.", "Whoever was selected has one on paper, or nobody was selected."),
        "batch_too_large": Entry(400, "One run prints at most {badges_max} badges.", "Print in several runs."),
        "characters_removed": Entry(400, "{field}: {characters} were left out."),
        "code_too_small": Entry(
            400, "{field}: a module of the QR code is {module_mm} mm wide, less than {module_mm_min} mm."),
        "color_malformed": Entry(400, "The template names a colour that is none."),
        "credential_missing": Entry(400, "There is no credential for the QR code."),
        "dividers_without_order": Entry(
            400, "Dividers need an order.", "Give an order: name, last-name, affiliation or code."),
        "drawing_failed": Entry(500, "The page could not be drawn."),
        "first_label_out_of_range": Entry(400, "A sheet {sheet} has {labels} labels, so there is no label {label}."),
        "font_configuration_unreadable": Entry(
            500, "The font configuration {file} cannot be read.",
            "Name the folder of templates and fonts in LANYARD_RESOURCES."),
        "font_folder_missing": Entry(500, "There is no folder of fonts {folder}."),
        "fonts_missing": Entry(
            500, "No fonts were found.", "Install the Debian packages fonts-noto-core and fonts-noto-cjk."),
        "glyph_missing": Entry(400, "{field}: no font has {characters}."),
        "image_too_large": Entry(400, "An image has at most {side_max} pixels a side."),
        "name_duplicate": Entry(400, "{registration} has the same name."),
        "no_label_left": Entry(
            400, "All labels of the first sheet {sheet} are skipped.", "Take a fresh sheet."),
        "output_failed": Entry(500, "The output cannot be written."),
        "output_not_written": Entry(
            500, "{file} cannot be written.", "Check the folder, its permissions and the free space."),
        "qr_out_of_memory": Entry(500, "There is not enough memory for a QR code."),
        "qr_text_empty": Entry(400, "A QR code needs a text."),
        "qr_text_has_zero_byte": Entry(400, "The text of a QR code holds a zero byte."),
        "qr_text_too_long": Entry(400, "The text is too long for a QR code."),
        "sheet_unknown": Entry(400, "There is no sheet ‘{sheet}’.", "There are: {sheets}."),
        "skipped_label_out_of_range": Entry(
            400, "A sheet {sheet} has {labels} labels, so there is no label {label} to skip."),
        "svg_unreadable": Entry(400, "The template's drawing cannot be read as SVG."),
        "template_invalid": Entry(400, "The template {file} is wrong.", "See docs/templates.md."),
        "template_larger_than_label": Entry(400, "The badge is larger than a label of {sheet}."),
        "template_unreadable": Entry(
            404, "The template {file} cannot be read.",
            "Put it into the folder NAME.templates beside the event's file, or change badge.template of the event."),
        "template_without_back": Entry(
            400, "The template {file} has no back.", "A back is drawn in NAME.back.svg beside NAME.svg."),
        "text_ellipsized": Entry(400, "{field}: the text does not fit and ends in an ellipsis."),
        "text_too_high": Entry(400, "{field}: the text is higher than its box and was cut off."),
        "word_broken": Entry(400, "{field}: a word was broken where no line may break."),
    ]
}
