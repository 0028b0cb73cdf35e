import Conference
import Foundation

/// The words that lists of people use, in English, French, German and Spanish.
enum ImportWords {
    /// The category that a list calls by its name or label.
    static func category(_ text: String, in event: EventDefinition) -> Category? {
        let folded = SearchText.fold(text)
        return event.categories.first { rule in
            [rule.category.rawValue, rule.labels[.english], rule.labels[.french]].contains {
                SearchText.fold($0) == folded
            }
        }?.category
    }

    /// What a list says of somebody's place, and whether that means that it is paid; nil for a word that nobody uses for it.
    static func status(_ text: String) -> (status: ImportStatus, isPaid: Bool?)? {
        let word = SearchText.fold(text).replacing("_", with: " ").replacing("-", with: " ")
        if word.isEmpty { return (.confirmed, nil) }
        for (words, status, isPaid) in statuses where words.contains(word) { return (status, isPaid) }
        return nil
    }

    private static let statuses: [(Set<String>, ImportStatus, Bool?)] = [
        (
            [
                "paid", "completed", "complete", "termine", "terminee", "complet", "complete(e)", "bezahlt",
                "abgeschlossen",
                "pagado", "completado", "completada", "acquired", "checked in", "paye", "payee",
            ], .confirmed, true
        ),
        (
            [
                "confirmed", "active", "attending", "registered", "yes", "true", "approved", "accepted", "going",
                "confirme",
                "confirmee", "inscrit", "inscrite", "oui", "bestatigt", "ja", "angemeldet", "confirmado", "confirmada",
                "si",
                "inscrito", "participe", "participant", "nimmt teil", "asiste", "asistira", "enregistre", "eingecheckt",
                "actif", "active(e)", "aktiv", "activo", "not checked in", "valid", "free", "gratuit",
            ], .confirmed, nil
        ),
        (
            [
                "pending", "unpaid", "awaiting payment", "en attente de paiement", "en attente du paiement",
                "paiement en attente", "impaye", "impayee", "non paye", "non payee",
                "ausstehend",
                "unbezahlt", "zahlung ausstehend", "pendiente de pago", "to be paid", "offline payment", "en attente",
                "approved, payment pending", "approved, confirmation pending", "pending (confirmed)",
                "ausstehend (bestatigt)", "en attente (confirme)", "pendiente (confirmado)", "pendiente",
                "partially paid",
                "awaiting offline payment", "reserved", "in progress", "open", "offen",
            ], .confirmed, false
        ),
        (
            [
                "cancelled", "canceled", "expired", "rejected", "withdrawn", "declined", "not attending", "deleted",
                "refunded",
                "void", "voided", "annule", "annulee", "rejete", "rejetee", "refuse", "refusee", "retire", "retiree",
                "expire", "decline", "declinee",
                "expiree", "storniert", "abgelaufen", "abgelehnt", "zuruckgezogen", "abgesagt", "abgemeldet",
                "cancelado",
                "cancelada",
                "rechazado", "rechazada", "retirado", "retirada", "anulado", "anulada", "no", "transferred", "merged",
                "ne participe pas", "nimmt nicht teil", "no asiste", "no asistira", "invalidated",
                "canceled (paid fee)", "cancelled (paid fee)", "storniert (bezahlte gebuhr)",
                "annule (frais payes)", "cancelado (tarifa pagada)", "expirado", "expirada", "chargeback",
                "cancelled by attendee",
            ], .cancelled, nil
        ),
        (["released", "pre reserved"], .ignore, nil),
        (
            [
                "pending approval", "approval pending", "awaiting approval", "waitlist", "waitlisted", "wait listed",
                "wait list", "waiting list", "on waitlist", "invited", "not decided", "en attente d'approbation",
                "en attente d’approbation", "liste d'attente", "liste d’attente", "invite", "invitee", "warteliste",
                "auf warteliste", "freigabe ausstehend", "approbation en attente", "aprobacion pendiente", "awaiting",
                "requested", "session", "eingeladen", "lista de espera", "en lista de espera", "invitado", "invitada",
            ], .undecided, nil
        ),
    ]

    /// Whether a cell means yes; nil where it means neither.
    static func answer(_ text: String) -> Bool? {
        switch SearchText.fold(text) {
        case "yes", "true", "1", "oui", "vrai", "ja", "wahr", "si", "verdadero", "x", "paid", "✓", "✔": true
        case "no", "false", "0", "non", "faux", "nein", "falsch", "unpaid": false
        default: nil
        }
    }

    /// How money came in, by what a list calls it.
    static func method(_ text: String) -> PaymentMethod? {
        let words = SearchText.fold(text)
        guard !words.isEmpty else { return nil }
        // What another platform took online was a card there; ours took none of it.
        if let method = PaymentMethod(rawValue: words), method != .online { return method }
        func has(_ any: String...) -> Bool { any.contains(where: words.contains) }
        if has("bank", "transfer", "virement", "uberweisung", "transferencia", "sepa", "ach") { return .bank }
        if has("cash", "especes", "comptant", "bar ", "barzahlung", "efectivo", "on site", "on_site") { return .cash }
        if has("cheque", "check", "scheck") { return .cheque }
        if has(
            "card", "online", "stripe", "paypal", "carte", "kreditkarte", "tarjeta", "credit", "debit", "mollie",
            "square")
        {
            return .card
        }
        return nil
    }

    /// Whether a price is none.
    static func isFree(_ text: String) -> Bool {
        [
            "free", "free of charge", "free order", "no charge", "complimentary", "gratuit", "gratuite", "gratuitement",
            "kostenlos", "kostenfrei", "gratis", "sin costo", "sin cargo",
        ].contains(SearchText.fold(text))
    }

    /// An address as mail programs write it, `Ada Invented <ada@example.org>` or `mailto:ada@example.org`; else the text as it is.
    static func address(_ text: String) -> String {
        var address = text
        if address.last == ">", let open = address.lastIndex(of: "<") {
            address = String(address[address.index(after: open)...].dropLast())
        }
        if address.lowercased().hasPrefix("mailto:") { address = String(address.dropFirst("mailto:".count)) }
        return address.trimmingCharacters(in: .whitespaces)
    }

    /// Whether a cell says that there is nothing to say.
    static func isNothing(_ text: String) -> Bool {
        text.isEmpty || text.utf8.count < 24 && nothings.contains(SearchText.fold(text))
    }

    private static let nothings: Set<String> = [
        "", "-", "–", "—", "n/a", "na", "n.a.", "none", "null", "nil", "unknown", "aucun", "aucune", "keine", "ninguno",
        "s/o", "sans objet", "non renseigne", "ningun", "kein", "k.a.", "k. a.", "nicht angegeben", "keine angabe",
        "no email", "not provided", "not applicable", "no aplica", "tbd", "tba", "tbc", "--", "---",
        "...", "…",
        "?", "??", ".",
    ]
}
