import Conference
package import Foundation
package import Hummingbird

extension Response {
    /// A PDF for the browser's own viewer.
    package init(pdf: Data, name: String) {
        self.init(
            status: .ok,
            headers: [.contentType: "application/pdf", .contentDisposition: "inline; filename=\"\(name).pdf\""],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: pdf)))
    }

    /// An answer of JSON.
    package init(status: HTTPResponse.Status = .ok, json value: some Encodable) throws {
        self.init(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONText.encode(value))))
    }
}
