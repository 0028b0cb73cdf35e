import Conference
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
    /// The names of the fields that are wrong, the likeliest first.
    var wrong: [String] = []
    /// The code of what was refused; empty where nothing was.
    var code = ""

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
        wrong = Self.fields(of: error)
        code = (error as? any DescribedError)?.code ?? ""
    }

    /// Which fields of a form an error is about.
    private static func fields(of error: any Error) -> [String] {
        guard let error = error as? any DescribedError else { return [] }
        if let field = error.details.first(where: { $0.name == "field" })?.value { return [field] }
        return switch error.code {
        case "amount_invalid", "amount_missing", "amount_not_positive", "amount_too_large", "cash_not_payable":
            ["amount", "tendered", "counted", "float"]
        case "amount_far_above", "tendered_too_little": ["tendered", "amount"]
        case "payment_choice_missing": ["method"]
        case "reason_missing": ["reason"]
        case "confirmation_missing": ["sure"]
        case "days_missing", "days_invalid", "day_unknown": ["day"]
        case "code_mistyped", "code_invalid", "registration_unknown", "merge_with_itself": ["second"]
        default:
            ["email", "name", "fingerprint", "voucher", "till"].filter { error.code.contains($0) }
        }
    }

    var value: PageValue {
        [
            "mood": .text(mood.rawValue), "is_bad": .flag(mood == .bad), "sentence": .text(sentence),
            "advice": .text(advice), "wrong": .text(wrong.joined(separator: " ")), "figure": .text(figure),
            "paper": .text(paper),
        ]
    }
}
