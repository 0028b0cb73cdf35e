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
    /// A picture is a megabyte, and zbar needs as much again: the others wait in the network until it is their turn.
    private static let atOnceMax = 24
    private static let ofOneDeviceMax = 4

    private let queue = FairQueue<Device.ID>(max: atOnceMax, maxOfOne: ofOneDeviceMax)

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.decodings, for: .roles(.door, .desk)) { [queue] request, _, device in
            let query = request.uri.queryParameters
            guard let width = query["width"].flatMap({ Int($0) }), let height = query["height"].flatMap({ Int($0) })
            else { throw QRReaderError(.pictureSizeInvalid, ErrorDetail("side_max", QRReader.sideMax)) }
            let text = try await queue.run(for: device.id) {
                let body = try await request.body.collect(upTo: QRReader.sideMax * QRReader.sideMax)
                let picture = Data(body.readableBytesView)
                // zbar would hold up the answers to others.
                return try await NIOThreadPool.singleton.runIfActive {
                    try QRReader.text(in: picture, width: width, height: height)
                }
            }
            return try Response(json: Decoding(text: text))
        }
    }

    private struct Decoding: Encodable {
        let text: String?
    }
}
