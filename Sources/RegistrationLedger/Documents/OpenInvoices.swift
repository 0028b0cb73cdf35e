import Conference
import EventStore
import GRDB

/// The invoices that a receipt settles.
enum OpenInvoices {
    private struct Open {
        let figures: LedgerDocument.Figures
        /// Where each of the people stands on the receipt, by their place on the invoice.
        var places: [Int: Int] = [:]
    }

    /// The invoices of people that were issued since all was paid the last time, with what stands on them for these people.
    static func of(
        _ people: [Registration.ID], _ db: Database, _ definition: EventDefinition
    ) throws -> [LedgerDocument.Invoiced] {
        var open: [DocumentID: Open] = [:]
        var order: [DocumentID] = []
        for (index, id) in people.enumerated() {
            for (document, figures) in try since(db, id) {
                let place = try DocumentRecord.registrations(db, document).firstIndex(of: id) ?? 0
                if open[document] == nil { order.append(document) }
                open[document, default: Open(figures: figures)].places[place + 1] = index + 1
            }
        }
        return order.compactMap { document in
            open[document].map { invoice in
                let isWhole = invoice.figures.shares.count <= 1
                return LedgerDocument.Invoiced(
                    label: document.label(slug: definition.slug),
                    lines: invoice.figures.lines.compactMap { line in
                        let place = line.person.map { invoice.places[$0] } ?? 1
                        return place.map { line.of(person: people.count > 1 ? $0 : nil) }
                    },
                    total: isWhole
                        ? invoice.figures.total
                        : invoice.places.keys.map { invoice.figures.shares[$0 - 1].total }.total()
                )
            }
        }
    }

    /// The invoices of a person that came after the last document that left nothing to pay.
    private static func since(
        _ db: Database, _ id: Registration.ID
    ) throws -> [(DocumentID, LedgerDocument.Figures)] {
        let rows = try DocumentRow.fetchAll(
            db.cachedStatement(
                sql: "\(DocumentRecord.about()) ORDER BY at_ms, kind DESC, number"),
            arguments: ["id": id])
        var open: [(DocumentID, LedgerDocument.Figures)] = []
        for row in rows {
            guard let document = row.id else { continue }
            let figures = try row.shownFigures()
            if document.kind == .invoice {
                open.append((document, figures))
            } else if figures.balance <= .zero {
                open = []
            }
        }
        return open
    }
}

extension LedgerDocument.Line {
    fileprivate func of(person: Int?) -> LedgerDocument.Line {
        LedgerDocument.Line(
            kind: kind, name: name, quantity: quantity, unitPrice: unitPrice, amount: amount, person: person)
    }
}
