import Crypto
package import EventDesk
import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// A file, byte for byte, with its digest (RFC 9530).
    package init(_ file: NamedFile, withDigest: Bool = true) {
        var headers: HTTPFields = [
            .contentType: file.type, .contentDisposition: "attachment; filename=\"\(file.name)\"",
            // Digests are of its bytes (RFC 9111 section 5.2.2.6).
            .cacheControl: "no-store, no-transform",
        ]
        if withDigest {
            let digest = Data(SHA256.hash(data: file.bytes)).base64EncodedString()
            headers[HTTPField.Name("Content-Digest")!] = "sha-256=:\(digest):"
        }
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
