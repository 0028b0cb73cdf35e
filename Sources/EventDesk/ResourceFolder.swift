import Conference
package import Foundation

/// The files that an organizer may edit: badge templates and fonts.
package struct ResourceFolder: Sendable {
    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// The folder that `LANYARD_RESOURCES` names, or else the nearest one above the program that has
    /// `templates/badges`, or else `/usr/share/lanyard`.
    package static func locate(environment: [String: String], program: URL) -> ResourceFolder {
        if let named = environment["LANYARD_RESOURCES"] {
            return ResourceFolder(URL(fileURLWithPath: named, isDirectory: true))
        }
        var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("templates/badges").path) {
                return ResourceFolder(folder)
            }
            folder = folder.deletingLastPathComponent()
        }
        return ResourceFolder(URL(fileURLWithPath: "/usr/share/lanyard", isDirectory: true))
    }

    package func badgeTemplate(named name: String) -> URL { templateFolder.appendingPathComponent("\(name).svg") }

    package var templateFolder: URL { url.appendingPathComponent("templates/badges") }

    package var fontConfiguration: URL { url.appendingPathComponent("fonts/fonts.conf") }

    package func ticketTemplate(named name: String) -> URL {
        url.appendingPathComponent("templates/tickets/\(name).svg")
    }

    /// The drawings and texts of letters.
    package var letterTemplates: URL { url.appendingPathComponent("templates/letters") }

    /// The texts of mail, a folder for each language.
    package var mailTemplates: URL { url.appendingPathComponent("templates/mail") }

    /// Templates and words of the pages.
    package var pageTemplates: URL { url.appendingPathComponent("templates/pages") }

    /// Style sheets, scripts and pictures of the pages.
    package var staticFiles: URL { url.appendingPathComponent("templates/static") }

    /// The door rules as WebAssembly, without which no door can decide alone.
    package var doorModule: URL { staticFiles.appendingPathComponent("built/door.wasm") }

    /// What of this folder is missing that the server needs: `resources_missing`, each with what is missing.
    package var lacks: [ServerError] {
        [
            templateFolder, pageTemplates.appendingPathComponent("layout.mustache"), staticFiles,
            fontConfiguration, url.appendingPathComponent("schema/openapi.yaml"),
        ].filter { !FileManager.default.isReadableFile(atPath: $0.path) }
            .map { ServerError(.resourceMissing, ErrorDetail("file", $0.path)) }
    }

    /// What is wrong with the door module; nil if it is there.
    package var doorModuleLack: ServerError? {
        // The first bytes of every module ("WebAssembly Core Specification", section 5.5.16).
        let magic = Data([0x00, 0x61, 0x73, 0x6D])
        guard let file = try? FileHandle(forReadingFrom: doorModule) else {
            return ServerError(.doorModuleMissing, ErrorDetail("file", doorModule.path))
        }
        defer { try? file.close() }
        let start = try? file.read(upToCount: magic.count)
        return start == magic ? nil : ServerError(.doorModuleMissing, ErrorDetail("file", doorModule.path))
    }
}
