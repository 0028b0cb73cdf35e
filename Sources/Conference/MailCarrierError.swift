/// Why nothing can be handed over at all.
package typealias MailCarrierError = CodedError<MailCarrierErrorCode>

/// The codes of `MailCarrierError`, stable across versions; docs/error-codes.md has the words of each.
package enum MailCarrierErrorCode: String, ErrorCode {
    /// The mail server {host} does not take the login: {reply}
    case mailLoginRefused = "mail_login_refused"
    /// The mail server {host} offers no way to log in that is known here.
    case mailLoginUnknown = "mail_login_unknown"
    /// The mail server {host} does not answer as one: {reply}
    case mailServerConfused = "mail_server_confused"
    /// The mail server {host} wants nothing now: {reply}
    case mailServerRefuses = "mail_server_refuses"
    /// The mail server {host} cannot be reached.
    case mailServerUnreachable = "mail_server_unreachable"
    /// The mail server {host} offers no TLS.
    case mailTLSNotOffered = "mail_tls_not_offered"
    /// The mail server {host} cannot be trusted: {problem}
    case mailTLSUntrusted = "mail_tls_untrusted"
    /// The program {program} cannot be run.
    case sendmailMissing = "sendmail_missing"
}
