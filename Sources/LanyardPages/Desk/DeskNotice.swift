import Catalogues
import Conference
import EventDesk
import Keysigning
import OpenPGP
import RegistrationLedger
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
    /// The code of what was refused; nil where nothing was.
    var code: AnyErrorCode?
    /// A fingerprint as it was typed above that of the key, digit by digit; empty where nothing was compared.
    var digits: [DigitColumn] = []

    init(_ sentence: String, mood: Mood = .good, advice: String = "", figure: String = "", paper: String = "") {
        self.mood = mood
        self.sentence = sentence
        self.advice = advice
        self.figure = figure
        self.paper = paper
    }

    /// That something was refused.
    init(_ error: any Error, _ words: Catalogue) {
        let (sentence, advice) = words.explanation(of: error)
        self.init(sentence, mood: .bad, advice: advice)
        wrong = Self.fields(of: error)
        code = (error as? any DescribedError).map { AnyErrorCode($0.code) }
        if let details = (error as? any DescribedError)?.details, let difference = details["difference"],
            let typed = details["typed"]
        {
            digits = DigitColumn.columns(typed: typed, difference: difference)
        }
    }

    /// Which fields of a form an error is about.
    private static func fields(of error: any Error) -> [String] {
        guard let error = error as? any DescribedError else { return [] }
        if let field = error.details.first(where: { $0.name == "field" })?.value { return [field] }
        let code = AnyErrorCode(error.code)
        return fieldsByCode.first { $0.codes.contains(code) }?.fields ?? []
    }

    /// Codes that do not say which field they are about, with the fields, the likeliest first.
    private static let fieldsByCode: [(codes: Set<AnyErrorCode>, fields: [String])] = [
        (
            codes(
                ConferenceErrorCode.amountInvalid, .amountAmbiguous, .amountCurrencyDiffers, .amountMissing,
                .amountNotPositive, .amountTooLarge
            )
            .union(codes(LedgerErrorCode.cashNotPayable)), ["amount", "tendered", "counted", "float"]
        ),
        (codes(ConferenceErrorCode.amountFarAbove, .tenderedTooLittle), ["tendered", "amount"]),
        (codes(ConferenceErrorCode.paymentChoiceMissing), ["method"]),
        (codes(LedgerErrorCode.reasonMissing), ["reason"]),
        (codes(ServerErrorCode.confirmationMissing), ["sure"]),
        (codes(LedgerErrorCode.daysMissing).union(codes(ConferenceErrorCode.daysInvalid, .dayUnknown)), ["day"]),
        (
            codes(ConferenceErrorCode.codeMistyped, .codeInvalid)
                .union(codes(LedgerErrorCode.registrationUnknown, .mergeWithItself)), ["second"]
        ),
        (codes(LedgerErrorCode.dayFull), ["day"]),
        (codes(LedgerErrorCode.addOnFull).union(codes(ConferenceErrorCode.addOnUnknown)), ["add_on"]),
        (codes(ConferenceErrorCode.nameMissing), ["name"]),
        (codes(ConferenceErrorCode.emailInvalid), ["email"]),
        (
            codes(
                LedgerErrorCode.voucherUnknown, .voucherHeld, .voucherNotHeld, .voucherNotForCategory, .voucherNotValid,
                .voucherUsedUp), ["voucher"]
        ),
        (codes(LedgerErrorCode.tillUnknown, .tillNameInvalid, .tillNotOpen, .tillOpenAlready), ["till"]),
        (
            codes(
                OpenPGPError.Code.fingerprintEmpty, .fingerprintNotHexadecimal, .fingerprintLength, .fingerprintIsKeyID,
                .fingerprintVersion3, .fingerprintMismatch), ["fingerprint"]
        ),
    ]

    private static func codes<Code: ErrorCode>(_ codes: Code...) -> Set<AnyErrorCode> {
        Set(codes.map { AnyErrorCode($0) })
    }

    /// That something was changed; with what to do where the paper of the badge is wrong now.
    init(_ change: PersonChange, _ sentence: String, _ words: Catalogue) {
        let isOutdated = !change.outdated.isEmpty
        self.init(sentence, mood: isOutdated ? .warn : .good, advice: isOutdated ? words("person_badge_old") : "")
    }

    /// That another desk changed the record meanwhile, and what becomes of what was typed.
    static func changedElsewhere(_ error: LedgerError, _ words: Catalogue) -> DeskNotice {
        var notice = DeskNotice(words("changes_refused"), mood: .bad, advice: words("changes_refused_advice"))
        notice.code = AnyErrorCode(error.code)
        return notice
    }

    /// That days were sold which are over; nothing where none were.
    static func over(_ days: DaySet, _ visit: PageVisit) -> [DeskNotice] {
        let names = visit.event.days.filter { days.contains($0.number) }.map { visit.format.day($0.date) }
        guard !names.isEmpty else { return [] }
        return [
            DeskNotice(
                visit.words("days_over", ["days": names.joined(separator: ", ")]), mood: .warn,
                advice: visit.words("days_over_advice"))
        ]
    }

    /// That a key was confirmed; with what to do where the paper of the badge is wrong now.
    init(_ confirmed: ConfirmedKey, _ words: Catalogue) {
        if confirmed.change.waitsForProof {
            self.init(words("dot_waits"), mood: .warn, advice: words("dot_waits_advice"))
        } else {
            let isOutdated = !confirmed.outdated.isEmpty
            self.init(
                words("dot_done"), mood: isOutdated ? .warn : .good,
                advice: words(isOutdated ? "person_badge_old" : "dot_done_advice"))
        }
    }

    var value: PageValue {
        [
            "mood": .text(mood.rawValue), "is_bad": .flag(mood == .bad), "sentence": .text(sentence),
            "advice": .text(advice), "wrong": .text(wrong.joined(separator: " ")), "figure": .text(figure),
            "paper": .text(paper), "has_digits": .flag(!digits.isEmpty), "digits": .list(digits.map(\.value)),
        ]
    }
}
