import EventStore
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOFoundationEssentialsCompat
import Testing

struct DecodingRouteTests {
    @Test(arguments: [
        (Device.Role.door, "width=30&height=20", 600, 200), (.desk, "width=30&height=20", 600, 200),
        (.reports, "width=30&height=20", 600, 403), (.door, "width=30&height=21", 600, 400),
        (.door, "width=30", 600, 400), (.door, "width=1&height=1025", 1025, 400),
        (.door, "width=1024&height=1024", 1024 * 1024 + 1, 413),
    ])
    func `pictures are looked at for doors, if their size is right`(
        role: Device.Role, query: String, bytes: Int, status: Int
    ) async throws {
        try await Server.run { server in
            let token = try await server.token(category)
            let picture = ByteBuffer(repeating: 255, count: bytes)
            let answer = try await server.client.execute(
                uri: "/v1/decodings?\(query)", method: .post, headers: [.authorization: "Bearer \(token)"],
                body: picture
            ) { ($0.status.code, Data($0.body.readableBytesView)) }
            #expect(answer.0 == status)
            if status == 200 { #expect(String(decoding: answer.1, as: UTF8.self) == "{}") }
        }
    }
}
