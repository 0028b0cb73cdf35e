package import Conference
import EventDesk
package import EventStore
package import Foundation
import HTTPTypes
package import Hummingbird

extension IdempotencyKey {
    /// The key of a write, from the body or the header `Idempotency-Key`.
    ///
    /// - Throws: `nonce_missing`, `nonce_differs`, `idempotency_key_invalid`.
    package static func of(_ request: Request, or nonce: String?) throws -> IdempotencyKey {
        let key = request.headers[.idempotencyKey]
        guard let text = nonce ?? key else { throw ServerError(.nonceMissing) }
        guard key == nil || key == text else { throw ServerError(.nonceDiffers) }
        return try IdempotencyKey(text)
    }
}

extension Device {
    /// What a write that a request asks for is recorded under: its `Idempotency-Key`, the time by the event's clock.
    ///
    /// - Throws: `nonce_missing`, `clerk_missing`, `idempotency_key_invalid`.
    package func write(
        _ request: Request, _ context: DeviceRequestContext, _ clock: EventClock
    ) throws -> WriteContext {
        try write(clock.now, key: IdempotencyKey.of(request, or: nil), from: context)
    }

    /// The name under which a write of this device is recorded: with the person who is at it, where several share it.
    /// Keys of two devices never collide.
    ///
    /// - Throws: `clerk_missing`, `idempotency_key_invalid`.
    package func write(_ time: Date, key: IdempotencyKey, from context: DeviceRequestContext) throws -> WriteContext {
        WriteContext(
            author: try author(at: time), origin: context.remoteAddress, time: time,
            key: try IdempotencyKey(parts: "device:\(id)", key.description))
    }
}

extension HTTPField.Name {
    package static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
