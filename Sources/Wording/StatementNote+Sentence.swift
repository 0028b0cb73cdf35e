import Conference
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

    /// In English.
    package var sentence: String {
        switch self {
        case .encoding: "The file is \(value)."
        case .columns: "Columns: \(value)."
        case .decimalSign: "Cents stand behind a \(value)."
        case .dates(let order):
            "02/03/2015 is read as \(order == .monthFirst ? "3 February" : "2 March"); --dates says otherwise."
        case .balanceDiffers: "The balance on line \(value) is not the one before it plus the amount."
        }
    }
}
