internal import CCUPS
internal import Conference
package import Foundation

/// The print server, CUPS: its queues, and documents sent to them over IPP.
///
/// Every call opens its own connection and gives up if the server does not answer for a while. Calls run one after
/// another on their own thread, because libcups blocks.
package actor PrintServer {
    /// How long a connection may take, in milliseconds, and how long the server may be silent, in seconds.
    private static let connectMillisecondsMax: Int32 = 5000
    private static let silenceSecondsMax = 20.0
    /// Bytes of a document.
    package static let documentMax = 256 << 20

    private let queue = QueueExecutor(label: "printing")
    private let name: String?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// - Parameter name: `host`, `host:port`, `[address]:port`, or the path of a socket; nil for what `CUPS_SERVER` or
    ///   CUPS's own configuration says.
    package init(_ name: String? = nil) {
        self.name = name
    }

    /// The queues, in the order of their names. Throws `print_server_unreachable`, `print_refused`.
    package func queues() throws(PrintingError) -> [PrintQueue] {
        let answer = try ask(IPPRequest(IPP_OP_CUPS_GET_PRINTERS), at: "/", about: "")
        // Says so if there is none at all.
        guard answer.status != IPP_STATUS_ERROR_NOT_FOUND else { return [] }
        try check(answer, about: "")
        let usual = try ask(IPPRequest(IPP_OP_CUPS_GET_DEFAULT), at: "/", about: "")
        let usualName = usual.groups.first { $0.tag == IPP_TAG_PRINTER }?.first("printer-name")
        return answer.groups.filter { $0.tag == IPP_TAG_PRINTER }
            .compactMap { PrintQueue($0, usual: usualName) }.sorted { $0.name < $1.name }
    }

    /// One queue. Throws `queue_unknown`, `print_server_unreachable`, `print_refused`.
    package func queue(_ name: String) throws(PrintingError) -> PrintQueue {
        let request = try request(IPP_OP_GET_PRINTER_ATTRIBUTES, to: name)
        let answer = try ask(request, at: "/printers/\(name)", about: name)
        try check(answer, about: name)
        guard
            let found = answer.groups.lazy.filter({ $0.tag == IPP_TAG_PRINTER })
                .compactMap({ PrintQueue($0, usual: nil) }).first
        else { throw PrintingError(.queueUnknown, .init("queue", name)) }
        return found
    }

    /// Puts a PDF into a queue and returns its state.
    ///
    /// Throws `queue_unknown`, `queue_not_accepting`, `media_unsupported`, `sides_unsupported`, `document_too_large`,
    /// `print_server_unreachable`, `print_refused`.
    package func print(
        _ document: Data, title: String, as user: String, on name: String, _ options: PrintOptions
    ) throws(PrintingError) -> QueuedDocument {
        guard document.count <= Self.documentMax else {
            throw PrintingError(.documentTooLarge, .init("bytes_max", Self.documentMax))
        }
        try check(options, of: try queue(name))
        let request = try request(IPP_OP_PRINT_JOB, to: name)
        request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", user)
        request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", title)
        request.add(IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", "application/pdf")
        request.add(IPP_TAG_JOB, "copies", options.copies)
        if let media = options.media { request.add(IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", media) }
        if let sides = options.sides { request.add(IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", sides.rawValue) }
        let answer = try ask(request, at: "/printers/\(name)", document: document, about: name)
        try check(answer, about: name)
        return try job(answer, of: name)
    }

    /// Says beforehand whether a queue would take a document with these options.
    ///
    /// Throws `queue_unknown`, `queue_not_accepting`, `media_unsupported`, `sides_unsupported`,
    /// `print_server_unreachable`, `print_refused`.
    package func check(_ options: PrintOptions, of name: String) throws(PrintingError) {
        try check(options, of: try queue(name))
    }

    /// The state of a document, with the printer's problems while it is printing.
    ///
    /// Throws `queue_job_unknown` for one that the server has forgotten, `print_server_unreachable`, `print_refused`.
    package func state(of number: Int, on name: String) throws(PrintingError) -> QueuedDocument {
        let request = try request(IPP_OP_GET_JOB_ATTRIBUTES, to: name)
        request.add(IPP_TAG_OPERATION, "job-id", number)
        let answer = try ask(request, at: "/jobs", about: name)
        guard answer.status != IPP_STATUS_ERROR_NOT_FOUND else {
            throw PrintingError(.queueJobUnknown, .init("queue", name), .init("job", number))
        }
        try check(answer, about: name)
        let job = try job(answer, of: name)
        guard job.state.rawValue < QueuedDocument.State.canceled.rawValue else { return job }
        // A job that is waiting for paper believes that it is printing; its printer knows better.
        let troubles = try queue(name).reasons.filter { !job.reasons.contains($0) }
        return QueuedDocument(number: number, state: job.state, reasons: job.reasons + troubles)
    }

    /// Takes a document out of its queue.
    ///
    /// Throws `queue_job_unknown`, `print_job_ended` for one that has ended, `print_server_unreachable`,
    /// `print_refused`.
    package func cancel(_ number: Int, as user: String, on name: String) throws(PrintingError) {
        let request = try request(IPP_OP_CANCEL_JOB, to: name)
        request.add(IPP_TAG_OPERATION, "job-id", number)
        request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", user)
        let answer = try ask(request, at: "/jobs", about: name)
        switch answer.status {
        case IPP_STATUS_ERROR_NOT_FOUND:
            throw PrintingError(.queueJobUnknown, .init("queue", name), .init("job", number))
        case IPP_STATUS_ERROR_NOT_POSSIBLE: throw PrintingError(.printJobEnded, .init("job", number))
        default: try check(answer, about: name)
        }
    }
}

extension PrintServer {
    /// A request about a queue. CUPS allows printable characters in a queue's name except spaces, `/` and `#`
    /// (lpadmin(8)); we also refuse those that have another meaning in an address.
    private func request(_ operation: ipp_op_t, to name: String) throws(PrintingError) -> IPPRequest {
        let isName =
            (1...127).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"/#?%\\".utf8.contains($0) }
        guard isName else { throw PrintingError(.queueUnknown, .init("queue", String(name.prefix(127)))) }
        let request = IPPRequest(operation)
        request.add(IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", "ipp://localhost/printers/\(name)")
        return request
    }

    private func job(_ answer: IPPAnswer, of name: String) throws(PrintingError) -> QueuedDocument {
        guard let group = answer.groups.first(where: { $0.tag == IPP_TAG_JOB }),
            let number = group.first("job-id").flatMap({ Int($0) }),
            let state = group.first("job-state").flatMap({ Int($0) }).flatMap(QueuedDocument.State.init)
        else { throw PrintingError(.printRefused, .init("queue", name), .init("answer", "an answer without a job")) }
        return QueuedDocument(number: number, state: state, reasons: group.reasons("job-state-reasons"))
    }

    private func check(_ options: PrintOptions, of queue: PrintQueue) throws(PrintingError) {
        guard queue.isAccepting else { throw PrintingError(.queueNotAccepting, .init("queue", queue.name)) }
        if let media = options.media, !queue.media.isEmpty, !queue.media.contains(media) {
            throw PrintingError(
                .mediaUnsupported, .init("queue", queue.name), .init("media", media),
                .init("choices", queue.media.joined(separator: ", ")))
        }
        guard queue.printsBothSides || options.sides == nil || options.sides == .one else {
            throw PrintingError(.sidesUnsupported, .init("queue", queue.name))
        }
    }

    private func check(_ answer: IPPAnswer, about name: String) throws(PrintingError) {
        switch answer.status.rawValue {
        // RFC 8011, B.1: the successful ones.
        case 0...0xFF: return
        case IPP_STATUS_ERROR_NOT_FOUND.rawValue: throw PrintingError(.queueUnknown, .init("queue", name))
        case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS.rawValue:
            throw PrintingError(.queueNotAccepting, .init("queue", name))
        default:
            throw PrintingError(
                .printRefused, .init("queue", name), .init("answer", String(cString: ippErrorString(answer.status))))
        }
    }

    /// Sends a request, perhaps with a document, and reads the answer.
    private func ask(
        _ request: IPPRequest, at resource: String, document: Data = Data(), about name: String
    ) throws(PrintingError) -> IPPAnswer {
        // libcups would ask for a password on the terminal.
        cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
        if let server = self.name { cupsSetServer(server) }
        let server = String(cString: cupsServer())
        guard
            let connection = httpConnect2(
                server, ippPort(), nil, AF_UNSPEC, cupsEncryption(), 1, Self.connectMillisecondsMax, nil)
        else { throw PrintingError(.printServerUnreachable, .init("server", server)) }
        defer { httpClose(connection) }
        httpSetTimeout(connection, Self.silenceSecondsMax, nil, nil)

        var status = cupsSendRequest(connection, request.pointer, resource, ippLength(request.pointer) + document.count)
        if status == HTTP_STATUS_CONTINUE, !document.isEmpty {
            status = document.withUnsafeBytes { bytes in
                cupsWriteRequestData(
                    connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
        guard let answer = cupsGetResponse(connection, resource) else {
            let said = cupsLastErrorString().map { String(cString: $0) } ?? ""
            throw status == HTTP_STATUS_CONTINUE
                ? PrintingError(.printRefused, .init("queue", name), .init("answer", said))
                : PrintingError(.printServerUnreachable, .init("server", server))
        }
        defer { ippDelete(answer) }
        return IPPAnswer(answer)
    }
}

extension IPPAnswer.Group {
    /// The reasons under this name; `none` is none.
    fileprivate func reasons(_ name: String) -> [String] { all(name).filter { $0 != "none" } }
}

extension PrintQueue {
    fileprivate init?(_ group: IPPAnswer.Group, usual: String?) {
        guard let name = group.first("printer-name") else { return nil }
        // RFC 8011, 5.4.11.
        let states: [String: State] = ["3": .idle, "4": .printing, "5": .stopped]
        let sides = group.all("sides-supported")
        self.init(
            name: name,
            about: ["printer-info", "printer-location"].compactMap { group.first($0) }.filter { !$0.isEmpty }
                .joined(separator: ", "),
            state: group.first("printer-state").flatMap { states[$0] } ?? .idle,
            reasons: group.reasons("printer-state-reasons"),
            isAccepting: group.first("printer-is-accepting-jobs") != "false", isDefault: name == usual,
            media: group.all("media-supported"), printsBothSides: sides.isEmpty || sides.count > 1)
    }
}
