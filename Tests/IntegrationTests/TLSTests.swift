import Foundation
import LanyardTestSupport
import Testing

/// TLS as clients of all kinds meet it: curl and openssl speak to the real server.
@Suite(.waitsForPrograms)
struct TLSTests {
    /// An event with a certificate for this machine, which an invented authority of its own signed.
    private struct Secured {
        let venue: Venue
        let certificate: URL
        let key: URL
        let other: URL

        init() async throws {
            venue = try Venue()
            try await venue.open()
            certificate = venue.folder.file("certificate.pem")
            key = venue.folder.file("key.pem")
            other = venue.folder.file("other.pem")
            for file in [key, other] {
                try await Self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file.path)
            }
            try await Self.openssl(
                "req", "-new", "-x509", "-key", key.path, "-out", certificate.path, "-days", "2", "-subj",
                "/CN=venue.example.org", "-addext", "subjectAltName=IP:127.0.0.1")
        }

        private static func openssl(_ arguments: String...) async throws {
            let outcome = try await run("openssl", arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }

        func serve(_ arguments: String...) async throws -> HeldServer {
            try await HeldServer(
                venue, ["--tls-certificate", certificate.path, "--tls-key", key.path] + arguments)
        }

        func curl(_ server: HeldServer, _ path: String, _ options: String...) async throws -> Outcome {
            try await run(
                "curl",
                ["-sS", "--cacert", certificate.path] + options + ["https://127.0.0.1:\(server.port)\(path)"])
        }
    }

    @Test func `it speaks 1.2 and 1.3 with suites that seal, and nothing older`() async throws {
        let secured = try await Secured()
        let server = try await secured.serve()
        func handshake(_ options: String...) async throws -> Outcome {
            try await run(
                "openssl", ["s_client", "-connect", "127.0.0.1:\(server.port)", "-brief"] + options)
        }
        for (version, option) in [("TLSv1.2", "-tls1_2"), ("TLSv1.3", "-tls1_3")] {
            let outcome = try await handshake(option)
            #expect(outcome.errors.contains("Protocol version: \(version)"), "\(outcome.errors)")
        }
        // Security level 0 lets the client offer what nobody should take.
        for refused in [
            ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
            ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"],
            ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384:@SECLEVEL=0"],
        ] {
            let outcome = try await run(
                "openssl", ["s_client", "-connect", "127.0.0.1:\(server.port)", "-brief"] + refused)
            #expect(!outcome.errors.contains("Protocol version"), "\(refused): \(outcome.errors)")
        }
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `whoever can speaks HTTP/2, and streams end with the server`() async throws {
        let secured = try await Secured()
        let server = try await secured.serve()
        let second = try await secured.curl(
            server, "/v1/health", "--http2", "-o", "/dev/null", "-w", "%{http_version} %{http_code}")
        #expect(second.output == "2 200", "\(second.errors)")
        let first = try await secured.curl(
            server, "/v1/health", "--http1.1", "-o", "/dev/null", "-w", "%{http_version} %{http_code}")
        #expect(first.output == "1.1 200", "\(first.errors)")
        // Many requests on one connection.
        let many = try await secured.curl(
            server, "/v1/version?n=[1-50]", "--http2", "--parallel", "-o", "/dev/null", "-w", "%{http_code}\n")
        #expect(many.output.split(separator: "\n").count == 50)
        #expect(many.output.split(separator: "\n").allSatisfy { $0 == "200" })
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `browsers are told to stay with https by choice alone`() async throws {
        let secured = try await Secured()
        let header = "strict-transport-security: max-age=2592000"
        for (options, wanted) in [([String](), String?.none), (["--hsts", "30"], header)] {
            let server = try await HeldServer(
                secured.venue,
                ["--tls-certificate", secured.certificate.path, "--tls-key", secured.key.path] + options)
            let head = try await secured.curl(server, "/v1/health", "-D", "-").output.lowercased()
            #expect(head.contains("strict-transport-security") == (wanted != nil))
            if let wanted { #expect(head.contains(wanted)) }
            server.send(SIGTERM)
            #expect(try await server.end() == 0)
        }
        let without = try await secured.venue.lanyard("serve", "--hsts", "30")
        #expect(without.status == 64)
    }

    @Test func `plain HTTP on the port is sent on to https`() async throws {
        let secured = try await Secured()
        let server = try await secured.serve()
        let plain = try await run(
            "curl", ["-sS", "-D", "-", "-o", "/dev/null", "http://127.0.0.1:\(server.port)/door?gate=main"])
        #expect(plain.output.hasPrefix("HTTP/1.1 308"), "\(plain.errors)")
        #expect(plain.output.contains("Location: https://127.0.0.1:\(server.port)/door?gate=main"))
        let followed = try await run(
            "curl",
            [
                "-sSL", "--cacert", secured.certificate.path, "-o", "/dev/null", "-w", "%{http_code}",
                "http://127.0.0.1:\(server.port)/v1/health",
            ])
        #expect(followed.output == "200", "\(followed.errors)")
        // A token in the clear is not asked for again.
        let write = try await run(
            "curl", ["-sS", "-D", "-", "-d", "{}", "http://127.0.0.1:\(server.port)/v1/scans"])
        #expect(write.output.hasPrefix("HTTP/1.1 400"))
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `files that are missing, unreadable or of two pairs are named`() async throws {
        let secured = try await Secured()
        let text = secured.venue.folder.file("note.pem")
        try Data("A note".utf8).write(to: text)
        for (certificate, key, sentence) in [
            (text, secured.key, "The certificate \(text.path) cannot be read"),
            (secured.certificate, text, "The private key \(text.path) cannot be read"),
            (
                secured.certificate, secured.other,
                "The key \(secured.other.path) does not belong to the certificate \(secured.certificate.path)"
            ),
            (secured.venue.folder.file("nowhere.pem"), secured.key, "cannot be read"),
        ] {
            let outcome = try await secured.venue.lanyard(
                "serve", "--port", "0", "--tls-certificate", certificate.path, "--tls-key", key.path)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        }
    }

    @Test func `whoever connects and never finishes the handshake is cut off`() async throws {
        let secured = try await Secured()
        let server = try await secured.serve("--patience", "1")
        let silent = try RawConnection(server.port)
        silent.send("\u{16}\u{3}\u{1}")
        #expect(try await silent.isClosed())
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }
}
