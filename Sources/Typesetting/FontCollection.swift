internal import CPangoCairo
import Conference
package import Foundation

/// The fonts that texts are set in: one fontconfig configuration and the fonts that it finds, separate from the
/// system's.
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

    /// What librsvg sets the texts of artwork in.
    private let map: UnsafeMutablePointer<PangoFontMap>
    /// What texts are measured in, on whichever thread.
    nonisolated let setting: SettingFonts

    /// The fonts that a `fonts.conf` names, and those in additional folders; read once in the life of the process.
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
        guard let config = FcConfigCreate() else { throw TypesettingError(.drawingFailed) }
        defer { FcConfigDestroy(config) }

        // Checked first: fontconfig would write its own complaint to standard error.
        guard FileManager.default.isReadableFile(atPath: configuration.path),
            FcConfigParseAndLoad(config, configuration.path, 1) != 0,
            FcConfigBuildFonts(config) != 0
        else {
            throw TypesettingError(.fontConfigurationUnreadable, .init("file", configuration.path))
        }
        for folder in source.additionalFolders {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue,
                FcConfigAppFontAddDir(config, folder.path) != 0
            else {
                throw TypesettingError(.fontFolderMissing, .init("folder", folder.path))
            }
        }
        let found = [FcSetSystem, FcSetApplication].compactMap { FcConfigGetFonts(config, $0) }
        guard found.contains(where: { $0.pointee.nfont > 0 }) else {
            throw TypesettingError(.fontsMissing, .init("file", configuration.path))
        }
        guard let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT),
            let setting = SettingFonts(config)
        else { throw TypesettingError(.drawingFailed) }
        lanyard_font_map_set_config(map, config)
        self.map = map
        self.setting = setting
    }

    /// The file that holds a family, by any of the names it has, the upright regular one if there is one; nil if no font is
    /// called so.
    ///
    /// Names are compared as fontconfig does: capitals and spaces do not matter.
    package func file(ofFamily name: String) -> String? {
        func folded(_ name: String) -> String { name.lowercased().filter { $0 != " " } }
        let wanted = folded(name)
        var best: (file: String, distance: Int32)?
        for set in [FcSetApplication, FcSetSystem] {
            guard let fonts = FcConfigGetFonts(lanyard_font_map_get_config(map), set) else { continue }
            for index in 0..<Int(fonts.pointee.nfont) {
                guard let pattern = fonts.pointee.fonts[index],
                    names(of: pattern).contains(where: { folded($0) == wanted })
                else { continue }
                var (weight, slant) = (FC_WEIGHT_REGULAR, FC_SLANT_ROMAN)
                FcPatternGetInteger(pattern, FC_WEIGHT, 0, &weight)
                FcPatternGetInteger(pattern, FC_SLANT, 0, &slant)
                let distance = abs(weight - FC_WEIGHT_REGULAR) + slant
                var file: UnsafeMutablePointer<FcChar8>?
                guard distance < best?.distance ?? .max,
                    FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch,
                    let file
                else { continue }
                best = (String(cString: file), distance)
            }
        }
        return best?.file
    }

    /// A font's family, in all the languages it is named in.
    private func names(of pattern: OpaquePointer) -> [String] {
        var names: [String] = []
        var name: UnsafeMutablePointer<FcChar8>?
        while FcPatternGetString(pattern, FC_FAMILY, Int32(names.count), &name) == FcResultMatch, let found = name {
            names.append(String(cString: found))
        }
        return names
    }

    /// Runs `body` while libraries that ask Pango for "the" fonts, as librsvg does, get these.
    func asDefault<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lanyard_font_map_set_default(map)
        defer { lanyard_font_map_set_default(nil) }
        return try body()
    }
}
