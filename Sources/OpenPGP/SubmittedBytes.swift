package import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// What a participant handed in, in memory that is overwritten with zeros when its owner releases it.
///
/// A submission may turn out to be a secret key, so it lives here from the first moment, as does everything decoded
/// from it, and only packets that are known to be public are copied out.
package struct SubmittedBytes: ~Copyable {
    private let storage: UnsafeMutableBufferPointer<UInt8>
    private var used: Int

    /// Empty bytes with room for `capacity`.
    init(capacity: Int) {
        storage = .allocate(capacity: capacity)
        used = 0
    }

    /// Takes the bytes over and leaves the caller an empty array whose former storage holds zeros.
    ///
    /// The caller's array has to be the only reference to its storage: another copy of it is not reached.
    package init(wiping bytes: inout [UInt8]) {
        self.init(capacity: bytes.count)
        _ = storage.update(fromContentsOf: bytes)
        used = bytes.count
        bytes.withUnsafeMutableBytes { if let start = $0.baseAddress { explicit_bzero(start, $0.count) } }
        bytes = []
    }

    /// Takes the bytes over and leaves the caller empty data whose former storage holds zeros.
    package init(wiping data: inout Data) {
        self.init(capacity: data.count)
        _ = storage.update(fromContentsOf: data)
        used = data.count
        data.withUnsafeMutableBytes { if let start = $0.baseAddress { explicit_bzero(start, $0.count) } }
        data = Data()
    }

    deinit {
        if let start = storage.baseAddress {
            explicit_bzero(start, storage.count)
        }
        storage.deallocate()
    }

    /// How many bytes there are.
    package var count: Int { used }

    /// Adds one byte; there has to be room.
    mutating func append(_ byte: UInt8) {
        precondition(used < storage.count, "SubmittedBytes are made with their final capacity")
        storage[used] = byte
        used += 1
    }

    /// Shortens to the first `count` bytes.
    mutating func truncate(to count: Int) {
        precondition(count <= used)
        used = count
    }

    /// Runs `body` on the bytes; every access through the span is checked.
    borrowing func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(rebasing: storage[..<used]).span)
    }
}

extension Span where Element == UInt8 {
    /// A copy of the bytes in the range, if they are known to be public.
    func copy(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    /// Whether the ASCII text stands at the offset.
    func has(_ text: StaticString, at offset: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, offset <= count - length else { return false }
        for index in 0..<length where self[offset + index] != text.utf8Start[index] {
            return false
        }
        return true
    }

    /// The first place of the ASCII text in the range. It searches fast, for what is handed in may be large.
    func firstIndex(of text: StaticString, in range: Range<Int>) -> Int? {
        let length = text.utf8CodeUnitCount
        return withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var from = range.lowerBound
            while from < range.upperBound,
                let found = memchr(start + from, Int32(text.utf8Start[0]), range.upperBound - from)
            {
                let offset = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
                if offset + length <= buffer.count, memcmp(start + offset, text.utf8Start, length) == 0 {
                    return offset
                }
                from = offset + 1
            }
            return nil
        }
    }
}
