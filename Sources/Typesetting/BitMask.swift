internal import CPangoCairo

/// A rectangle of bits, one per pixel: what a QR code is made of.
package struct BitMask: Sendable, Hashable {
    package let width: Int
    package let height: Int
    /// Rows padded to 32 bits, the leftmost pixel in the bit that cairo's A1 format wants first.
    private let rows: [UInt32]

    /// Takes one byte per pixel, row by row from the top left; anything but 0 is set.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height)
        self.width = width
        self.height = height
        let words = (width + 31) / 32
        var rows = [UInt32](repeating: 0, count: words * height)
        for y in 0..<height {
            for x in 0..<width where pixels[y * width + x] != 0 {
                #if _endian(little)
                rows[y * words + x / 32] |= 1 << UInt32(x % 32)
                #else
                rows[y * words + x / 32] |= 1 << UInt32(31 - x % 32)
                #endif
            }
        }
        self.rows = rows
    }

    /// A pattern that owns a copy of the bits, to be destroyed by the caller; nil if cairo has no memory for it.
    @TypesettingActor
    func pattern() -> OpaquePointer? {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A1, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface)
        else { return nil }
        let stride = Int(cairo_image_surface_get_stride(surface))
        rows.withUnsafeBytes { bytes in
            precondition(stride * height == bytes.count)
            UnsafeMutableRawPointer(data).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
        }
        cairo_surface_mark_dirty(surface)
        return cairo_pattern_create_for_surface(surface)
    }
}
