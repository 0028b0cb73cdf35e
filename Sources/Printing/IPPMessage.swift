internal import CCUPS

/// An IPP request (RFC 8010, 8011) that owns its memory.
final class IPPRequest {
    let pointer: OpaquePointer

    init(_ operation: ipp_op_t) {
        // Fails only without memory.
        pointer = ippNewRequest(operation)
    }

    deinit { ippDelete(pointer) }

    func add(_ group: ipp_tag_t, _ tag: ipp_tag_t, _ name: String, _ value: String) {
        _ = ippAddString(pointer, group, tag, name, nil, value)
    }

    func add(_ group: ipp_tag_t, _ name: String, _ value: Int) {
        _ = ippAddInteger(pointer, group, IPP_TAG_INTEGER, name, Int32(clamping: value))
    }
}

/// A response: its status, and its attributes by group.
struct IPPAnswer {
    struct Group {
        let tag: ipp_tag_t
        var attributes: [String: [String]] = [:]

        func first(_ name: String) -> String? { attributes[name]?.first }
        func all(_ name: String) -> [String] { attributes[name] ?? [] }
    }

    let status: ipp_status_t
    let groups: [Group]

    /// Copies the message; the caller keeps it.
    init(_ message: OpaquePointer) {
        status = ippGetStatusCode(message)
        var groups: [Group] = []
        // An attribute without a name separates two groups.
        var isNew = true
        var next = ippFirstAttribute(message)
        while let attribute = next {
            next = ippNextAttribute(message)
            guard let name = ippGetName(attribute) else {
                isNew = true
                continue
            }
            let tag = ippGetGroupTag(attribute)
            if isNew || groups.last?.tag != tag { groups.append(Group(tag: tag)) }
            isNew = false
            groups[groups.count - 1].attributes[String(cString: name)] = Self.values(attribute)
        }
        self.groups = groups
    }

    private static func values(_ attribute: OpaquePointer) -> [String] {
        let count = ippGetCount(attribute)
        switch ippGetValueTag(attribute) {
        case IPP_TAG_INTEGER, IPP_TAG_ENUM: return (0..<count).map { String(ippGetInteger(attribute, $0)) }
        case IPP_TAG_BOOLEAN: return (0..<count).map { ippGetBoolean(attribute, $0) == 0 ? "false" : "true" }
        case IPP_TAG_KEYWORD, IPP_TAG_NAME, IPP_TAG_NAMELANG, IPP_TAG_TEXT, IPP_TAG_TEXTLANG, IPP_TAG_URI:
            return (0..<count).compactMap { ippGetString(attribute, $0, nil).map { String(cString: $0) } }
        default: return []
        }
    }
}
