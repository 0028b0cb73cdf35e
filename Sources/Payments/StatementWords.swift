import Conference

/// The words by which banks say whether money came in or went out.
enum DirectionWords {
    /// Whether a word says that money came in; nil where it says neither.
    static func isIncoming(_ text: String) -> Bool? { signs[text] ?? words[StatementHeader.fold(text)] }

    /// The same for words that say it among others (`ACH_DEBIT`, `Transfer in`): nil where they say both, or where it may be
    /// the name of a card.
    static func leans(_ text: String) -> Bool? {
        if let isIncoming = isIncoming(text) { return isIncoming }
        let parts = StatementHeader.fold(text).split(separator: " ").map(String.init)
        guard Set(parts).isDisjoint(with: ["card", "carte", "cards", "cartes"]) else { return nil }
        // `Payment in store` says nothing; `Transfer in` does.
        let told = Set(
            parts.enumerated().filter { $0.element != "in" || $0.offset == parts.count - 1 }.compactMap {
                words[$0.element]
            })
        return told.count == 1 ? told.first : nil
    }

    private static let signs = ["+": true, "-": false, "−": false, "–": false]

    private static let words: [String: Bool] = [
        "credit": true, "credits": true, "cr": true, "c": true, "crdt": true, "deposit": true, "in": true,
        "incoming": true, "received": true, "money in": true, "paid in": true, "depot": true, "entree": true, "h": true,
        "haben": true, "bij": true, "ct": true, "recu": true, "entrant": true, "versement": true, "encaissement": true,
        "gutschrift": true, "eingang": true, "zugang": true, "abono": true, "credito": true, "inn": true,
        "accredito": true, "inward": true, "inbound": true, "credited": true, "credite": true, "income": true,
        "receipt": true, "einnahme": true, "revenu": true,
        "debit": false, "debits": false, "dr": false, "d": false, "dbit": false, "withdrawal": false, "out": false,
        "outgoing": false, "sent": false, "money out": false, "paid out": false, "retrait": false, "sortie": false,
        "s": false, "soll": false, "af": false, "dt": false, "envoye": false, "sortant": false, "decaissement": false,
        "achat": false, "purchase": false, "fee": false, "frais": false, "belastung": false, "lastschrift": false,
        "outward": false, "outbound": false, "debited": false, "debite": false, "expense": false, "depense": false,
        "spent": false, "ausgabe": false, "ausgang": false, "abgang": false, "cargo": false, "debito": false,
        "ut": false, "addebito": false,
    ]
}

/// The words by which banks say whether a movement is final.
enum StatusWords {
    /// Nil for a word that is not known.
    static func status(_ text: String) -> StatementLine.Status? { statuses[StatementHeader.fold(text)] }

    private static let statuses: [String: StatementLine.Status] = [
        "posted": .posted, "booked": .posted, "book": .posted, "completed": .posted, "complete": .posted,
        "settled": .posted, "cleared": .posted, "processed": .posted, "success": .posted, "successful": .posted,
        "executed": .posted, "final": .posted, "deposited": .posted, "comptabilise": .posted,
        "comptabilisee": .posted, "effectue": .posted, "effectuee": .posted, "traite": .posted, "traitee": .posted,
        "execute": .posted, "executee": .posted, "termine": .posted, "terminee": .posted, "complete e": .posted,
        "gebucht": .posted, "umsatz gebucht": .posted, "depose": .posted, "reporte": .posted, "reportee": .posted,
        "inscrit": .posted,
        "inscrite": .posted, "confirmed": .posted, "confirme": .posted, "confirmee": .posted,
        "pending": .pending, "authorized": .pending, "authorised": .pending, "authorization": .pending,
        "processing": .pending, "in progress": .pending, "scheduled": .pending, "hold": .pending, "on hold": .pending,
        "pdng": .pending, "open": .pending, "unposted": .pending, "en attente": .pending, "en cours": .pending,
        "en traitement": .pending, "a venir": .pending, "autorise": .pending, "autorisee": .pending,
        "vorgemerkt": .pending, "umsatz vorgemerkt": .pending, "uncleared": .pending, "not cleared": .pending,
        "initiated": .pending, "submitted": .pending, "reserved": .pending, "future": .pending,
        "cancelled": .cancelled, "canceled": .cancelled, "reverted": .cancelled, "reversed": .cancelled,
        "failed": .cancelled, "declined": .cancelled, "rejected": .cancelled, "void": .cancelled, "voided": .cancelled,
        "expired": .cancelled, "returned": .cancelled, "refused": .cancelled, "denied": .cancelled,
        "blocked": .cancelled, "bounced": .cancelled, "annule": .cancelled,
        "annulee": .cancelled, "refuse": .cancelled, "refusee": .cancelled, "echoue": .cancelled,
        "echouee": .cancelled, "rejete": .cancelled, "rejetee": .cancelled, "expire": .cancelled,
        "expiree": .cancelled, "storniert": .cancelled,
    ]
}

/// The words by which banks say that a payment came back: one of theirs, or one of ours that nobody took.
enum ReturnWords {
    static func areIn(_ text: String) -> Bool {
        let said = StatementHeader.fold(text).split(separator: " ")
        return said.contains { words.contains($0) } || zip(said, said.dropFirst()).contains { $0 == ("charge", "back") }
    }

    private static let words: Set<Substring> = [
        "return", "returned", "returns", "reversal", "reversed", "chargeback", "nsf", "unpaid", "dishonoured",
        "dishonored", "bounced", "recalled", "retour", "retourne", "retournee", "impaye", "impayee", "rejet", "rejete",
        "contrepassation", "contrepasse", "provision", "rucklastschrift", "ruckgabe", "storno", "rtn", "rtd",
        "reject", "rejected", "rejection", "rejetee", "retournes", "impayes", "annulation", "annule", "annulee",
        "cancelled", "canceled", "cancellation", "reclaim", "reclaimed", "recall", "declined", "renvoye", "renvoyee",
        "ruckbuchung", "rueckbuchung", "ruecklastschrift", "rueckgabe", "stornierung", "stornobuchung",
    ]
}
