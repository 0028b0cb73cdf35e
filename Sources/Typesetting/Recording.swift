internal import CPangoCairo

/// Something drawn once and used many times.
@TypesettingActor
package final class Recording {
    /// Owned.
    let surface: OpaquePointer

    /// Records what `draw` draws within `size`.
    package init(size: Size, _ draw: (Canvas) throws -> Void) throws {
        var extents = cairo_rectangle_t(x: 0, y: 0, width: size.width, height: size.height)
        let surface: OpaquePointer = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents)
        self.surface = surface
        let canvas = Canvas(surface: surface)
        try draw(canvas)
        try canvas.check()
    }

    isolated deinit { cairo_surface_destroy(surface) }
}
