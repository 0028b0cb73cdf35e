import Catalogues
import CheckIn
import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Payments
import RegistrationLedger
import Testing
import Wording

struct SentenceTests {
    @Test(arguments: Language.allCases) func `everything that happens to a registration has a sentence`(
        language: Language
    ) {
        for kind in Happening.Kind.allCases {
            #expect(Catalogue.of(language).text("history_\(kind.rawValue)") != nil, "\(kind)")
        }
    }

    @Test(arguments: Language.allCases) func `every reason of the program's own has words`(language: Language) {
        let words = Catalogue.of(language)
        for reason in OwnReason.allCases { #expect(words.told(reason: reason.rawValue) != reason.rawValue) }
        #expect(words.told(reason: "lost in the bus") == "lost in the bus")
    }

    @Test func `what happened is told in the language of who reads it`() async throws {
        try await withNetdev01 { ledger, store in
            let event = try await store.definition()
            let ada = try await ledger.register(.invented(days: DaySet([1, 2])), context: .desk()).result
            _ = try await ledger.pay(.of(20_000, .card), for: ada.id, context: .desk())
            _ = try await ledger.changeCategory(of: ada.id, to: .volunteer, context: .desk())
            let history = try await ledger.story(of: ada.id).history
            let (before, after) = (event.rule(of: .attendee).labels, event.rule(of: .volunteer).labels)
            #expect(
                history.map { $0.sentence(in: .english, of: event) } == [
                    "Registered for days 1,2.", "Paid 200.00 by card.",
                    "Is in the category \(after[.english]) from now on. ‘\(before[.english])’ → ‘\(after[.english])’",
                ])
            #expect(
                history.map { $0.sentence(in: .french, of: event) } == [
                    "Inscription pour les jours 1,2.", "A payé 200,00 par carte.",
                    "Est désormais dans la catégorie \(after[.french]). « \(before[.french]) » → « \(after[.french]) »",
                ])
        }
    }

    @Test func `a verdict is told in the language of the door`() async throws {
        try await withNetdev01 { _, store in
            let event = try await store.definition()
            func said(_ verdict: ScanVerdict) -> [String] {
                [.english, .french].map { verdict.sentence(in: $0, of: event) }
            }
            #expect(said(.admitted(.entry)) == ["Come in.", "Entrez."])
            #expect(
                said(.wrongDay(covered: DaySet([1, 3]))) == [
                    "The pass is not for today: it covers Sat 14, Mon 16.",
                    "Le forfait ne vaut pas aujourd’hui : il couvre sam. 14, lun. 16.",
                ])
            #expect(said(.blocked(because: "{due}"))[1] == "Passez à l’accueil, s’il vous plaît : {due}.")
            #expect(said(.unpaid(due: Money(cents: 123_450)))[1].contains("1\u{202f}234,50\u{a0}CAD"))
            #expect(said(.invalid(reason: "ticket_not_badge"))[1] == "C’est le billet : le badge est à l’accueil.")
            #expect(said(.invalid(reason: "wrong_length"))[0] == "This is not a badge of this event.")
            #expect(
                said(.full(capacity: 1_200))[1] == "Il n’y a plus de place : 1\u{202f}200 personnes sont à l’intérieur."
            )
        }
    }

    @Test(arguments: Language.allCases) func `a door is told neither amounts nor reasons`(language: Language)
        async throws
    {
        try await withNetdev01 { _, store in
            let event = try await store.definition()
            func said(_ verdict: ScanVerdict) -> String { verdict.sentence(in: language, of: event, isAtDoor: true) }
            #expect(!said(.unpaid(due: Money(cents: 123_450))).contains(#/[0-9]/#))
            #expect(said(.blocked(because: "the cheque")) == said(.blocked(because: nil)))
        }
    }

    @Test(arguments: Language.allCases) func `whatever withholds a scan has a sentence`(language: Language) {
        let sentences = Withholding.allCases.map { $0.sentence(in: language) }
        #expect(Set(sentences).count == sentences.count && !sentences.contains { $0.contains("_") }, "\(sentences)")
    }

    @Test(arguments: Language.allCases) func `whatever is noted of a statement has a sentence`(language: Language) {
        let notes: [BankStatement.Note] = [
            .encoding(.windows1252), .columns([.date, .amount]), .decimalSign(.point), .decimalSign(.comma),
            .dates(.dayFirst), .dates(.monthFirst), .balanceDiffers(line: 7),
        ]
        let sentences = notes.map { $0.sentence(in: language) }
        #expect(Set(sentences).count == notes.count && !sentences.contains { $0.contains("_") }, "\(sentences)")
        #expect(sentences.last?.contains("7") == true)
    }

    @Test func `a price is explained in the language of who asks`() async throws {
        try await withNetdev01 { ledger, store in
            let event = try await store.definition()
            let quote = try await ledger.quote(
                QuoteRequest(registration: nil, category: .attendee, days: DaySet([1]), addOns: [], voucher: nil),
                time: .deskOpens)
            let lines = Language.allCases.map { quote.explanation(in: $0, of: event) }
            #expect(lines[0].map(\.amount) == lines[1].map(\.amount))
            #expect(lines[0].contains { $0.text == "Total" })
            let free = try await ledger.quote(
                QuoteRequest(registration: nil, category: .speaker, days: DaySet([1]), addOns: [], voucher: nil),
                time: .deskOpens)
            let text = try #require(free.explanation(in: .french, of: event).first?.text)
            #expect(!free.comesFree || text.hasPrefix("Forfaits : gratuits"))
        }
    }

    @Test func `printers speak the language of the desk`() {
        let reasons = ["media-empty-error", "media-empty-report", "some-thing-else"]
        #expect(PrinterReason.explain(reasons, in: .english) == "out of paper, some-thing-else")
        #expect(PrinterReason.explain(reasons, in: .french) == "plus de papier, some-thing-else")
    }
}
