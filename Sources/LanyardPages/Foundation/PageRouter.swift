import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP

/// Adds pages to the server: each says whom it is for, and gets a visit that has been checked.
struct PageRouter {
    let router: Router<DeviceRequestContext>
    let site: PageSite

    /// A page that is read.
    ///
    /// - Parameter roles: of devices that may; nil for anybody.
    func get(
        _ path: String, for roles: Set<Device.Role>?,
        _ body: @escaping @Sendable (PageVisit) async throws -> Response
    ) {
        router.get(RouterPath(path)) { [site] request, context in
            let visit = try await site.visit(request, context)
            do {
                if let roles { _ = try visit.device(of: roles) }
                return try await body(visit)
            } catch {
                return try site.answer(error, visit)
            }
        }
    }

    /// A form that is sent: from our own page, and with the token of the session where there must be one.
    ///
    /// A script may send the token in the header `X-Lanyard-Form` instead.
    /// - Parameter bodyMax: the longest body, in bytes, of a form that sends a file.
    func post(
        _ path: String, for roles: Set<Device.Role>?, bodyMax: Int? = nil,
        _ body: @escaping @Sendable (PageVisit, PageForm) async throws -> Response
    ) {
        router.post(RouterPath(path)) { [site] request, context in
            let visit = try await site.visit(request, context)
            do {
                try PageSession.checkOrigin(request)
                if let roles { _ = try visit.device(of: roles) }
                let form = try await PageForm.read(request, context, bodyMax: bodyMax)
                if roles != nil {
                    try visit.session?.check(request.headers[PageSession.tokenHeader] ?? form.exactly("token"))
                }
                return try await body(visit, form)
            } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
                return try site.answer(ServerError(.bodyTooLarge), visit)
            } catch {
                return try site.answer(error, visit)
            }
        }
    }
}
