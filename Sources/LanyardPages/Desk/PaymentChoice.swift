import Conference
import EventDesk
import LanyardHTTP
import RegistrationLedger

/// How a form of the desk says that something is paid. Nothing is booked that nobody typed or chose: all that is due is
/// paid only by a button that names it.
struct PaymentChoice: Sendable {
    /// The button for cash without change.
    static let exactCash = "cash_exact"

    let method: PaymentMethod
    /// What is booked; nil for all that is due.
    let amount: Money?
    /// What was handed over in cash, where change is given.
    let tendered: Money?

    /// - Throws: `form_unreadable`, `payment_choice_missing`, `amount_missing`, `amount_invalid`.
    init(_ form: PageForm, _ format: ReaderFormat) throws {
        let word = form["method"]
        let tendered = try format.amount(form["tendered"])
        // Whoever types what was handed over has said that it is cash.
        guard !word.isEmpty || tendered != nil else { throw ConferenceError(.paymentChoiceMissing) }
        method = word == Self.exactCash || word.isEmpty ? .cash : try DeskMoneyPages.method(word)
        amount = form.has("part") ? try DeskMoneyPages.typed(format.amount(form["amount"])) : nil
        self.tendered = method == .cash && word != Self.exactCash && amount == nil ? tendered : nil
        if method == .cash, word != Self.exactCash, amount == nil, tendered == nil {
            throw ConferenceError(.amountMissing)
        }
    }

    /// Asks again where it is far more than what is due: a digit too many, or a code in the wrong field.
    ///
    /// - Throws: `amount_far_above`.
    func check(against due: Money, isSure: Bool) throws {
        guard !isSure, let money = amount ?? tendered, due > .zero else { return }
        let (most, isTooLarge) = due.cents.multipliedReportingOverflow(by: 3)
        guard !isTooLarge, money.cents > most, money.cents - due.cents > 100_00 else { return }
        throw ConferenceError(.amountFarAbove, ErrorDetail("amount", money), ErrorDetail("due", due))
    }
}
