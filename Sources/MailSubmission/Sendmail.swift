import Conference
import Foundation

/// The program of a machine that takes mail, as Postfix, Exim, msmtp and nullmailer all have it.
enum Sendmail {
    /// - Throws: `sendmail_missing`.
    static func send(_ envelope: Envelope, by program: String) async throws -> Delivery {
        let missing = MailCarrierError(.sendmailMissing, ErrorDetail("program", program))
        guard FileManager.default.isExecutableFile(atPath: program) else { throw missing }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try run(envelope, program) })
            }
        }
    }

    private static func run(_ envelope: Envelope, _ program: String) throws -> Delivery {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        // -i: a dot alone on a line ends nothing. An address that begins with a dash is no option behind --.
        process.arguments = ["-i", "-f", envelope.sender.address, "--", envelope.recipient.address]
        let (input, errors) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do { try process.run() } catch {
            throw MailCarrierError(.sendmailMissing, ErrorDetail("program", program), underlying: error)
        }
        // It takes lines with LF, and a pipe that it closes early is its answer.
        var bytes = Data()
        bytes.reserveCapacity(envelope.message.count)
        for byte in envelope.message where byte != 0x0D { bytes.append(byte) }
        try? input.fileHandleForWriting.write(contentsOf: bytes)
        try? input.fileHandleForWriting.close()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile().prefix(500), as: UTF8.self)
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        let reply = said.isEmpty ? "exit code \(status)" : said
        switch status {
        case 0: return .accepted(status: 250, reply: "taken by \(program)")
        // What sysexits.h says of data, user, host and permission does not change by waiting.
        case 64, 65, 67, 68, 77: return .refused(status: 550, reply: reply)
        default: return .deferred(status: 450, reply: reply)
        }
    }
}
