import Badges
import CheckIn
package import Conference
import DoorRules
package import EventDesk
import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger

/// What the desk knows about a person, as JSON.
package struct PersonFileBody: Encodable, Sendable {
    package struct Entry: Encodable, Sendable {
        package let entry: Int64
        package let kind: String
        package let memo: String
        package let due: Money
        package let time: String
        package let author: String
        package let isUndone: Bool
    }

    /// What was waived and still counts; `entry` is what takes it back.
    package struct Waiver: Encodable, Sendable {
        package let entry: Int64
        package let amount: Money
        /// Whether it came with the place from somebody else.
        package let cameAlong: Bool
    }

    package struct Badge: Encodable, Sendable {
        package let issue: Int
        package let reason: String
        package let copies: Int
        package let time: String
        package let author: String
        package let isGood: Bool
    }

    package struct Item: Encodable, Sendable {
        package let item: String
        package let handedAt: String?
        package let handedBy: String?
        /// Who took it for the person; left out where they came themselves.
        package let collector: String?
    }

    package struct Key: Encodable, Sendable {
        package let fingerprint: String
        package let userID: String
        package let number: Int?
        package let greenDot: Bool
        package let claimedBy: [UInt32]
    }

    package struct Answer: Encodable, Sendable {
        package let question: String
        package let label: String
        /// As it is stored: of a choice its word.
        package let answer: String
        /// As people read it.
        package let text: String
    }

    package struct Note: Encodable, Sendable {
        package let note: Int64
        package let gate: String?
        package let text: String
        package let author: String
        package let time: String
    }

    package let registration: RegistrationBody
    package let dueInCash: Money
    /// Why nothing is open: `paid`, `refunded`, `waived`, `free`; left out while something is due or owed.
    package let settlement: String?
    package let voucher: String?
    package let entries: [Entry]
    package let waivers: [Waiver]
    package let documents: [DocumentBody]
    package let waiting: [WaitingBody]
    /// What is full and has a waiting list.
    package let full: [String]
    package let badges: [Badge]
    package let isOnPaper: Bool
    /// The fields that are wrong on the printed badge.
    package let outdated: [String]
    package let items: [Item]
    package let keys: [Key]
    /// What they answered, as far as the reader may see it.
    package let answers: [Answer]
    package let notes: [Note]
    /// Their scans, also those that were taken back, the newest first.
    package let scans: [ScanBody]
    package let history: [HistoryBody]

    /// - Parameter sight: which answers the reader may see.
    package init(_ file: PersonFile, in language: Language, sight: AnswerSight) {
        let zone = file.event.zone
        func text(_ time: Date) -> String { Timestamp(time, in: zone).description }
        registration = RegistrationBody(file.summary)
        dueInCash = file.dueInCash
        settlement = file.settlement?.rawValue
        voucher = file.books.voucher?.id.rawValue
        entries = file.books.story.entries.map { entry in
            Entry(
                entry: entry.number, kind: entry.kind.rawValue, memo: entry.memo, due: entry.due,
                time: text(entry.time), author: entry.author, isUndone: file.isUndone(entry))
        }
        waivers = file.books.waivers.map {
            Waiver(entry: $0.entry.number, amount: $0.amount, cameAlong: $0.cameAlong)
        }
        documents = file.books.documents.map { DocumentBody($0) }
        waiting = file.books.waiting.map { WaitingBody($0, event: file.event) }
        full = file.waitable.map(\.description)
        badges = file.badges.issues.map { issue in
            Badge(
                issue: Int(issue.number.rawValue), reason: issue.reason, copies: issue.copies,
                time: text(issue.time), author: issue.author, isGood: issue.number == file.badges.good?.number)
        }
        isOnPaper = file.badges.isOnPaper
        outdated = file.outdated
        items = file.items.map { item in
            Item(
                item: item.item.rawValue, handedAt: item.handed.map { text($0.time) }, handedBy: item.handed?.author,
                collector: item.handed.flatMap { $0.collector.isEmpty ? nil : $0.collector })
        }
        keys = file.keys.map { key in
            Key(
                fingerprint: key.submission.key.fingerprint.digits,
                userID: key.submission.key.names.first?.text ?? "", number: key.submission.number,
                greenDot: key.hasGreenDot, claimedBy: key.claimants.map(\.rawValue))
        }
        answers = file.event.answers(of: file.registration, seenBy: sight).map { one in
            Answer(
                question: one.question.id.rawValue, label: one.question.labels[language], answer: one.answer,
                text: one.question.told(one.answer, in: language))
        }
        notes = file.badges.notes.map { note in
            Note(
                note: note.id.rawValue, gate: note.gate?.rawValue, text: note.text, author: note.author,
                time: text(note.time))
        }
        scans = file.badges.scans.map { ScanBody($0, event: file.event, in: language) }
        history = file.story.map { HistoryBody($0, event: file.event, names: file.deviceNames, in: language) }
    }
}
