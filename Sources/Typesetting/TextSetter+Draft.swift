internal import CPangoCairo

extension TextSetter {
    /// One text on its way into its box. All lengths are those at the style's larger size until `fit` scales them.
    struct Draft: ~Copyable {
        private let text: String
        private let style: TextStyle
        private let box: Size
        /// Owned.
        private let layout: OpaquePointer

        init(
            text: String, style: TextStyle, box: Size, workplace: inout SettingFonts.Workplace, language: String
        ) {
            self.text = text
            self.style = style
            self.box = box

            layout = pango_layout_new(workplace.context)
            pango_layout_set_font_description(layout, workplace.description(of: style))
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD)

            let attributes = pango_attr_list_new()
            // Not the context's language: changing that would lay out again every text that is still to be drawn.
            pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(language)))
            // A word that must be broken is printed as it is written, without a hyphen of Pango's own.
            pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
            if style.tracking != 0 {
                let space = (style.tracking * style.sizeMax * Double(PANGO_SCALE)).rounded()
                pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(Int32(space)))
            }
            pango_layout_set_attributes(layout, attributes)
            pango_attr_list_unref(attributes)

            let count = Int32(text.utf8.count)
            text.withCString { pango_layout_set_text(layout, $0, count) }
        }

        deinit { lanyard_object_release(UnsafeMutableRawPointer(layout)) }

        /// Decides lines and size.
        func fit(_ workplace: inout SettingFonts.Workplace) -> SetText {
            let missing = missingCharacters()
            if style.fillsLines {
                pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
                return finish(arrange(width: box.width), scale: 1, missing: missing, &workplace)
            }
            var best = arrange()
            guard !best.lines.isEmpty, best.scale(into: box) < 1 else {
                return finish(best, scale: 1, missing: missing, &workplace)
            }

            let scaleMin = style.sizeMin / style.sizeMax
            for wrap in [PANGO_WRAP_WORD, PANGO_WRAP_WORD_CHAR] where best.width > box.width && style.linesMax > 1 {
                pango_layout_set_wrap(layout, wrap)
                let segments = segments(wrap)
                for lineCount in 2...style.linesMax where lineCount <= segments.count {
                    let broken = arrange(width: narrowest(segments, lines: lineCount))
                    // An additional line must be worth it.
                    if broken.lines.count <= lineCount, broken.scale(into: box) > best.scale(into: box) * 1.08 {
                        best = broken
                    }
                }
                // Words stay whole whenever possible.
                if best.scale(into: box) >= scaleMin { break }
            }

            let scale = best.scale(into: box)
            guard scale >= scaleMin else { return cut(scale: scaleMin, missing: missing, &workplace) }
            pango_layout_set_width(layout, best.wrapWidth)
            return finish(best, scale: max(quantized(scale), scaleMin), missing: missing, &workplace)
        }

        /// At the smaller size, what is too long ends in an ellipsis.
        private func cut(
            scale: Double, missing: [Unicode.Scalar], _ workplace: inout SettingFonts.Workplace
        ) -> SetText {
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
            var lineCount = style.linesMax
            while true {
                pango_layout_set_height(layout, -Int32(lineCount))
                let arrangement = arrange(width: box.width / scale)
                if lineCount == 1 || arrangement.height * scale <= box.height {
                    return finish(arrangement, scale: scale, missing: missing, &workplace)
                }
                lineCount -= 1
            }
        }

        private func finish(
            _ arrangement: Arrangement, scale: Double, missing: [Unicode.Scalar],
            _ workplace: inout SettingFonts.Workplace
        ) -> SetText {
            let height = arrangement.height * scale
            let top =
                switch style.verticalAlignment {
                case .top: 0.0
                case .middle: (box.height - height) / 2
                case .bottom: box.height - height
                case .baseline: box.height - arrangement.lastBaseline * scale
                }
            let room = box.width / scale
            var inkLeft = Double.infinity
            let lines = arrangement.lines.map { line in
                let left =
                    switch style.alignment {
                    case .left: 0.0
                    case .center: (room - line.inkWidth) / 2
                    case .right: room - line.inkWidth
                    }
                inkLeft = min(inkLeft, left)
                return SetText.Line(
                    runs: runs(ofLine: line.number, &workplace), x: left - (style.alignsInk ? line.inkX : 0),
                    baseline: top / scale + line.baseline)
            }
            let ink =
                lines.isEmpty
                ? Rect(x: 0, y: 0, width: 0, height: 0)
                : Rect(x: inkLeft * scale, y: top, width: arrangement.width * scale, height: height)
            return SetText(
                fontSize: max(style.sizeMax * scale, style.sizeMin),
                isEllipsized: pango_layout_is_ellipsized(layout) != 0, isWordBroken: isWordBroken(),
                // Half a point over comes from rounding outlines; the text still fits.
                isTooHigh: style.verticalAlignment != .baseline && height > box.height + 0.5, missing: missing,
                ink: ink, box: box, lines: lines, scale: scale)
        }

        /// Sizes in steps of an eighth of a point, so that cairo's caches of scaled fonts are hit.
        private func quantized(_ scale: Double) -> Double {
            (scale * style.sizeMax * 8).rounded(.down) / 8 / style.sizeMax
        }
    }
}

// MARK: - Lines

extension TextSetter.Draft {
    /// The lines of the current layout, their ink stacked.
    struct Arrangement {
        struct Line {
            let number: Int32
            let inkX: Double
            let inkWidth: Double
            /// Below the top of the first line's ink.
            let baseline: Double
        }

        var lines: [Line] = []
        /// The widest ink.
        var width = 0.0
        /// From the top of the first ink to the bottom of the last.
        var height = 0.0
        /// Pango units, −1 for none.
        var wrapWidth: Int32 = -1

        var lastBaseline: Double { lines.last?.baseline ?? 0 }

        func scale(into box: Size) -> Double {
            min(1, box.width / width, box.height / height)
        }
    }

    private func arrange(width: Double? = nil) -> Arrangement {
        var result = Arrangement()
        // One unit more, because widths were added up from rounded parts.
        result.wrapWidth = width.map { Int32(($0 * Double(PANGO_SCALE)).rounded(.up)) + 1 } ?? -1
        pango_layout_set_width(layout, result.wrapWidth)

        var depth = 0.0
        for number in 0..<pango_layout_get_line_count(layout) {
            var ink = PangoRectangle()
            pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, number), &ink, nil)
            guard ink.width > 0, ink.height > 0 else { continue }
            let ascent = -Double(ink.y) / Double(PANGO_SCALE)
            let descent = Double(ink.y + ink.height) / Double(PANGO_SCALE)
            let baseline =
                if let last = result.lines.last {
                    // Stacked marks and tall scripts push the lines apart.
                    last.baseline + max(style.leading * style.sizeMax, depth + ascent + 0.06 * style.sizeMax)
                } else {
                    ascent
                }
            depth = descent
            let inkWidth = Double(ink.width) / Double(PANGO_SCALE)
            result.lines.append(
                .init(number: number, inkX: Double(ink.x) / Double(PANGO_SCALE), inkWidth: inkWidth, baseline: baseline)
            )
            result.width = max(result.width, inkWidth)
            result.height = baseline + descent
        }
        return result
    }

    /// A stretch of text that no line may break, and the space after it, which vanishes at the end of a line.
    struct Segment {
        var width = 0.0
        var space = 0.0
    }

    private func segments(_ wrap: PangoWrapMode) -> [Segment] {
        // Clusters are measured on one line.
        pango_layout_set_width(layout, -1)
        var advances = [Double](repeating: 0, count: text.utf8.count + 1)
        let iterator = pango_layout_get_iter(layout)
        repeat {
            var extents = PangoRectangle()
            pango_layout_iter_get_cluster_extents(iterator, nil, &extents)
            advances[Int(pango_layout_iter_get_index(iterator))] += Double(extents.width) / Double(PANGO_SCALE)
        } while pango_layout_iter_next_cluster(iterator) != 0
        pango_layout_iter_free(iterator)

        var count: Int32 = 0
        guard let attributes = pango_layout_get_log_attrs_readonly(layout, &count) else { return [] }
        var segments = [Segment()]
        var offset = 0
        for (index, scalar) in text.unicodeScalars.enumerated() where index < count {
            if index > 0, lanyard_attr_is_break(attributes + index, wrap) != 0 { segments.append(Segment()) }
            let length = UTF8.width(scalar)
            let advance = advances[offset..<offset + length].reduce(0, +)
            offset += length
            if lanyard_attr_is_white(attributes + index) != 0 {
                segments[segments.count - 1].space += advance
            } else {
                segments[segments.count - 1].width += segments[segments.count - 1].space + advance
                segments[segments.count - 1].space = 0
            }
        }
        return segments
    }

    /// The least width that fits the segments into this many lines, which makes the lines as even as they can be.
    private func narrowest(_ segments: [Segment], lines: Int) -> Double {
        var low = segments.map(\.width).max() ?? 0
        var high = segments.reduce(0) { $0 + $1.width + $1.space }
        while high - low > 0.05 {
            let middle = (low + high) / 2
            if lineCount(segments, width: middle) <= lines { high = middle } else { low = middle }
        }
        return high
    }

    private func lineCount(_ segments: [Segment], width: Double) -> Int {
        var lines = 1
        var used = 0.0
        for segment in segments {
            if used > 0, used + segment.width > width {
                lines += 1
                used = 0
            }
            used += segment.width + segment.space
        }
        return lines
    }
}

// MARK: - Glyphs

extension TextSetter.Draft {
    /// What is drawn of a line, as Pango's renderer does it: runs one after another in visual order.
    private func runs(ofLine number: Int32, _ workplace: inout SettingFonts.Workplace) -> [SetText.Run] {
        guard let line = pango_layout_get_line_readonly(layout, number), let text = pango_layout_get_text(layout) else {
            return []
        }
        var runs: [SetText.Run] = []
        var x: Int32 = 0
        var next = line.pointee.runs
        while let node = next {
            next = node.pointee.next
            let item = node.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self)
            x += item.pointee.start_x_offset
            if let run = run(item, text, x: x, &workplace) { runs.append(run) }
            x += pango_glyph_string_get_width(item.pointee.glyphs) + item.pointee.end_x_offset
        }
        return runs
    }

    private func run(
        _ glyphItem: UnsafeMutablePointer<PangoGlyphItem>, _ text: UnsafePointer<CChar>, x origin: Int32,
        _ workplace: inout SettingFonts.Workplace
    ) -> SetText.Run? {
        let (item, string) = (glyphItem.pointee.item.pointee, glyphItem.pointee.glyphs.pointee)
        guard let chosen = item.analysis.font, let font = workplace.font(chosen) else { return nil }
        func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }
        var glyphs: [cairo_glyph_t] = []
        var boxes: [Rect] = []
        glyphs.reserveCapacity(Int(string.num_glyphs))
        var x = origin
        for index in 0..<Int(string.num_glyphs) {
            let info = string.glyphs[index]
            let place = Point(
                x: points(x + info.geometry.x_offset), y: points(info.geometry.y_offset - glyphItem.pointee.y_offset))
            if lanyard_glyph_is_drawn(info.glyph) != 0 {
                glyphs.append(cairo_glyph_t(index: UInt(info.glyph), x: place.x, y: place.y))
            } else if lanyard_glyph_is_unknown(info.glyph) != 0 {
                var ink = PangoRectangle()
                pango_font_get_glyph_extents(chosen, info.glyph, &ink, nil)
                boxes.append(
                    Rect(
                        x: place.x + points(ink.x), y: place.y + points(ink.y), width: points(ink.width),
                        height: points(ink.height)))
            }
            x += info.geometry.width
        }
        return SetText.Run(
            font: font, glyphs: glyphs,
            text: Array(UnsafeBufferPointer(start: text + Int(item.offset), count: Int(item.length))),
            clusters: clusters(glyphItem, text), isBackward: item.analysis.level & 1 != 0, boxes: boxes)
    }

    /// Which characters became which of the glyphs that are drawn.
    private func clusters(
        _ item: UnsafeMutablePointer<PangoGlyphItem>, _ text: UnsafePointer<CChar>
    ) -> [cairo_text_cluster_t] {
        let string = item.pointee.glyphs.pointee
        var clusters: [cairo_text_cluster_t] = []
        clusters.reserveCapacity(Int(string.num_glyphs))
        var iterator = PangoGlyphItemIter()
        var isThere = pango_glyph_item_iter_init_start(&iterator, item, text)
        while isThere != 0 {
            let range =
                iterator.start_glyph < iterator.end_glyph
                ? iterator.start_glyph..<iterator.end_glyph : iterator.end_glyph + 1..<iterator.start_glyph + 1
            let drawn = range.count { lanyard_glyph_is_drawn(string.glyphs[Int($0)].glyph) != 0 }
            clusters.append(
                cairo_text_cluster_t(
                    num_bytes: iterator.end_index - iterator.start_index, num_glyphs: Int32(drawn)))
            isThere = pango_glyph_item_iter_next_cluster(&iterator)
        }
        return clusters
    }
}

// MARK: - What went wrong

extension TextSetter.Draft {
    private func missingCharacters() -> [Unicode.Scalar] {
        guard pango_layout_get_unknown_glyphs_count(layout) > 0 else { return [] }
        var missing: [Unicode.Scalar] = []
        let iterator = pango_layout_get_iter(layout)
        repeat {
            guard let run = pango_layout_iter_get_run_readonly(iterator), let glyphs = run.pointee.glyphs else {
                continue
            }
            for index in 0..<Int(glyphs.pointee.num_glyphs) {
                let glyph = glyphs.pointee.glyphs[index].glyph
                // Pango puts the character's number into the glyph it could not find.
                guard lanyard_glyph_is_unknown(glyph) != 0, let scalar = Unicode.Scalar(glyph & 0x0FFF_FFFF),
                    !missing.contains(scalar)
                else { continue }
                missing.append(scalar)
            }
        } while pango_layout_iter_next_run(iterator) != 0
        pango_layout_iter_free(iterator)
        return missing
    }

    private func isWordBroken() -> Bool {
        let lineCount = pango_layout_get_line_count(layout)
        guard lineCount > 1 else { return false }
        var count: Int32 = 0
        guard let attributes = pango_layout_get_log_attrs_readonly(layout, &count) else { return false }
        let bytes = Array(text.utf8)
        return (1..<lineCount).contains { number in
            guard let line = pango_layout_get_line_readonly(layout, number) else { return false }
            let start = Int(line.pointee.start_index)
            let index = bytes[..<start].count { $0 & 0xC0 != 0x80 }
            return index < count && lanyard_attr_is_break(attributes + index, PANGO_WRAP_WORD) == 0
        }
    }
}
