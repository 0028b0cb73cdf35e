package import Foundation
internal import Typesetting

/// Pictures for people who choose and make templates and sheets.
extension BadgeRenderer {
    /// A badge as a PNG file, its back beside its front if it has one, each with a hair line around it.
    ///
    /// Throws `image_too_large`.
    package func picture(of badge: BadgeContent, template: BadgeTemplate, dotsPerInch: Double) throws -> Data {
        let composers = try composers(for: template)
        let sides = [composers.front] + (composers.back.map { [$0] } ?? [])
        let margin = 6.0
        let image = try PixelImage(
            size: Size(
                width: Double(sides.count) * (template.size.width + margin) + margin,
                height: template.size.height + 2 * margin), dotsPerInch: dotsPerInch)
        var log = PreflightLog()
        try image.draw { canvas in
            for (index, composer) in sides.enumerated() {
                let left = margin + Double(index) * (template.size.width + margin)
                composer.beginPage()
                let preparation = BadgePreparation(badge, composer.personal, on: composer.texts)
                try composer.draw(badge, preparation, on: canvas, at: Point(x: left, y: margin), log: &log)
                canvas.stroke(
                    Rect(x: left, y: margin, width: template.size.width, height: template.size.height)
                        .inset(by: -0.25), cornerRadius: 0, color: Self.pencil, lineWidth: 0.5)
            }
        }
        return try image.png()
    }

    /// A sheet's labels with their numbers as a PDF of the paper's size: printed, it can be held against the real sheet.
    package func picture(of preset: Sheet.Preset, created: Date) throws -> Data {
        let setter = TextSetter(fonts: try loadFonts())
        var pdf = Data()
        let document = PDFDocument(information: .init(title: preset.title, created: created)) {
            pdf.append(contentsOf: $0)
        }
        try document.page(preset.paper) { canvas in draw(preset, on: canvas, setter) }
        try document.finish()
        return pdf
    }

    /// A sheet's labels with their numbers as a PNG file. Throws `image_too_large`.
    package func picture(of preset: Sheet.Preset, dotsPerInch: Double) throws -> Data {
        let setter = TextSetter(fonts: try loadFonts())
        let image = try PixelImage(size: preset.paper, dotsPerInch: dotsPerInch)
        try image.draw { canvas in draw(preset, on: canvas, setter) }
        return try image.png()
    }

    private func draw(_ preset: Sheet.Preset, on canvas: Canvas, _ setter: TextSetter) {
        canvas.stroke(Rect(preset.paper).inset(by: 0.25), cornerRadius: 0, color: Self.pencil, lineWidth: 0.5)
        for label in 0..<preset.columns * preset.rows {
            let place = preset.place(ofLabel: label)
            canvas.stroke(place, cornerRadius: 0, color: .black, lineWidth: 0.5)
            let side = min(place.size.width, place.size.height)
            let number = setter.set(
                String(label + 1), style: TextStyle(weight: .bold, sizeMax: side / 3, sizeMin: 4, alignment: .center),
                box: place.size)
            canvas.draw(number, at: place.origin, color: Self.pencil)
        }
    }

    private static let pencil = Color(red: 0.6, green: 0.62, blue: 0.66)
}
