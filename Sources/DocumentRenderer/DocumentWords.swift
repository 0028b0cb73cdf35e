import Conference

/// What a document says in one language.
struct DocumentWords: Sendable {
    let receipt: String
    let creditNote: String
    let issuedOn: String
    let billedTo: String
    let registration: String
    /// In place of the name of somebody who was erased.
    let nameRemoved: String
    let item: String
    let quantity: String
    let unitPrice: String
    let amount: String
    let voucher: String
    let waiver: String
    let cancellationFee: String
    let subtotal: String
    let total: String
    let totalCredited: String
    /// Before the name of a tax that prices include.
    let including: String
    let taxNumber: String
    let payments: String
    let refund: String
    let tendered: String
    let change: String
    let cashRounding: String
    let methods: [String: String]
    let balanceDue: String
    let owedToYou: String
    let paidInFull: String
    /// On a credit note, when nothing is owed any more.
    let settled: String
    let earlier: String
    /// The page number and the number of pages.
    let page: @Sendable (_ number: Int, _ count: Int) -> String
    /// The names of Canadian taxes in this language, by their English names.
    let taxNames: [String: String]
    let colon: String

    func title(_ kind: LedgerDocument.Kind) -> String {
        switch kind {
        case .receipt: receipt
        case .creditNote: creditNote
        }
    }

    static func of(_ language: Language) -> DocumentWords {
        switch language {
        case .english: english
        case .french: french
        }
    }

    private static let english = DocumentWords(
        receipt: "Receipt", creditNote: "Credit note", issuedOn: "Issued on", billedTo: "For",
        registration: "Registration", nameRemoved: "Name removed on request", item: "Item", quantity: "Quantity",
        unitPrice: "Price", amount: "Amount", voucher: "Voucher", waiver: "Waived",
        cancellationFee: "Cancellation fee", subtotal: "Subtotal", total: "Total", totalCredited: "Total credited",
        including: "Including", taxNumber: "Registration no.", payments: "Payments", refund: "Refund",
        tendered: "tendered", change: "change", cashRounding: "Cash rounding",
        methods: ["cash": "Cash", "card": "Card", "bank": "Bank transfer", "cheque": "Cheque"],
        balanceDue: "Balance due", owedToYou: "Owed to you", paidInFull: "Paid in full",
        settled: "Settled",
        earlier: "This document adds to", page: { "Page \($0) of \($1)" }, taxNames: [:], colon: ":")

    private static let french = DocumentWords(
        receipt: "Reçu", creditNote: "Note de crédit", issuedOn: "Émis le", billedTo: "Pour",
        registration: "Inscription", nameRemoved: "Nom retiré sur demande", item: "Article", quantity: "Quantité",
        unitPrice: "Prix", amount: "Montant", voucher: "Code promotionnel", waiver: "Remise accordée",
        cancellationFee: "Frais d’annulation", subtotal: "Sous-total", total: "Total", totalCredited: "Total crédité",
        including: "Y compris", taxNumber: "No d’inscription", payments: "Paiements", refund: "Remboursement",
        tendered: "remis", change: "monnaie rendue", cashRounding: "Arrondi (comptant)",
        methods: ["cash": "Comptant", "card": "Carte", "bank": "Virement bancaire", "cheque": "Chèque"],
        balanceDue: "Solde à payer", owedToYou: "Montant qui vous est dû", paidInFull: "Payé en totalité",
        settled: "Réglé",
        earlier: "Ce document s’ajoute à", page: { "Page \($0) de \($1)" },
        taxNames: ["GST": "TPS", "QST": "TVQ", "HST": "TVH", "PST": "TVP"], colon: "\u{A0}:")
}
