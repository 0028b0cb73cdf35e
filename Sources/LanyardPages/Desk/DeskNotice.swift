import Conference
import EventDesk
import Wording

/// What is said above a sheet after something was done or refused.
struct DeskNotice: Sendable {
    enum Mood: String, Sendable { case good, warn, bad }

    let mood: Mood
    let sentence: String
    let advice: String
    /// What is to be seen from two steps away: the change to give.
    let figure: String
    /// The address of a paper that belongs to it.
    let paper: String

    init(_ sentence: String, mood: Mood = .good, advice: String = "", figure: String = "", paper: String = "") {
        self.mood = mood
        self.sentence = sentence
        self.advice = advice
        self.figure = figure
        self.paper = paper
    }

    /// That something was refused.
    init(_ error: any Error, _ words: PageWords) {
        let (sentence, advice) = words.explanation(of: error)
        self.init(sentence, mood: .bad, advice: advice)
    }

    /// That something was changed; with what to do where the paper of the badge is wrong now.
    init(_ change: PersonChange, _ sentence: String, _ words: PageWords) {
        let isOutdated = !change.outdated.isEmpty
        self.init(sentence, mood: isOutdated ? .warn : .good, advice: isOutdated ? words("person_badge_old") : "")
    }

    var value: PageValue {
        [
            "mood": .text(mood.rawValue), "is_bad": .flag(mood == .bad), "sentence": .text(sentence),
            "advice": .text(advice), "figure": .text(figure), "paper": .text(paper),
        ]
    }
}
