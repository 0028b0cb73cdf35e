extension Words {
    /// What is wrong with a badge template, one thing each.
    static let templates: [String: Entry] = [
        "aspect_differs": Entry(
            400, "The view box has other proportions than width and height.",
            "Give viewBox the proportions of width and height."),
        "attribute_malformed": Entry(400, "{value} cannot be read.", "docs/templates.md says what it may be."),
        "back_size_differs": Entry(
            400, "The back has another size than the front.",
            "Give both the same width and height."),
        "external_reference": Entry(
            400, "It refers to ‘{value}’ outside the file.",
            "Embed the picture in the file."),
        "field_absent": Entry(
            400, "There is no field ‘{value}’.",
            "Leave it out only if the badge is not to show it."),
        "field_misplaced": Entry(
            400, "The field stands inside {value}, where its place cannot be known.",
            "Move it into a plain layer or group."),
        "field_not_a_rectangle": Entry(400, "The field is drawn as {value}.", "Draw a rectangle and give it the id."),
        "field_outside_page": Entry(400, "The field lies outside the badge.", "Move it onto the page."),
        "field_repeated": Entry(
            400, "The id stands twice.",
            "Give the second rectangle a suffix after two hyphens, as name--back."),
        "field_skewed": Entry(
            400, "The field is slanted or mirrored by {value}.",
            "Undo that: texts can be moved, scaled and turned only."),
        "field_transform_unsupported": Entry(
            400, "The field is drawn elsewhere than its attributes say.",
            "Move it without a style sheet."),
        "field_without_area": Entry(
            400, "The field has no width or no height in plain numbers.",
            "Give width and height without %."),
        "fields_overlap": Entry(
            400, "The field lies on {value}.",
            "Move one of them, or see with a sample that both can be read."),
        "font_missing": Entry(
            400, "No font is called {value}.",
            "Install it, or put its file into the event's folder of fonts."),
        "font_replaced": Entry(
            400, "No font is called {value}; the next in the list is used.",
            "Install it, or put its file into the event's folder of fonts."),
        "no_fields": Entry(400, "There is no field in it.", "Give a rectangle the id of a field, as name."),
        "not_svg": Entry(400, "It is no complete SVG file.", "Save it in Inkscape as Plain SVG."),
        "size_missing": Entry(
            400, "Width and height are missing or not lengths: {value}.",
            "Give both with a unit, as 4in or 105mm."),
        "text_size_missing": Entry(400, "{value} is missing.", "Say how large the text is, in points."),
        "unknown_attribute": Entry(400, "There is no attribute {value}.", "docs/templates.md lists them."),
        "unknown_class": Entry(400, "There is no class {value}.", "docs/templates.md lists them."),
        "unknown_field": Entry(
            400, "A rectangle has {value} but its id is not the name of a field.",
            "docs/templates.md lists the fields."),
        "view_box_missing": Entry(
            400, "The view box is missing or not four numbers: {value}.",
            "Set it in Inkscape's document properties."),
    ]
}
