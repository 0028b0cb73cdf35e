import Conference

extension EventFile {
    private static let offers: [String: ScannerPlan.Offer?] = ["off": nil, "online": .online, "offline": .offline]

    /// `scanners`: which scanners of other makers may speak to the server, and how much they get.
    static func readScanners(_ section: MappingReader) -> ScannerPlan? {
        let pretixscan = section.value("pretixscan") { try readChoice($0, offers) }
        section.finish()
        guard let pretixscan else { return nil }
        return ScannerPlan(pretixscan: pretixscan)
    }
}
