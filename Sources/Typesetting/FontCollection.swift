internal import CPangoCairo
package import Foundation

/// The fonts that texts are set in: one fontconfig configuration and the fonts it finds, apart from the system's own.
///
/// Nothing is read from the environment, so that the same fonts give the same bytes.
@TypesettingActor
package final class FontCollection {
    private struct Source: Hashable {
        let configuration: URL
        let additionalFolders: [URL]
    }

    /// Collections live as long as the process: Pango 1.50 looks for fonts in threads of its own, and these can outlive a
    /// font map that is released. It also takes a fifth of a second to make one.
    private static var loaded: [Source: FontCollection] = [:]

    let map: UnsafeMutablePointer<PangoFontMap>

    /// The fonts that a `fonts.conf` names, and those in folders of one's own; read once in the life of the process.
    ///
    /// Throws `font_configuration_unreadable`, `font_folder_missing` or `fonts_missing`.
    package static func load(
        configuration: URL, additionalFolders: [URL] = []
    ) throws(TypesettingError) -> FontCollection {
        let source = Source(configuration: configuration, additionalFolders: additionalFolders)
        if let known = loaded[source] { return known }
        let collection = try FontCollection(source)
        loaded[source] = collection
        return collection
    }

    private init(_ source: Source) throws(TypesettingError) {
        let configuration = source.configuration
        guard let config = FcConfigCreate() else { throw TypesettingError("drawing_failed") }
        defer { FcConfigDestroy(config) }

        // Checked first: fontconfig would write its own complaint to standard error.
        guard FileManager.default.isReadableFile(atPath: configuration.path),
            FcConfigParseAndLoad(config, configuration.path, 1) != 0,
            FcConfigBuildFonts(config) != 0
        else {
            throw TypesettingError("font_configuration_unreadable", .init("file", configuration.path))
        }
        for folder in source.additionalFolders {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue,
                FcConfigAppFontAddDir(config, folder.path) != 0
            else {
                throw TypesettingError("font_folder_missing", .init("folder", folder.path))
            }
        }
        let found = [FcSetSystem, FcSetApplication].compactMap { FcConfigGetFonts(config, $0) }
        guard found.contains(where: { $0.pointee.nfont > 0 }) else {
            throw TypesettingError("fonts_missing", .init("file", configuration.path))
        }
        guard let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) else {
            throw TypesettingError("drawing_failed")
        }
        lanyard_font_map_set_config(map, config)
        self.map = map
    }

    /// The file that holds a family, by any of the names it has; nil if no font is called so.
    ///
    /// Names are compared as fontconfig does: capitals and blanks do not count.
    package func file(ofFamily name: String) -> String? {
        func folded(_ name: String) -> String { name.lowercased().filter { $0 != " " } }
        let wanted = folded(name)
        for set in [FcSetApplication, FcSetSystem] {
            guard let fonts = FcConfigGetFonts(lanyard_font_map_get_config(map), set) else { continue }
            for index in 0..<Int(fonts.pointee.nfont) {
                guard let pattern = fonts.pointee.fonts[index] else { continue }
                var number: Int32 = 0
                var family: UnsafeMutablePointer<FcChar8>?
                while FcPatternGetString(pattern, FC_FAMILY, number, &family) == FcResultMatch, let name = family {
                    var file: UnsafeMutablePointer<FcChar8>?
                    if folded(String(cString: name)) == wanted,
                        FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch, let file
                    {
                        return String(cString: file)
                    }
                    number += 1
                }
            }
        }
        return nil
    }

    /// Runs `body` while libraries that ask Pango for "the" fonts, as librsvg does, get these.
    func asDefault<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lanyard_font_map_set_default(map)
        defer { lanyard_font_map_set_default(nil) }
        return try body()
    }
}
