package import Conference

/// Hands mail over by the way that an event's description names.
package enum MailCarrier {
    /// Lets the body hand over mail after mail, over one connection as long as that is good.
    ///
    /// - Parameters:
    ///   - password: of the server's login.
    ///   - authorities: a PEM file with certificates that are trusted beside the system's; nil for none.
    ///   - body: gets a function that hands over one mail, and says after it whether another can follow in this run.
    /// - Throws: `MailCarrierError` where nothing can be handed over at all; whatever the body throws.
    package static func over(
        _ way: MailPlan.Way, password: String?, authorities: String?,
        _ body: (_ hand: (Envelope) async throws -> (delivery: Delivery, goesOn: Bool)) async throws -> Void
    ) async throws {
        switch way {
        case .server(let server):
            try await SMTPConnection.with(server, password: password, authorities: authorities) { connection in
                try await body { envelope in
                    let delivery = await connection.send(envelope)
                    return (delivery, connection.isUsable)
                }
            }
        case .sendmail(let program):
            try await body { envelope in (try await Sendmail.send(envelope, by: program), true) }
        }
    }
}
