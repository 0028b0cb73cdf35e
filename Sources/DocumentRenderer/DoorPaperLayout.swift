import Catalogues
import Conference
import Foundation
import Typesetting

/// The layout of a gate's fallback list: a box and a line for the time before each name, the code after it.
@TypesettingActor
struct DoorPaperLayout {
    private let paper: DoorPaper
    private let words: Catalogue
    private let format: ReaderFormat
    private let typist: Typist

    private static let rowHeight = 32.0
    private static let boxTop = 6.5
    private static let boxSide = 18.0
    private static let timeLine = (x: 26.0, width: 44.0)
    private static let name = (x: 80.0, width: 200.0)
    private static let code = (x: 286.0, width: 74.0)
    private static let remark = (x: 362.0, width: 142.0)

    init(_ paper: DoorPaper, words: Catalogue, format: ReaderFormat, typist: Typist) {
        self.paper = paper
        self.words = words
        self.format = format
        self.typist = typist
    }

    func flow() -> PageFlow {
        let title = paper.title(words)
        let asOf = words("paper_list_as_of", ["time": format.fullMoment(paper.time)])
        var flow = PageFlow(
            heading: columns(above: "\(title) · \(asOf)"),
            footer: { [typist, words, paper] canvas, top, page, count in
                let number = words("paper_list_page", ["page": "\(page)", "pages": "\(count)"])
                PageFlow.rule(canvas, top - 6, width: 0.5)
                typist.row(
                    [
                        .init("\(paper.event) · \(title) · \(asOf)", (x: 0, width: 400)),
                        .init(number, (x: 404, width: 100), .right),
                    ], size: 8.5, color: Typist.faint, padding: 0
                )
                .draw(canvas, top)
            })
        flow.add(line(paper.gate, size: 20, weight: .semibold, padding: 4))
        flow.add(
            line(
                words(
                    "paper_list_day",
                    [
                        "day": String(paper.day), "date": format.language.longDay(paper.date),
                        "hours": paper.hours,
                    ]), size: 12, padding: 2))
        flow.add(line("\(paper.event). \(asOf). \(count(paper.people))", size: 9.5, padding: 6))
        flow.add(
            line(words("paper_list_how"), size: 9.5, padding: 8, linesMax: 2))
        flow.add(columns(above: nil))
        for person in paper.people { flow.add(row(person)) }
        if paper.people.isEmpty { flow.add(line(words("paper_list_nobody"), size: 12, padding: 4)) }
        return flow
    }

    private func count(_ people: [DoorPaper.Person]) -> String {
        let all = words(people.count == 1 ? "paper_list_one" : "paper_list_many", ["count": String(people.count)])
        let desk = people.count(where: \.goesToDesk)
        return desk == 0 ? all : all + ", " + words("paper_list_desk", ["count": String(desk)])
    }

    private func columns(above title: String?) -> PageFlow.Block {
        let heads = typist.row(
            [
                .init(words("paper_list_in"), (x: 0, width: 24)), .init(words("paper_list_time"), Self.timeLine),
                .init(words("paper_list_name"), Self.name), .init(words("paper_list_code"), Self.code),
                .init(words("paper_list_remarks"), Self.remark),
            ], size: 8.5, weight: .medium, color: Typist.faint, padding: 2)
        let above = title.map { line($0, size: 9, padding: 4) }
        let start = above?.height ?? 0
        return PageFlow.Block(height: start + heads.height + 3) { canvas, top in
            above?.draw(canvas, top)
            heads.draw(canvas, top + start)
            PageFlow.rule(canvas, top + start + heads.height + 1, width: 1, color: Typist.ink)
        }
    }

    private func row(_ person: DoorPaper.Person) -> PageFlow.Block {
        let name = typist.set(person.name, size: 13, weight: .semibold, width: Self.name.width)
        let affiliation = typist.set(person.affiliation, size: 8.5, width: Self.name.width)
        let code = typist.set(person.code, size: 12, weight: .medium, width: Self.code.width)
        let remark = typist.set(remark(person), size: 9.5, width: Self.remark.width, linesMax: 2)
        return PageFlow.Block(height: Self.rowHeight) { canvas, top in
            if !person.goesToDesk { mark(canvas, top, isTicked: person.admitted != nil) }
            draw(name, canvas, Self.name.x, top + (person.affiliation.isEmpty ? 5 : -1), Typist.ink)
            draw(affiliation, canvas, Self.name.x, top + 15, Typist.faint)
            draw(code, canvas, Self.code.x, top + 5.5, Typist.ink)
            draw(remark, canvas, Self.remark.x, top + (remark.height > 14 ? 0.5 : 7.5), Typist.ink)
            PageFlow.rule(canvas, top + Self.rowHeight - 1, width: 0.5)
        }
    }

    private func draw(_ piece: Typist.Piece, _ canvas: Canvas, _ x: Double, _ y: Double, _ color: Color) {
        canvas.draw(piece.text, at: Point(x: PageFlow.margin + x, y: y), color: color)
    }

    private func mark(_ canvas: Canvas, _ top: Double, isTicked: Bool) {
        let (left, high, side) = (PageFlow.margin, top + Self.boxTop, Self.boxSide)
        canvas.stroke(
            Rect(x: left, y: high, width: side, height: side), cornerRadius: 2, color: Typist.ink, lineWidth: 1.2)
        if isTicked {
            let corner = Point(x: left + 7.5, y: high + 14)
            canvas.line(from: Point(x: left + 3.5, y: high + 9.5), to: corner, color: Typist.ink, lineWidth: 1.8)
            canvas.line(from: corner, to: Point(x: left + 14.5, y: high + 4), color: Typist.ink, lineWidth: 1.8)
        } else {
            let start = Point(x: left + Self.timeLine.x, y: high + side)
            canvas.line(
                from: start, to: Point(x: start.x + Self.timeLine.width, y: start.y), color: Typist.faint,
                lineWidth: 0.7)
        }
    }

    private func remark(_ person: DoorPaper.Person) -> String {
        var remarks: [String] = []
        if person.goesToDesk { remarks.append(words("paper_list_to_desk")) }
        if person.due > .zero { remarks.append(words("paper_list_due", ["due": format.moneyByCode(person.due)])) }
        if let admitted = person.admitted {
            remarks.append(words("paper_list_in_since", ["time": format.time(admitted)]))
        }
        if !person.category.isEmpty { remarks.append(person.category) }
        return remarks.joined(separator: " · ")
    }

    private func line(
        _ text: String, size: Double, weight: TextStyle.Weight = .regular, padding: Double, linesMax: Int = 1
    ) -> PageFlow.Block {
        typist.row(
            [.init(text, (x: 0, width: PageFlow.width), linesMax: linesMax)], size: size, weight: weight,
            padding: padding)
    }
}

extension DoorPaper {
    func title(_ words: Catalogue) -> String { words("paper_list_title", ["gate": gate, "day": String(day)]) }
}
