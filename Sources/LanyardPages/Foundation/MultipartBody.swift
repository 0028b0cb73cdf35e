import Conference
import EventDesk
import Foundation

/// The parts of a form that sends a file (`multipart/form-data`, RFC 7578).
struct MultipartBody {
    /// More parts than any of our forms has.
    private static let partsMax = 2_000

    /// The values of fields that are no files.
    private(set) var values: [String: [String]] = [:]
    /// What the fields of files hold; nothing for one that was left empty.
    private(set) var files: [String: Data] = [:]

    /// The boundary that a content type names; nil for another type.
    static func boundary(_ contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        let named = parts.first { $0.lowercased().hasPrefix("boundary=") }
        let boundary = named?.dropFirst("boundary=".count).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        // RFC 2046, section 5.1.1
        return boundary.flatMap { (1...70).contains($0.utf8.count) ? $0 : nil }
    }

    /// - Throws: `form_unreadable`.
    init(_ body: Data, boundary: String) throws {
        let unreadable = ServerError(.formUnreadable)
        let delimiter = Data("--\(boundary)".utf8)
        guard let first = body.range(of: delimiter), first.lowerBound == body.startIndex else { throw unreadable }
        var position = first.upperBound
        var count = 0
        while true {
            let rest = body[position...]
            if rest.starts(with: Data("--".utf8)) { return }
            count += 1
            guard count <= Self.partsMax, rest.starts(with: Data("\r\n".utf8)),
                let end = body.range(of: Data("\r\n".utf8) + delimiter, in: position..<body.endIndex),
                let blank = body.range(of: Data("\r\n\r\n".utf8), in: position..<end.lowerBound)
            else { throw unreadable }
            let head = String(decoding: body[position..<blank.lowerBound], as: UTF8.self)
            let content = body[blank.upperBound..<end.lowerBound]
            guard let name = Self.parameter("name", head) else { throw unreadable }
            if Self.parameter("filename", head) != nil {
                if !content.isEmpty { files[name] = Data(content) }
            } else {
                guard let text = String(validating: content, as: UTF8.self) else { throw unreadable }
                values[name, default: []].append(text)
            }
            position = end.upperBound
        }
    }

    /// A parameter of the part's disposition, as `name="file"`.
    private static func parameter(_ name: String, _ head: String) -> String? {
        for line in head.split(whereSeparator: \.isNewline) {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            for part in line.split(separator: ";").dropFirst() {
                let pair = part.trimmingCharacters(in: .whitespaces)
                guard pair.lowercased().hasPrefix("\(name)=") else { continue }
                return pair.dropFirst(name.count + 1).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            }
        }
        return nil
    }
}
