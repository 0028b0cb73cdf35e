import Conference
import Crypto
import EventStore
import Foundation

/// Messages of a payment provider that came while another machine has the event's file. Each lies in a file of its own beside
/// it, `NAME.messages`, until the file is back and the message heard.
struct QueuedMessages {
    /// How many are kept. A provider that is refused sends its message again later.
    static let countMax = 20_000

    struct Message: Codable, Sendable, Hashable {
        let provider: PaymentPlan.Provider
        let signature: String?
        let body: Data
        /// In milliseconds since 1970: a signature is judged by when it came.
        let arrived: Int64
    }

    private let folder: URL

    init(beside event: URL) { folder = event.deletingPathExtension().appendingPathExtension("messages") }

    /// How many wait.
    var count: Int { names().count }

    /// Keeps a message, on the disk when this returns. One that is there already is kept once.
    ///
    /// - Throws: `messages_full`, `disk_full`.
    func add(_ message: Message) throws {
        let digest = Data(SHA256.hash(data: message.body)).hexadecimal
        let known = names()
        guard !known.contains(where: { $0.hasSuffix("-\(digest).json") }) else { return }
        guard known.count < Self.countMax else { throw ServerError(.messagesFull) }
        let time = String(message.arrived)
        let name = String(repeating: "0", count: max(0, 16 - time.count)) + "\(time)-\(digest).json"
        let partial = folder.appendingPathComponent(".\(UUID().uuidString)")
        do {
            let files = FileManager.default
            let modes = EventModes(of: folder)
            try files.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: Int(modes.folder)])
            guard
                files.createFile(
                    atPath: partial.path, contents: try JSONEncoder().encode(message),
                    attributes: [.posixPermissions: Int(modes.file)])
            else { throw CocoaError(.fileWriteUnknown) }
            try Durability.settle(partial)
            let file = folder.appendingPathComponent(name)
            guard rename(partial.path, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
            try Durability.settle(folder)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw EventStoreError(.diskFull, ErrorDetail("file", folder.path), underlying: error)
        }
    }

    /// Those that wait, the oldest first, each with the file that it lies in. What cannot be read is left there.
    func all() -> [(file: URL, message: Message)] {
        names().sorted().compactMap { name in
            let file = folder.appendingPathComponent(name)
            guard let data = try? Data(contentsOf: file),
                let message = try? JSONDecoder().decode(Message.self, from: data)
            else { return nil }
            return (file, message)
        }
    }

    /// It was heard.
    static func remove(_ file: URL) { try? FileManager.default.removeItem(at: file) }

    private func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            $0.hasSuffix(".json") && !$0.hasPrefix(".")
        }
    }
}
