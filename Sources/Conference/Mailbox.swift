/// A name and an address, as mail names whoever sends or gets it: `Ann Example <ann@example.org>` (RFC 5322, section 3.4).
package struct Mailbox: Sendable, Hashable, CustomStringConvertible {
    /// Empty where there is an address alone.
    package let name: String
    package let address: String

    /// Takes a name and an address apart.
    ///
    /// - Throws: `mailbox_invalid`.
    package init(_ text: String) throws(ConferenceError) {
        let invalid = ConferenceError(.mailboxInvalid, ErrorDetail("value", String(text.prefix(100))))
        let line: String
        do { line = try Person.line(text, field: "mailbox", limit: 300) } catch { throw invalid }
        guard let open = line.lastIndex(of: "<") else {
            try self.init(name: "", address: line)
            return
        }
        guard line.last == ">" else { throw invalid }
        var name = line[..<open].split(separator: " ").joined(separator: " ")
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        try self.init(name: name, address: String(line[line.index(after: open)...].dropLast()))
    }

    /// - Throws: `mailbox_invalid` for an address that could not stand between `<` and `>` in a header or an envelope.
    package init(name: String, address: String) throws(ConferenceError) {
        guard Self.isAddress(address) else {
            throw ConferenceError(.mailboxInvalid, ErrorDetail("value", String(address.prefix(100))))
        }
        self.name = name
        self.address = address
    }

    package var description: String { name.isEmpty ? address : "\(name) <\(address)>" }

    /// What stands behind the `@`.
    package var domain: Substring { address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...] }

    /// Whether a server must know RFC 6531 to take it.
    package var isInternational: Bool { !address.utf8.allSatisfy { $0 < 0x80 } }

    /// A local part of dots and atoms and a domain of labels (RFC 5321, section 4.1.2), in any script (RFC 6531). Quoted
    /// local parts and address literals are refused: nobody registers with them, and they can hide what they are.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...253).contains(parts[1].utf8.count) else {
            return false
        }
        let dotted = parts.flatMap { $0.split(separator: ".", omittingEmptySubsequences: false) }
        return dotted.allSatisfy { !$0.isEmpty } && parts[0].unicodeScalars.allSatisfy { isAtom($0, also: ".") }
            && parts[1].unicodeScalars.allSatisfy { isLabel($0) }
    }

    private static func isAtom(_ scalar: Unicode.Scalar, also other: Unicode.Scalar) -> Bool {
        scalar == other
            || (scalar.isASCII
                ? isLetterOrDigit(scalar) || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar) : isShown(scalar))
    }

    private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "-" || (scalar.isASCII ? isLetterOrDigit(scalar) : isShown(scalar))
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    /// No blank, control or line separator of any script.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }
}
