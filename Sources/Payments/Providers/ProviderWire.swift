/// Carries requests to a payment provider; who implements it has the network.
package protocol ProviderWire: Sendable {
    /// - Throws: `provider_unreachable`, `provider_confused` for an answer beyond all measure.
    func send(_ request: ProviderRequest) async throws -> ProviderAnswer
}

/// One request to a payment provider.
package struct ProviderRequest: Sendable, Hashable, CustomStringConvertible {
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method
    /// Scheme, host and perhaps port.
    package let origin: String
    /// With its query.
    package let path: String
    package let headers: [(name: String, value: String)]
    package let body: String

    package init(
        method: Method, origin: String, path: String, headers: [(name: String, value: String)], body: String
    ) {
        self.method = method
        self.origin = origin
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// Without what is secret.
    package var description: String { "\(method.rawValue) \(origin)\(path)" }

    package static func == (one: Self, other: Self) -> Bool {
        one.description == other.description && one.body == other.body
            && one.headers.elementsEqual(other.headers) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(description)
        hasher.combine(body)
    }

    /// A form as browsers send it (WHATWG URL, application/x-www-form-urlencoded), in the order given.
    package static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    /// All but the unreserved characters (RFC 3986, section 2.3) percent-encoded.
    package static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (hex.count == 1 ? "0" : "") + hex
            }
        }
        return encoded
    }
}

/// What a payment provider answered.
package struct ProviderAnswer: Sendable, Hashable {
    package let status: Int
    package let body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}
