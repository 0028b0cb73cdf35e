package import Conference

/// What a bank's file cannot be read for, and what keeps a payment provider from being asked or heard.
package typealias PaymentsError = CodedError<PaymentsErrorCode>

/// The codes of `PaymentsError`, stable across versions; docs/error-codes.md has the words of each.
package enum PaymentsErrorCode: String, ErrorCode {
    /// The payment provider’s answer cannot be read.
    case providerConfused = "provider_confused"
    /// The payment provider’s key is not stored.
    case providerKeyMissing = "provider_key_missing"
    /// The payment provider does not take the key.
    case providerKeyRefused = "provider_key_refused"
    /// The payment provider’s key is none that it gives out.
    case providerKeyOdd = "provider_key_odd"
    /// The payment provider’s key is one for tests.
    case providerKeyTest = "provider_key_test"
    /// Payments go to {api}, which is not the payment provider’s own address.
    case providerOtherAddress = "provider_other_address"
    /// The secret of the payment provider’s messages is not stored.
    case providerSecretMissing = "provider_secret_missing"
    /// The secret of the payment provider’s messages is none that it gives out.
    case providerSecretOdd = "provider_secret_odd"
    /// The payment provider {host} refuses: {reply}
    case providerRefuses = "provider_refuses"
    /// The payment provider {host} cannot be reached.
    case providerUnreachable = "provider_unreachable"
    /// The columns of the statement are not known.
    case statementColumnsUnknown = "statement_columns_unknown"
    /// Line {line} of the statement breaks its form.
    case statementBroken = "statement_broken"
    /// ‘{value}’ can be two dates.
    case statementDateAmbiguous = "statement_date_ambiguous"
    /// There is no date.
    case statementDateMissing = "statement_date_missing"
    /// It is not clear whether the money came in or went out.
    case statementDirectionUnclear = "statement_direction_unclear"
    /// The statement has no lines.
    case statementEmpty = "statement_empty"
    /// The file is not a statement that can be read.
    case statementFormUnknown = "statement_form_unknown"
    /// The same movement, with the same number of the bank, stands on line {line} already.
    case statementLineTwice = "statement_line_twice"
    /// ‘{value}’ is not a status that is known.
    case statementStatusUnknown = "statement_status_unknown"
    /// A statement has at most {limit} lines.
    case statementTooLong = "statement_too_long"
    /// The file is over {limit} bytes.
    case statementTooLarge = "statement_too_large"
    /// The XML has a document type, which is not read.
    case statementXMLUnsafe = "statement_xml_unsafe"
    /// The message is not signed by the payment provider.
    case webhookForged = "webhook_forged"
    /// The message was signed {seconds} seconds ago.
    case webhookOld = "webhook_old"
    /// The message cannot be read.
    case webhookUnreadable = "webhook_unreadable"
}
