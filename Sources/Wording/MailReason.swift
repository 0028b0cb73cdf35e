import Catalogues
package import Conference
package import Outbox

/// Why a mail was not sent, in words.
package enum MailReason {
    /// - Parameter code: the word that the outbox keeps, or an error's code.
    package static func sentence(_ code: String, in language: Language) -> String {
        let words = Catalogue.of(language)
        if words.text("mail_why_\(code)") != nil { return words("mail_why_\(code)") }
        return words.text("error_\(code)") != nil ? words("error_\(code)") : code
    }

    /// What kept one mail from going; empty for what went, and what was not tried.
    package static func sentence(of mail: OutboxMail, in language: Language) -> String {
        if let because = mail.because { return sentence(because, in: language) }
        guard let answer = mail.lastAttempt?.answer, answer.kind != .accepted else { return "" }
        return answer.status == 0 ? answer.reply : "\(answer.status) \(answer.reply)"
    }

    /// What keeps all mail from going out, with what the server wrote.
    package static func trouble(_ trouble: MailTrouble, in language: Language) -> String {
        let sentence = Catalogue.of(language)(
            "error_\(trouble.code)", ["reply": trouble.reply, "problem": trouble.reply])
        return sentence
    }
}
