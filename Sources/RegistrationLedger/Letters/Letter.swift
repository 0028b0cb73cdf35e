package import Conference
package import Foundation

/// A letter that was issued. What it says was fixed then: printed again, it is the same paper.
package struct Letter: Sendable, Hashable {
    package let id: LetterID
    /// As it stands on the paper: `NETDEV01-VISA-0001`.
    package let label: String
    package let registration: Registration.ID
    package let issued: Date
    /// Nil once the person was erased, or the answers that it shows.
    package let paper: LetterPaper?
    package let drawing: Drawing

    /// The drawing by which it was issued, as it was then.
    package struct Drawing: Sendable, Hashable {
        /// The file's name, for messages.
        package let name: String
        package let svg: Data

        package init(name: String, svg: Data) {
            self.name = name
            self.svg = svg
        }
    }
}

/// A letter that is to be issued.
package struct NewLetter: Sendable, Hashable {
    package let kind: LetterPlan.ID
    package let registration: Registration.ID
    package let paper: LetterPaper
    /// The questions whose answers it shows.
    package let questions: [Question.ID]
    package let drawing: Letter.Drawing
    /// Whether there shall be a new one where the last one says something else; otherwise the last one stands.
    package let isRenewed: Bool

    package init(
        kind: LetterPlan.ID, registration: Registration.ID, paper: LetterPaper, questions: [Question.ID],
        drawing: Letter.Drawing, isRenewed: Bool
    ) {
        self.kind = kind
        self.registration = registration
        self.paper = paper
        self.questions = questions
        self.drawing = drawing
        self.isRenewed = isRenewed
    }
}
