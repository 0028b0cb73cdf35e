internal import Typesetting

@TypesettingActor
extension BadgeComposer {
    /// Draws a badge, placed on the page by `transform`.
    func draw(
        _ badge: BadgeContent, _ preparation: BadgePreparation, on canvas: Canvas, _ transform: Transform,
        log: inout PreflightLog
    ) throws {
        if transform.isTranslation {
            try draw(badge, preparation, on: canvas, at: Point(x: transform.tx, y: transform.ty), log: &log)
        } else {
            try canvas.transformed(by: transform) {
                try draw(badge, preparation, on: canvas, at: Point(x: 0, y: 0), log: &log)
            }
        }
    }

    /// Draws the label that comes before the badges of a letter: the letter, and a rule below it.
    func drawDivider(_ letter: String, on canvas: Canvas, _ transform: Transform) {
        let size = min(template.size.width, template.size.height) * 0.55
        let style = TextStyle(weight: .bold, sizeMax: size, sizeMin: size / 4, alignment: .center)
        let room = Size(width: template.size.width * 0.8, height: template.size.height * 0.6)
        let text = texts.set(letter, style: style, box: room, language: nil, mayComeAgain: true)
        let origin = Point(x: template.size.width * 0.1, y: template.size.height * 0.16)
        let rule = origin.y + room.height + template.size.height * 0.06
        canvas.transformed(by: transform) {
            canvas.draw(text, at: origin, color: .black)
            canvas.line(
                from: Point(x: template.size.width * 0.3, y: rule), to: Point(x: template.size.width * 0.7, y: rule),
                color: .black, lineWidth: 2)
        }
    }
}

extension Transform {
    fileprivate var isTranslation: Bool { a == 1 && b == 0 && c == 0 && d == 1 }
}
