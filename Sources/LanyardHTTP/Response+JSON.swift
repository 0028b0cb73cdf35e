import Conference
import Foundation
package import Hummingbird

extension Response {
    /// An answer of JSON.
    package init(status: HTTPResponse.Status = .ok, json value: some Encodable) throws {
        self.init(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONText.encode(value))))
    }
}
