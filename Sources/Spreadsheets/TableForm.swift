package import Foundation

/// What kind of file somebody gives for a table, by how it begins.
package enum TableForm: String, Sendable, Hashable, CaseIterable {
    /// Rows of text: CSV and its kin.
    case text
    case workbook = "xlsx"
    // What is named for what it is, so that people know what to save it as.
    case oldWorkbook = "xls"
    case openDocument = "ods"
    case numbers
    case archive = "zip"
    case gzip
    case pdf
    case html
    case json
    case picture
    case database
    case richText = "rtf"
    /// A workbook under a password is no archive.
    case locked

    package init(_ data: Data) {
        let head = Array(data.prefix(4_096))
        func begins(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
        if begins([0x50, 0x4B, 3, 4]) {
            self = Self.archive(data)
        } else if begins([0xD0, 0xCF, 0x11, 0xE0]) {
            // The directory of a compound file names what is in it, in UTF-16.
            let name = Array("EncryptedPackage".utf16).flatMap { [UInt8($0 & 0xFF), 0] }
            self = data.range(of: Data(name)) != nil ? .locked : .oldWorkbook
        } else if begins([0x1F, 0x8B]) {
            self = .gzip
        } else if begins(Array("%PDF".utf8)) {
            self = .pdf
        } else if begins(Array("{\\rtf".utf8)) {
            self = .richText
        } else if begins(Array("SQLite format 3".utf8)) {
            self = .database
        } else if begins([0x89, 0x50, 0x4E, 0x47]) || begins([0xFF, 0xD8, 0xFF]) {
            self = .picture
        } else {
            self = Self.text(head)
        }
    }

    private static func archive(_ data: Data) -> TableForm {
        guard let archive = try? ZipArchive(Array(data)) else { return .archive }
        let names = archive.names
        if names.contains("xl/workbook.xml") { return .workbook }
        if names.contains(where: { $0.hasPrefix("Index/") && $0.hasSuffix(".iwa") }) { return .numbers }
        let type = (try? archive.part("mimetype", sizeMax: 200)).flatMap { $0 } ?? []
        return String(decoding: type, as: UTF8.self).contains("opendocument") ? .openDocument : .archive
    }

    private static func text(_ head: [UInt8]) -> TableForm {
        let start = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(400)
            .lowercased()
        if ["<!doctype html", "<html", "<table", "<head", "<body"].contains(where: start.hasPrefix)
            || start.hasPrefix("<?xml") && start.contains("<html")
        {
            return .html
        }
        let isList = start.hasPrefix("[") && start.dropFirst().drop(while: \.isWhitespace).first == "{"
        let isObject = start.hasPrefix("{") && start.dropFirst().drop(while: \.isWhitespace).first == "\""
        return isList || isObject ? .json : .text
    }
}
