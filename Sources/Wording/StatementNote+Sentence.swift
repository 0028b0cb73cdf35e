import Catalogues
package import Conference
package import Payments

extension BankStatement.Note {
    /// The stable word of a note, by which pages find their own sentence.
    package var word: String {
        switch self {
        case .encoding: "encoding"
        case .columns: "columns"
        case .decimalSign: "decimal_sign"
        case .dates: "dates"
        case .balanceDiffers: "balance_differs"
        }
    }

    /// What a note is about: an encoding, names of columns, a sign, an order, a line.
    package var value: String {
        switch self {
        case .encoding(let encoding): encoding.rawValue
        case .columns(let columns): columns.map(\.rawValue).joined(separator: ",")
        case .decimalSign(let sign): sign.rawValue
        case .dates(let order): order.rawValue
        case .balanceDiffers(let line): String(line)
        }
    }

    /// What it says; some values have a sentence of their own.
    package func sentence(in language: Language) -> String {
        let words = Catalogue.of(language)
        let own = "bank_note_\(word)_\(value)"
        return words.text(own) ?? words("bank_note_\(word)", ["value": value])
    }
}
