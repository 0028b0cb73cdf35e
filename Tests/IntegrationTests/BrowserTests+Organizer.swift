import Testing

extension BrowserTests {
    @Test func `a whole event needs no terminal but for the first invitation`() async throws {
        let venue = try Venue()
        try await venue.open()
        let server = try await LiveServer(venue)
        let code = try await Self.invite("Office", venue, role: "organizer")
        _ = try await Self.browse("organizer", server, ["codes": [code]])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }
}
