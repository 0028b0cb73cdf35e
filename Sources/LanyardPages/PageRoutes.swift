package import Hummingbird
package import LanyardHTTP

/// Every page of the server.
package struct PageRoutes {
    private let site: PageSite

    package init(site: PageSite) { self.site = site }

    package func addRoutes(to router: Router<DeviceRequestContext>) {
        let pages = PageRouter(router: router, site: site)
        FramePages().addRoutes(to: pages)
        EnrollPages().addRoutes(to: pages)
        ClerkPages().addRoutes(to: pages)
        DoorPages().addRoutes(to: pages)
        DeskPages().addRoutes(to: pages)
        DashboardPages().addRoutes(to: pages)
        KeysigningPages().addRoutes(to: pages)
        OrganizerPages().addRoutes(to: pages)
        KioskPages().addRoutes(to: pages)
        BoothPages().addRoutes(to: pages)
        StatementPages().addRoutes(to: pages)
        BooksPages().addRoutes(to: pages)
        CallOffPages().addRoutes(to: pages)
        let limit = PublicLimit()
        RegisterPages(limit: limit).addRoutes(to: pages)
        MyPages(limit: limit).addRoutes(to: pages)
        MyPaymentPages().addRoutes(to: pages)
    }
}
