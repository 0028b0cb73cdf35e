internal import CPangoCairo
import Conference
package import Foundation

/// A tagged PDF, written as it is drawn.
///
/// The same pages with the same information give the same bytes.
@TypesettingActor
package final class PDFDocument {
    /// The document's information dictionary.
    package struct Information: Sendable, Hashable {
        package var title: String
        /// Creation and modification date; nothing reads the clock.
        package var created: Date

        package init(title: String, created: Date) {
            self.title = title
            self.created = created
        }
    }

    /// Receives the file in order, in pieces of 64 KiB and a last one.
    package typealias Writer = (UnsafeRawBufferPointer) throws -> Void

    private let surface: OpaquePointer
    private let output: Output
    private var pageCount = 0
    private var hasStructure = false

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
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, information.title.forCairo)
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
        pageCount += 1
        // One element of the structure holds all texts. cairo continues it from page to page and ends it with the file;
        // one per badge would make a file a seventh larger. It cannot begin at once: cairo 1.16 forgets what was
        // recorded on a page before something is painted over all of it.
        canvas.beginsStructure = !hasStructure
        try draw(canvas)
        hasStructure = !canvas.beginsStructure
        cairo_show_page(canvas.cairo)
        try check(cairo_status(canvas.cairo))
    }

    /// Adds a bookmark to the outline; it leads to the page that is being drawn, or was last.
    package func addBookmark(_ title: String) {
        cairo_pdf_surface_add_outline(
            surface, Int32(CAIRO_PDF_OUTLINE_ROOT), title, "page=\(max(pageCount, 1))",
            cairo_pdf_outline_flags_t(rawValue: 0))
    }

    /// Writes the rest. Throws `drawing_failed`, or `output_failed` with what the writer threw.
    package func finish() throws(TypesettingError) {
        cairo_surface_finish(surface)
        output.flush()
        try check(cairo_surface_status(surface))
    }

    private func check(_ status: cairo_status_t) throws(TypesettingError) {
        if let failure = output.failure { throw TypesettingError(.outputFailed, underlying: failure) }
        try checkStatus(status)
    }
}

/// Gathers cairo's bytes, hands them to the caller's writer and keeps the first error.
private final class Output {
    /// Cairo writes a few bytes at a time.
    private static let capacity = 1 << 16

    private let writer: PDFDocument.Writer
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
    private var filled = 0
    private(set) var failure: (any Error)?

    init(writer: @escaping PDFDocument.Writer) {
        self.writer = writer
    }

    deinit { buffer.deallocate() }

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty, failure == nil {
            let piece = rest.prefix(Self.capacity - filled)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyMemory(from: .init(rebasing: piece))
            filled += piece.count
            rest = rest.dropFirst(piece.count)
            if filled == Self.capacity { flush() }
        }
        return failure == nil
    }

    func flush() {
        guard filled > 0, failure == nil else { return }
        do {
            try writer(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
            filled = 0
        } catch {
            failure = error
        }
    }
}
