import Conference
import EventDesk
import LanyardHTTP
import RegistrationLedger
import Wording

/// Reads how a form of the desk says that something is paid. Nothing is booked that nobody typed or chose: all that is
/// due is paid only by a button that names it.
enum PaymentForm {
    /// The button for cash without change.
    static let exactCash = "cash_exact"
    /// The button of a walk-in who does not pay now.
    static let later = "later"

    /// - Throws: `form_unreadable`, `payment_choice_missing`, `amount_missing`, `amount_invalid`, and what `Payment` throws.
    static func payment(_ form: PageForm, _ format: ReaderFormat) throws -> Payment {
        let word = form["method"]
        let tendered = try format.amount(form["tendered"])
        // Somebody who types what was handed over has said that it is cash.
        guard !word.isEmpty || tendered != nil else { throw ConferenceError(.paymentChoiceMissing) }
        let method: PaymentMethod =
            word == exactCash || word.isEmpty ? .cash : try DeskMoneyPages.method(word)
        let amount = form.has("part") ? try DeskMoneyPages.typed(format.amount(form["amount"])) : nil
        let isCounted = method == .cash && word != exactCash && amount == nil
        if isCounted, tendered == nil { throw ConferenceError(.amountMissing) }
        return try Payment(
            amount: amount, method: method, tendered: isCounted ? tendered : nil, till: DeskMoneyPages.till(form),
            note: form["note"], isSure: form.has("sure"))
    }

    /// The same for somebody new, who may pay later, and need not say how they pay for a place that costs nothing.
    static func atOnce(_ form: PageForm, _ format: ReaderFormat) throws -> PaymentAtOnce {
        guard form["method"] != later else { return .later }
        do {
            return .payment(try payment(form, format))
        } catch let error as ConferenceError where [.paymentChoiceMissing, .amountMissing].contains(error.code) {
            return .unsaid(error)
        }
    }
}
