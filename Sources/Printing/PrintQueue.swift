internal import Conference

/// A queue of the print server.
package struct PrintQueue: Sendable, Hashable {
    package enum State: String, Sendable {
        case idle, printing, stopped
    }

    package let name: String
    /// What its administrator wrote about it: model, location.
    package let about: String
    package let state: State
    /// Why it does not print, as IPP keywords (RFC 8011, 5.4.12) such as `media-empty-error`; empty if all is well.
    package let reasons: [String]
    package let isAccepting: Bool
    package let isDefault: Bool
    /// The media it knows by name; empty when it does not say.
    package let media: [String]
    /// Whether it prints on both sides; true when it does not say.
    package let printsBothSides: Bool
}

/// How to print on the paper.
package struct PrintOptions: Sendable, Hashable {
    /// Which sides, as the keywords of IPP say it (RFC 8011, 5.2.8).
    package enum Sides: String, Sendable, CaseIterable {
        case one = "one-sided"
        case long = "two-sided-long-edge"
        case short = "two-sided-short-edge"
    }

    /// The most copies of the whole document.
    package static let copiesMax = 100

    /// The name of the paper as the queue lists it; nil for what is loaded.
    package var media: String?
    package var copies: Int
    /// Nil for the queue's default.
    package var sides: Sides?

    /// - Throws: `copies_out_of_range`, `media_malformed` for a text that is not a keyword.
    package init(media: String? = nil, copies: Int = 1, sides: Sides? = nil) throws(PrintingError) {
        guard (1...Self.copiesMax).contains(copies) else {
            throw PrintingError(.copiesOutOfRange, .init("copies", copies), .init("copies_max", Self.copiesMax))
        }
        if let media {
            // RFC 8011, 5.1.4, and the capitals of older queues.
            guard (1...255).contains(media.utf8.count),
                media.unicodeScalars.allSatisfy({
                    $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
                })
            else { throw PrintingError(.mediaMalformed) }
        }
        self.media = media
        self.copies = copies
        self.sides = sides
    }
}

/// A document in a queue.
package struct QueuedDocument: Sendable, Hashable {
    /// The states of a job (RFC 8011, 5.3.7).
    package enum State: Int, Sendable {
        case pending = 3
        case held, processing, stopped, canceled, aborted, completed
    }

    /// The queue's number for it.
    package let number: Int
    package let state: State
    /// The reasons for its state: its own, and the printer's while it is being printed.
    package let reasons: [String]
}
