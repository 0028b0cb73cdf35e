internal import CPangoCairo
import Conference
package import Foundation

/// A picture in pixels, on white.
@TypesettingActor
package final class PixelImage {
    /// Along either side; larger pictures are a mistake, not a preview.
    package static let sideMax = 10_000

    /// Larger pieces of memory go back to the system as soon as they are free: pictures at 600 dots per inch left 150 megabytes
    /// behind.
    private static let returnsLargePieces: Bool = {
        lanyard_return_pieces_from(262_144)
        return true
    }()

    private let surface: OpaquePointer
    private let canvas: Canvas
    private let scale: Double

    /// A picture of `size` at this many dots per inch. Throws `image_too_large`.
    package init(size: Size, dotsPerInch: Double) throws(TypesettingError) {
        _ = Self.returnsLargePieces
        scale = dotsPerInch / 72
        // Rounded up, but 450.0000001 is 450.
        let width = (size.width * scale - 1e-6).rounded(.up)
        let height = (size.height * scale - 1e-6).rounded(.up)
        guard width >= 1, height >= 1, width <= Double(Self.sideMax), height <= Double(Self.sideMax) else {
            throw TypesettingError(.imageTooLarge, .init("side_max", String(Self.sideMax)))
        }
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        canvas = Canvas(surface: surface)
        canvas.fill(Rect(x: 0, y: 0, width: width, height: height), color: .white)
    }

    isolated deinit { cairo_surface_destroy(surface) }

    /// Draws in points.
    package func draw(_ draw: (Canvas) throws -> Void) throws {
        try canvas.transformed(by: .scale(scale, scale)) { try draw(canvas) }
        try canvas.check()
    }

    /// The picture as a PNG file.
    package func png() throws(TypesettingError) -> Data {
        var data = Data()
        let status = withUnsafeMutablePointer(to: &data) { pointer in
            cairo_surface_write_to_png_stream(
                surface,
                { closure, bytes, count in
                    closure!.assumingMemoryBound(to: Data.self).pointee.append(bytes!, count: Int(count))
                    return CAIRO_STATUS_SUCCESS
                }, pointer)
        }
        try checkStatus(status)
        return data
    }
}
