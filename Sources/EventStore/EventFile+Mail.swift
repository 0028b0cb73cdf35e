import Conference

extension EventFile {
    /// `mail`: who sends, by which way, and what is told by mail.
    static func readMail(_ section: MappingReader) -> MailPlan? {
        let sender = section.value("from") { try Mailbox($0) }
        let replyTo = section.value("reply_to", default: nil) { try Mailbox($0) }
        let pages = section.value("pages", default: nil, readOrigin)
        let perMinute = section.value("per_minute", default: "600") { try readCount($0, 1...100_000) }
        let occasions = section.value("on", default: "all", readOccasions)
        let way = readWay(section)
        section.finish()
        guard let sender, let perMinute, let occasions, let way else { return nil }
        return MailPlan(
            sender: sender, replyTo: replyTo, way: way, pages: pages, occasions: occasions, perMinute: perMinute)
    }

    private static func readWay(_ section: MappingReader) -> MailPlan.Way? {
        let host = section.value("server", default: nil, readHost)
        let program = section.value("sendmail", default: nil, readProgram)
        let choices = Dictionary(uniqueKeysWithValues: MailServer.Security.allCases.map { ($0.rawValue, $0) })
        let security = section.value("security", default: "starttls") { try readChoice($0, choices) }
        let port = section.value("port", default: nil) { try readCount($0, 1...65_535) }
        let login = section.value("login", default: nil) { try readLine($0, field: "login", limit: 200) }
        guard (section.text("server") == nil) != (section.text("sendmail") == nil) else {
            section.refuse(EventStoreErrorCode.mailWay)
            return nil
        }
        if let program { return .sendmail(program) }
        guard let host, let security else { return nil }
        guard login == nil || security != .none else {
            section.refuse(EventStoreErrorCode.mailLoginInTheClear)
            return nil
        }
        return .server(MailServer(host: host, port: port ?? security.port, security: security, login: login))
    }

    /// A name or an address of a machine.
    private static func readHost(_ text: String) throws(ConferenceError) -> String {
        guard text.utf8.count <= 253,
            text.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9.\-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/#) != nil
        else { throw ConferenceError(.hostInvalid, ErrorDetail("value", String(text.prefix(100)))) }
        return text
    }

    /// The absolute path of a program.
    private static func readProgram(_ text: String) throws(ConferenceError) -> String {
        let path = try readLine(text, field: "sendmail", limit: 200)
        guard path.hasPrefix("/") else {
            throw ConferenceError(.pathInvalid, ErrorDetail("value", String(text.prefix(100))))
        }
        return path
    }

    /// `all`, `none`, or words of occasions with commas between them.
    private static func readOccasions(_ text: String) throws(ConferenceError) -> Set<MailOccasion> {
        if text == "all" { return Set(MailOccasion.automatic) }
        if text == "none" { return [] }
        let choices = Dictionary(uniqueKeysWithValues: MailOccasion.automatic.map { ($0.rawValue, $0) })
        var occasions: Set<MailOccasion> = []
        for word in text.split(separator: ",") {
            occasions.insert(try readChoice(String(word.filter { $0 != " " }), choices))
        }
        return occasions
    }
}
