internal import Conference
internal import QRCode
internal import Typesetting

@TypesettingActor
extension BadgeComposer {
    /// The content of a field for one badge.
    @TypesettingActor
    struct Composition {
        enum Element {
            case text(SetText, Point, Color)
            case code(BitMask, quiet: Rect, modules: Rect)
            case dot(Rect, Color)
            case rule(from: Point, to: Point, Color)
            case chip(Rect, Color, isFilled: Bool)
        }

        let placement: BadgeTemplate.Placement
        var elements: [Element]

        func draw(on canvas: Canvas, badge origin: Point) {
            var transform = placement.transform
            transform.tx += origin.x
            transform.ty += origin.y
            canvas.transformed(by: transform) {
                for element in elements {
                    switch element {
                    case .text(let text, let point, let color): canvas.draw(text, at: point, color: color)
                    case .code(let mask, let quiet, let modules):
                        canvas.fill(quiet, color: .white)
                        canvas.draw(mask, in: modules, color: .black)
                    case .dot(let rect, let color):
                        canvas.fill(rect, cornerRadius: rect.size.width / 2, color: color)
                    case .rule(let start, let end, let color):
                        canvas.line(from: start, to: end, color: color, lineWidth: 0.5)
                    case .chip(let rect, let color, let isFilled):
                        let radius = rect.size.height * 0.22
                        if isFilled {
                            canvas.fill(rect, cornerRadius: radius, color: color)
                        } else {
                            canvas.stroke(rect.inset(by: 0.4), cornerRadius: radius, color: color, lineWidth: 0.8)
                        }
                    }
                }
            }
        }
    }

    func compose(
        _ placement: BadgeTemplate.Placement, _ part: BadgePreparation.Part, of badge: BadgeContent, palette: Palette,
        log: inout PreflightLog
    ) throws -> Composition? {
        let box = Rect(placement.size)
        let ink = placement.style.ink.color(in: palette)
        let elements: [Composition.Element] =
            switch (part, placement.field.value) {
            case (_, .days) where placement.style.shape == .chips:
                chipElements(placement, color: ink, badge: badge, log: &log)
            case (_, .prose(let texts, let gap)):
                proseElements(texts(badge), gap: gap, placement, color: ink, badge: badge, log: &log)
            case (_, .schedule):
                scheduleElements(placement, color: ink, badge: badge, log: &log)
            case (.text(let text), _):
                textElement(text, placement, at: box.origin, color: ink, badge: badge, log: &log).map { [$0] } ?? []
            case (.code(let mask), _):
                try codeElement(mask?.get(), placement, badge: badge, log: &log).map { [$0] } ?? []
            case (.none, .dot(let isShown)):
                isShown(badge) ? [.dot(box.centeredSquare, ink)] : []
            case (.none, _):
                []
            }
        return elements.isEmpty ? nil : Composition(placement: placement, elements: elements)
    }

    /// A text as set, with everything that is wrong with it.
    func textElement(
        _ text: PreparedText, _ placement: BadgeTemplate.Placement, at origin: Point, color: Color,
        badge: BadgeContent, log: inout PreflightLog
    ) -> Composition.Element? {
        let (field, cleaned) = (placement.field, text.cleaned)
        let registration = field.isShared ? nil : badge.registration
        if !cleaned.removed.isEmpty {
            log.add(
                PreflightFinding(
                    .charactersRemoved, registration, field, ErrorDetail("characters", cleaned.removed.described)))
        }
        if field.id == .name {
            if cleaned.text.isEmpty {
                log.add(PreflightFinding(.badgeNameMissing, registration, field))
            } else {
                log.add(name: cleaned.text, of: badge.registration, field: field)
            }
        }
        guard let text = text.set else { return nil }
        if !text.missing.isEmpty {
            log.add(
                PreflightFinding(.glyphMissing, registration, field, ErrorDetail("characters", text.missing.described)))
        }
        let size = ErrorDetail("size", text.fontSize)
        if text.isEllipsized { log.add(PreflightFinding(.textEllipsized, registration, field, size)) }
        if text.isWordBroken { log.add(PreflightFinding(.wordBroken, registration, field, size)) }
        if text.isTooHigh { log.add(PreflightFinding(.textTooHigh, registration, field, size)) }
        return .text(text, origin, color)
    }

    /// One chip for each day of the event: filled and named if the pass has it, else an empty outline.
    private func chipElements(
        _ placement: BadgeTemplate.Placement, color: Color, badge: BadgeContent, log: inout PreflightLog
    ) -> [Composition.Element] {
        let count = badge.event.dayLabels.count
        let gap = placement.size.height * 0.2
        let width = (placement.size.width - gap * Double(count - 1)) / Double(count)
        let chips = (0..<count).map { index in
            Rect(x: Double(index) * (width + gap), y: 0, width: width, height: placement.size.height)
        }
        let margin = placement.size.height * 0.16
        guard var style = placement.style.text else { return [] }
        // All labels as large as the longest can be, whichever of them are shown.
        style.sizeMax = zip(badge.event.dayLabels, chips).reduce(style.sizeMax) { size, chip in
            let box = chip.1.inset(by: margin).size
            return min(
                size,
                texts.set(chip.0, style: style, box: box, language: nil, mayComeAgain: false).fontSize)
        }
        style.sizeMin = min(style.sizeMin, style.sizeMax)
        var elements: [Composition.Element] = []
        for (index, chip) in chips.enumerated() {
            let isFilled = badge.days.contains(index + 1)
            elements.append(.chip(chip, color, isFilled: isFilled))
            guard isFilled else { continue }
            let room = chip.inset(by: margin)
            let label = PreparedText(
                badge.event.dayLabels[index], placement, style: style, box: room.size, language: nil, on: texts)
            elements +=
                textElement(
                    label, placement, at: room.origin, color: Palette.text(on: color), badge: badge, log: &log
                ).map { [$0] } ?? []
        }
        return elements
    }

    private func codeElement(
        _ mask: BitMask?, _ placement: BadgeTemplate.Placement, badge: BadgeContent, log: inout PreflightLog
    ) throws -> Composition.Element? {
        let field = placement.field
        guard let mask else {
            if field.id == .credential {
                log.add(PreflightFinding(.credentialMissing, badge.registration, field))
            }
            return nil
        }
        let quiet = Rect(placement.size).centeredSquare
        let module = quiet.size.width / Double(mask.width + 2 * QRMatrix.quietZone)
        let moduleMillimeters = module / 72 * 25.4
        if moduleMillimeters < Self.moduleMillimetersMin {
            log.add(
                PreflightFinding(
                    .codeTooSmall, nil, field, ErrorDetail("module_mm", hundredths(moduleMillimeters)),
                    ErrorDetail("module_mm_min", hundredths(Self.moduleMillimetersMin))))
        }
        return .code(mask, quiet: quiet, modules: quiet.inset(by: module * Double(QRMatrix.quietZone)))
    }

    private func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension [Unicode.Scalar] {
    /// `U+0041 U+1F600`.
    fileprivate var described: String {
        map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
        }.joined(separator: " ")
    }
}
