package import Conference

/// What the print server or a queue refuses, and why.
package typealias PrintingError = CodedError<PrintingErrorCode>

/// The codes of `PrintingError`, stable across versions; docs/error-codes.md has the words of each.
package enum PrintingErrorCode: String, ErrorCode {
    /// Copies lie between 1 and {copies_max}.
    case copiesOutOfRange = "copies_out_of_range"
    /// The document is too large for the print server.
    case documentTooLarge = "document_too_large"
    /// The name of the paper has letters, digits, hyphens, dots and underscores only.
    case mediaMalformed = "media_malformed"
    /// The queue {queue} has no paper {media}: {choices}.
    case mediaUnsupported = "media_unsupported"
    /// Print job {job} is done with.
    case printJobEnded = "print_job_ended"
    /// The print server refused what was asked of queue ‘{queue}’: {answer}.
    case printRefused = "print_refused"
    /// The print server at {server} does not answer.
    case printServerUnreachable = "print_server_unreachable"
    /// The queue {queue} does not know its job {job} any more.
    case queueJobUnknown = "queue_job_unknown"
    /// The queue {queue} takes nothing now.
    case queueNotAccepting = "queue_not_accepting"
    /// There is no queue ‘{queue}’.
    case queueUnknown = "queue_unknown"
    /// The queue {queue} does not print on both sides.
    case sidesUnsupported = "sides_unsupported"
}
