/// How an event sends mail: what `mail` says in its description.
package struct MailPlan: Sendable, Hashable {
    /// Who sends.
    package let sender: Mailbox
    /// Where answers go; nil for the sender.
    package let replyTo: Mailbox?
    package let way: Way
    /// The address under which people reach the event's pages, without a path; nil where they cannot.
    package let pages: String?
    /// Of the occasions that follow from what happens, those that are told by mail.
    package let occasions: Set<MailOccasion>
    /// How many go out in a minute at the most.
    package let perMinute: Int

    package init(
        sender: Mailbox, replyTo: Mailbox? = nil, way: Way, pages: String? = nil,
        occasions: Set<MailOccasion> = Set(MailOccasion.automatic), perMinute: Int = 600
    ) {
        self.sender = sender
        self.replyTo = replyTo
        self.way = way
        self.pages = pages
        self.occasions = occasions
        self.perMinute = perMinute
    }

    /// Who takes the mail.
    package enum Way: Sendable, Hashable {
        /// A server for submission (RFC 6409).
        case server(MailServer)
        /// The program of this machine, by its path.
        case sendmail(String)
    }
}

/// A server for submission.
package struct MailServer: Sendable, Hashable {
    package let host: String
    package let port: Int
    package let security: Security
    /// Who logs in; the password is in the folder of the event's keys. Nil for nobody.
    package let login: String?

    package init(host: String, port: Int, security: Security, login: String?) {
        self.host = host
        self.port = port
        self.security = security
        self.login = login
    }

    /// How the way to it is protected.
    package enum Security: String, Sendable, Hashable, CaseIterable {
        /// TLS from the first byte (RFC 8314).
        case tls
        /// TLS once the server has answered (RFC 3207); a server that does not offer it gets nothing.
        case starttls
        /// Not at all: for a relay on this machine or in the same rack.
        case none

        /// The usual port.
        package var port: Int {
            switch self {
            case .tls: 465
            case .starttls: 587
            case .none: 25
            }
        }
    }
}
