internal import CLibrsvg
internal import CPangoCairo
import Conference
import Foundation

/// An SVG document, drawn by librsvg. It loads nothing from outside itself.
@TypesettingActor
package final class SVGDrawing {
    private let handle: UnsafeMutablePointer<RsvgHandle>
    private let fonts: FontCollection

    /// Reads a document; `stylesheet` is CSS of the user origin, so `!important` in it overrides what the document says.
    ///
    /// Throws `svg_unreadable`.
    package init(_ document: SVGDocument, stylesheet: String = "", fonts: FontCollection) throws(TypesettingError) {
        self.fonts = fonts
        var failure: UnsafeMutablePointer<GError>?
        let handle = document.data.withUnsafeBytes { bytes in
            rsvg_handle_new_from_data(bytes.bindMemory(to: UInt8.self).baseAddress, gsize(bytes.count), &failure)
        }
        guard let handle else { throw Self.takeError(failure) }
        self.handle = handle
        // CSS pixels: 1/96 inch.
        rsvg_handle_set_dpi(handle, 96)

        var css = Array(stylesheet.utf8)
        guard rsvg_handle_set_stylesheet(handle, &css, gsize(css.count), &failure) != 0 else {
            throw Self.takeError(failure)
        }
    }

    isolated deinit { lanyard_object_release(handle) }

    /// The bounds of an element, all transforms applied, when the document is drawn at `size`, which must be the size it
    /// has by itself; nil if there is nothing to see.
    package func bounds(ofElement id: String, size: Size) -> Rect? {
        // librsvg 2.54 answers in CSS pixels of the document's own size, whatever the viewport.
        let pixel = 0.75
        var viewport = RsvgRectangle(x: 0, y: 0, width: size.width / pixel, height: size.height / pixel)
        var logical = RsvgRectangle()
        let isKnown = fonts.asDefault {
            rsvg_handle_get_geometry_for_layer(handle, "#" + id, &viewport, nil, &logical, nil)
        }
        guard isKnown != 0, logical.width > 0, logical.height > 0 else { return nil }
        return Rect(
            x: logical.x * pixel, y: logical.y * pixel, width: logical.width * pixel, height: logical.height * pixel)
    }

    /// Draws the document, its view box fitted to `size`. Throws `svg_unreadable`.
    package func draw(on canvas: Canvas, size: Size) throws(TypesettingError) {
        var viewport = RsvgRectangle(x: 0, y: 0, width: size.width, height: size.height)
        var failure: UnsafeMutablePointer<GError>?
        let isDrawn = fonts.asDefault {
            rsvg_handle_render_document(handle, canvas.cairo, &viewport, &failure)
        }
        guard isDrawn != 0 else { throw Self.takeError(failure) }
    }

    private static func takeError(_ failure: UnsafeMutablePointer<GError>?) -> TypesettingError {
        let reason = failure.map { String(cString: $0.pointee.message) } ?? ""
        if let failure { g_error_free(failure) }
        return TypesettingError(.svgUnreadable, .init("reason", reason))
    }
}
