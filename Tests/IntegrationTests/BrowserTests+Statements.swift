import Testing

extension BrowserTests {
    private struct Person: Decodable { let code: String }

    @Test func `an organizer reads a statement, splits a line and reverses a payment, with a script or without`()
        async throws
    {
        let (venue, server) = try await Self.open()
        var people: [String] = []
        for reference in ["S1", "S2"] {
            try await venue.lanyard(
                "registration", "add", "Sue Statement \(reference)", "--days", "1-2", "--reference", reference)
            people.append(try await venue.json(Person.self, "registration", "show", reference).code)
        }
        let code = try await Self.invite("Office", venue, role: "organizer")
        _ = try await Self.browse("statements", server, ["codes": [code], "people": people])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }
}
