import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Booths of exhibitors: whoever shows a badge says what is given. A device sees its own exhibitor's booth alone.
struct ExhibitorRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.exhibitors, for: .roles(.organizer)) { _, _, _ in
            try Response(json: ["items": try await services.booths().map { ExhibitorBody($0) }])
        }
        routes.post("\(Paths.exhibitors)/:exhibitor/visits", for: .roles(.exhibitor)) { request, context, device in
            let exhibitor = try device.booth(context)
            let body = try await request.decode(as: Badge.self, context: context)
            let answer = try await services.readAtBooth(
                body.text, of: exhibitor, context: try device.write(request, context, services.clock))
            return try Response(json: BoothBody(answer, event: try await services.store.definition()))
        }
        routes.post("\(Paths.exhibitors)/:exhibitor/consents", for: .roles(.exhibitor)) { request, context, device in
            let exhibitor = try device.booth(context)
            let body = try await request.decode(as: Consent.self, context: context)
            let fields = try body.fields.map { try Choice.read($0, as: Exhibitor.Field.self) }
            let lead = try await services.agreeAtBooth(
                body.text, with: exhibitor, to: Set(fields), context: try device.write(request, context, services.clock)
            )
            return try Response(
                status: .created, json: BoothBody(.given(lead), event: try await services.store.definition()))
        }
        routes.post("\(Paths.exhibitors)/:exhibitor/withdrawals", for: .roles(.exhibitor)) {
            request, context, device in
            let exhibitor = try device.booth(context)
            let body = try await request.decode(as: Badge.self, context: context)
            let answer = try await services.withdrawAtBooth(
                body.text, from: exhibitor, context: try device.write(request, context, services.clock))
            return try Response(json: BoothBody(answer, event: try await services.store.definition()))
        }
        routes.get("\(Paths.exhibitors)/:exhibitor/leads", for: .roles(.exhibitor)) { request, context, device in
            let exhibitor = try device.booth(context)
            switch try request.choice("format", Format.self, default: .json) {
            case .csv:
                let table = try await services.leadTable(of: exhibitor)
                return Response(
                    status: .ok, headers: [.contentType: "text/csv; charset=utf-8; header=present"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: table.csv(.plain))))
            case .json:
                let event = try await services.store.definition()
                let leads = try await services.ledger.leads(of: exhibitor)
                return try Response(json: ["items": leads.map { LeadBody($0, event: event) }])
            }
        }
    }

    private enum Format: String, CaseIterable { case json, csv }

    private struct Badge: Decodable {
        /// What the scanner read.
        let text: String
    }

    private struct Consent: Decodable {
        let text: String
        let fields: [String]
    }

}

extension Device {
    /// The booth that an address names, if it is this device's.
    ///
    /// - Throws: `exhibitor_unknown`.
    fileprivate func booth(_ context: DeviceRequestContext) throws -> Exhibitor.ID {
        let named = Exhibitor.ID(rawValue: try context.parameters.require("exhibitor"))
        try require(booth: named)
        return named
    }
}
