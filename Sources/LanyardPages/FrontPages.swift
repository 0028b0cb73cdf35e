import Catalogues
package import Conference
import EventDesk
import Foundation
import HTTPTypes
package import Hummingbird
package import LanyardHTTP
import NIOCore
import Wording

/// The page of a server of many events: their list, for everybody, without anything of any person.
package struct FrontPages: Sendable {
    /// One event of the list.
    package struct Event: Sendable {
        let name: String
        let definition: EventDefinition

        /// - Parameter name: the event's segment of the address.
        package init(name: String, definition: EventDefinition) {
            self.name = name
            self.definition = definition
        }
    }

    private let material: PageMaterial

    package init(material: PageMaterial) { self.material = material }

    package func list(
        _ events: [Event], answering request: Request, _ context: DeviceRequestContext
    ) throws -> Response {
        let language = request.language
        let rows: [PageValue] = events.map { event in
            [
                "path": .text("\(Paths.events)/\(event.name)/"), "name": .text(event.definition.name),
                "venue": .text(event.definition.venue), "dates": .text(event.definition.dates(in: language)),
            ]
        }
        return try page(["events": .list(rows), "problem": false], .ok, request, context)
    }

    /// The page of an error; nil if none can be made.
    package func answer(
        _ error: any Error, to request: Request, _ context: DeviceRequestContext
    ) -> Response? {
        let words = Words(for: error, answering: request)
        return try? page(
            ["events": [], "problem": ["sentence": .text(words.sentence), "advice": .text(words.advice)]],
            HTTPResponse.Status(code: words.status), request, context)
    }

    private func page(
        _ fields: [String: PageValue], _ status: HTTPResponse.Status, _ request: Request,
        _ context: DeviceRequestContext
    ) throws -> Response {
        let words = Catalogue.of(request.language)
        // The list is at the server's own root, also for an error of one of its events.
        let root = context.base.text.components(separatedBy: Paths.events + "/")[0]
        let all = fields.merging(["lang": .text(request.language.rawValue)]) { own, _ in own }
        let html = (BasePath(root) ?? .root).page(try material.templates.render("events", all, words: words))
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentLanguage: request.language.rawValue,
        ]
        headers[.contentSecurityPolicy] = PagePolicy.usual.header
        headers[.vary] = RequestWords.variesBy
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
