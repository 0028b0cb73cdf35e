package import Foundation

#if canImport(Glibc)
import Glibc
#endif

extension SubmittedBytes {
    /// Takes one field out of a form (`application/x-www-form-urlencoded`), decoded; nil if the form has none.
    ///
    /// The caller is left empty data whose former storage holds zeros: the field may turn out to be a secret key.
    package init?(field: StaticString, ofForm form: inout Data) {
        var decoded = SubmittedBytes(capacity: form.count)
        let isFound = form.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            return Self.decode(field, bytes.span, into: &decoded)
        }
        form.withUnsafeMutableBytes { if let start = $0.baseAddress { explicit_bzero(start, $0.count) } }
        form = Data()
        guard isFound else { return nil }
        self = decoded
    }

    private static func decode(_ field: StaticString, _ form: Span<UInt8>, into decoded: inout SubmittedBytes) -> Bool {
        var start = 0
        while start < form.count {
            let isField = form.has(field, at: start) && form.has("=", at: start + field.utf8CodeUnitCount)
            var index = isField ? start + field.utf8CodeUnitCount + 1 : start
            while index < form.count, form[index] != 0x26 {
                if isField {
                    if form[index] == 0x25, let byte = hexadecimal(form, at: index + 1) {
                        decoded.append(byte)
                        index += 2
                    } else {
                        decoded.append(form[index] == 0x2B ? 0x20 : form[index])
                    }
                }
                index += 1
            }
            if isField { return true }
            start = index + 1
        }
        return false
    }

    private static func hexadecimal(_ form: Span<UInt8>, at index: Int) -> UInt8? {
        guard index + 1 < form.count, let high = digit(form[index]), let low = digit(form[index + 1]) else {
            return nil
        }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
