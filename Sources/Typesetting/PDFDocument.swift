internal import CPangoCairo
package import Foundation

/// A PDF that is written as it is drawn.
///
/// The same pages with the same information give the same bytes.
@TypesettingActor
package final class PDFDocument {
    /// What stands in the document's information dictionary.
    package struct Information: Sendable, Hashable {
        package var title: String
        /// Creation and modification date; nothing reads the clock.
        package var created: Date

        package init(title: String, created: Date) {
            self.title = title
            self.created = created
        }
    }

    /// Receives the file in order, a piece at a time.
    package typealias Writer = (UnsafeRawBufferPointer) throws -> Void

    private let surface: OpaquePointer
    private let output: Output

    package init(information: Information, writer: @escaping Writer) {
        let output = Output(writer: writer)
        self.output = output
        surface = cairo_pdf_surface_create_for_stream(
            { closure, bytes, count in
                let output = Unmanaged<Output>.fromOpaque(closure!).takeUnretainedValue()
                return output.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
                    ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
            }, Unmanaged.passUnretained(output).toOpaque(), 1, 1)
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)

        let date = information.created.formatted(.iso8601)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, information.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Lanyard")
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date)
    }

    isolated deinit {
        // Writes the rest if it was not finished; the output lives as long as this.
        cairo_surface_destroy(surface)
    }

    /// Adds a page of this size and draws on it.
    package func page(_ size: Size, _ draw: (Canvas) throws -> Void) throws {
        cairo_pdf_surface_set_size(surface, size.width, size.height)
        let canvas = Canvas(surface: surface)
        try draw(canvas)
        cairo_show_page(canvas.cairo)
        try check(cairo_status(canvas.cairo))
    }

    /// Writes what is left. Throws `drawing_failed`, or `output_failed` with what the writer threw.
    package func finish() throws(TypesettingError) {
        cairo_surface_finish(surface)
        try check(cairo_surface_status(surface))
    }

    private func check(_ status: cairo_status_t) throws(TypesettingError) {
        if let failure = output.failure { throw TypesettingError("output_failed", underlying: failure) }
        try checkStatus(status)
    }
}

/// Hands cairo's bytes to the caller's writer and keeps the first error.
private final class Output {
    private let writer: PDFDocument.Writer
    private(set) var failure: (any Error)?

    init(writer: @escaping PDFDocument.Writer) {
        self.writer = writer
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure == nil else { return false }
        do {
            try writer(bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }
}
