import Conference
import Crypto
import EventDesk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Style sheets, scripts and pictures of `templates/static`, read once by a process.
///
/// A browser keeps them and asks each time whether they changed (`If-None-Match`), so that a new release is seen at once.
final class StaticFiles: Sendable {
    /// One file as it is served.
    private struct File: Sendable {
        let bytes: ByteBuffer
        let type: String
        let tag: String
        /// What `NAME.gz` beside it holds: the same in fewer bytes (RFC 1952).
        var packed: ByteBuffer?
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "wasm": "application/wasm", "webmanifest": "application/manifest+json",
        "txt": "text/plain; charset=utf-8",
    ]

    private let folder: URL
    private let files = Mutex<[String: File]?>(nil)

    init(folder: URL) { self.folder = folder }

    /// Answers with the file of that name, whose ending says what it is; only files of the folder itself have names, and
    /// those of `built` in it, which the scripts make.
    ///
    /// - Throws: `route_unknown`.
    func answer(_ name: String, to request: Request) throws -> Response {
        guard let file = try loaded()[name] else { throw ServerError(.routeUnknown) }
        var headers: HTTPFields = [.contentType: file.type, .eTag: file.tag, .cacheControl: "no-cache"]
        var bytes = file.bytes
        if let packed = file.packed {
            headers[.vary] = "Accept-Encoding"
            if request.headers[.acceptEncoding]?.contains("gzip") == true {
                headers[.contentEncoding] = "gzip"
                headers[.eTag] = String(file.tag.dropLast()) + "-gzip\""
                bytes = packed
            }
        }
        if request.headers[.ifNoneMatch] == headers[.eTag] { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    private func loaded() throws -> [String: File] {
        try files.withLock { files in
            if let files { return files }
            var read: [String: File] = [:]
            let manager = FileManager.default
            let written = try manager.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            let built = folder.appendingPathComponent("built")
            let made = (try? manager.contentsOfDirectory(at: built, includingPropertiesForKeys: nil)) ?? []
            let all = written + made
            for url in all {
                guard let type = Self.types[url.pathExtension] else { continue }
                let data = try Data(contentsOf: url)
                let digest = SHA256.hash(data: data).prefix(12).hexadecimal
                read[url.lastPathComponent] = File(
                    bytes: ByteBuffer(bytes: data), type: type, tag: "\"\(digest)\"")
            }
            for url in all where url.pathExtension == "gz" {
                let name = url.deletingPathExtension().lastPathComponent
                let packed = try Data(contentsOf: url)
                // One that was packed from an earlier file would bring back the earlier file.
                guard let file = read[name], Self.isPacked(packed, from: file.bytes) else { continue }
                read[name]?.packed = ByteBuffer(bytes: packed)
            }
            files = read
            return read
        }
    }

    /// Whether a gzip file is of these bytes, by the checksum and the length at its end (RFC 1952, section 2.3.1).
    private static func isPacked(_ packed: Data, from bytes: ByteBuffer) -> Bool {
        guard packed.count >= 18 else { return false }
        func number(at offset: Int) -> UInt32 {
            packed.suffix(offset).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        return number(at: 4) == UInt32(truncatingIfNeeded: bytes.readableBytes)
            && number(at: 8) == checksum(bytes.readableBytesView)
    }

    /// CRC-32 as gzip has it (RFC 1952, section 8).
    private static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            var sum: UInt32 = sum ^ UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
            return sum
        }
    }
}
