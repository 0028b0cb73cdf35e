import ArgumentParser
import BadgeRenderer
import Conference
import EventDesk
import EventStore
import Foundation
import Typesetting

struct BadgeSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheets", abstract: "List the sheets and rolls that badges are printed on, with a small picture.",
        discussion: """
            Given a sheet's name, shows its labels with the numbers that --first-label and --skip take. Print the PDF \
            picture on plain paper and hold it with a real sheet against the light to see whether the printer hits the \
            labels.

            Example: lanyard badge sheets letter-6up --picture letter-6up.pdf
            Example: lanyard badge sheets --own
            """)

    @Argument(help: "One sheet. Default: list them all.")
    var sheet: String?

    @Option(help: "Draw the sheet's labels into this file, a PDF or a PNG.")
    var picture: String?

    @Flag(help: "List the sheets of the event’s description as well.")
    var own = false

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let id: String
        let title: String
        let paperMillimeters: [Double]
        let labelMillimeters: [Double]
        let columns: Int
        let rows: Int
        let originMillimeters: [Double]
        let pitchMillimeters: [Double]
        let endless: Bool

        init(_ preset: Sheet.Preset) {
            id = preset.id
            title = preset.title
            paperMillimeters = [preset.paper.width.millimeters, preset.paper.height.millimeters]
            labelMillimeters = [preset.label.width.millimeters, preset.label.height.millimeters]
            columns = preset.columns
            rows = preset.rows
            originMillimeters = [preset.origin.x.millimeters, preset.origin.y.millimeters]
            pitchMillimeters = [preset.pitch.width.millimeters, preset.pitch.height.millimeters]
            endless = preset.isEndless
        }
    }

    func validate() throws {
        guard let picture else { return }
        guard sheet != nil else { throw ValidationError("Name the sheet to draw.") }
        guard [".pdf", ".png"].contains(where: { picture.lowercased().hasSuffix($0) }) else {
            throw ValidationError("Name a picture that ends in .pdf or .png.")
        }
    }

    func run() async throws {
        let described = own ? try await event.services(.reading).store.definition().sheets : []
        let one = try sheet.flatMap { try Sheet.Preset.named($0, among: described) }
        let presets = one.map { [$0] } ?? Sheet.Preset.all(with: described)
        if let picture, let one {
            let renderer = BadgeRenderer(fontConfiguration: ResourceFolder.ofThisProgram.fontConfiguration)
            let bytes =
                picture.lowercased().hasSuffix(".png")
                ? try await renderer.picture(of: one, dotsPerInch: 72)
                : try await renderer.picture(of: one, created: Date())
            return try output.file(Array(bytes), to: picture, ["sheet": .text(one.id)])
        }
        guard !output.json else { return try Output.json(presets.map(Body.init)) }
        if let one {
            Output.line(one.title + "\n" + SheetDrawing.large(one).joined(separator: "\n"))
            return
        }
        for preset in presets {
            let body = Body(preset)
            let paper =
                preset.isEndless
                ? "\(Measure.tenths(body.paperMillimeters[0])) mm wide"
                : "paper \(Measure.area(body.paperMillimeters[0], body.paperMillimeters[1])) mm"
            let texts = [
                preset.id, preset.title,
                paper + ", label \(Measure.area(body.labelMillimeters[0], body.labelMillimeters[1])) mm",
            ]
            let drawing = SheetDrawing.small(preset)
            for row in 0..<max(drawing.count, texts.count) {
                let left = row < drawing.count ? drawing[row] : ""
                let blanks = String(repeating: " ", count: 8 - left.count)
                Output.line(row < texts.count ? left + blanks + texts[row] : left)
            }
            Output.line("")
        }
    }
}

extension Double {
    /// Points to millimetres, to a hundredth.
    fileprivate var millimeters: Double { (self / 72 * 2540).rounded() / 100 }
}
