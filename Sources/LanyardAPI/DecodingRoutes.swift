import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import NIOPosix
import QRReader

/// Reads pictures of QR codes for phones that cannot; nothing of them is kept.
struct DecodingRoutes {
    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.decodings, for: .roles(.door, .desk)) { request, _, _ in
            let query = request.uri.queryParameters
            guard let width = query["width"].flatMap({ Int($0) }), let height = query["height"].flatMap({ Int($0) })
            else { throw QRReaderError(.pictureSizeInvalid, ErrorDetail("side_max", QRReader.sideMax)) }
            let body = try await request.body.collect(upTo: QRReader.sideMax * QRReader.sideMax)
            let picture = Data(body.readableBytesView)
            // zbar would hold up the answers to others.
            let text = try await NIOThreadPool.singleton.runIfActive {
                try QRReader.text(in: picture, width: width, height: height)
            }
            return try Response(json: Decoding(text: text))
        }
    }

    private struct Decoding: Encodable {
        let text: String?
    }
}
