import Foundation
import LanyardTestSupport
import Testing

/// Many events in one process, behind nginx, as browsers meet them: curl keeps cookies by their paths.
@Suite(.waitsForPrograms)
struct EventsServerTests {
    private struct Link: Decodable { let link: String }

    /// nginx in the foreground, with a configuration of its own. It ends with the test.
    private final class Proxy {
        let address: String
        private let process: Process

        struct NotListening: Error {}

        /// - Parameter location: what it does with `/conf/`.
        init(_ location: String, in folder: URL) async throws {
            let port = try Self.freePort()
            address = "http://127.0.0.1:\(port)"
            let configuration = """
                daemon off; pid \(folder.path)/nginx.pid; error_log \(folder.path)/error.log; worker_processes 1;
                events { worker_connections 64; }
                http {
                    access_log off;
                    client_body_temp_path \(folder.path)/body; proxy_temp_path \(folder.path)/proxy;
                    fastcgi_temp_path \(folder.path)/f; uwsgi_temp_path \(folder.path)/u; scgi_temp_path \(folder.path)/s;
                    server {
                        listen 127.0.0.1:\(port);
                        location /conf/ {
                            \(location)
                            proxy_set_header Host $http_host;
                            proxy_set_header X-Forwarded-Proto http;
                            proxy_set_header X-Forwarded-For "203.0.113.77";
                        }
                    }
                }
                """
            let file = folder.appendingPathComponent("nginx.conf")
            try configuration.write(to: file, atomically: true, encoding: .utf8)
            process = try Program.process(
                "nginx", ["-p", folder.path, "-c", file.path, "-e", folder.path + "/error.log"],
                environment: ["PATH": "/usr/sbin:/usr/bin:/bin"])
            process.standardError = FileHandle.nullDevice
            try process.run()
            for _ in 0..<100 {
                if try await run("curl", ["-s", "-o", "/dev/null", address]).status == 0 { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw NotListening()
        }

        deinit { if process.isRunning { process.terminate() } }

        /// A port that nobody has at this moment.
        private static func freePort() throws -> UInt16 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    _ = bind(descriptor, generic, length)
                    _ = getsockname(descriptor, generic, &length)
                }
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
    }

    /// What curl, with a jar of cookies, gets from an address.
    private func curl(_ jar: URL, _ arguments: String...) async throws -> String {
        let outcome = try await run("curl", ["-s", "-L", "-c", jar.path, "-b", jar.path] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    @Test(arguments: [false, true])
    func `two events behind nginx below a path, one browser at both`(takesPathOff: Bool) async throws {
        let folder = try ScratchFolder()
        let events = folder.file("events")
        try FileManager.default.createDirectory(at: events, withIntermediateDirectories: true)
        func lanyard(_ name: String, _ arguments: String...) async throws -> Outcome {
            try await run(
                "lanyard", arguments,
                environment: ["LANYARD_EVENT": events.appendingPathComponent("\(name).lanyard").path])
        }
        func create(_ name: String) async throws {
            let outcome = try await lanyard(
                name, "event", "create", events.appendingPathComponent("\(name).lanyard").path, "--from",
                Repository.root.appendingPathComponent("templates/events/netdev01.yaml").path)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        try await create("one")
        let server = try await LiveServer([
            "--events", events.path, "--path", "/conf", "--trusted-proxy", "127.0.0.1",
        ])
        let proxy = try await Proxy(
            "proxy_pass \(server.door.address)\(takesPathOff ? "/" : "");", in: folder.url)
        // The second comes while the server runs.
        try await create("two")
        let jar = folder.file("jar")
        for name in ["one", "two"] {
            let added = try await lanyard(
                name, "device", "add", "Office", "--role", "organizer", "--server",
                "\(proxy.address)/conf/e/\(name)", "--json")
            let link = try JSONDecoder().decode(Link.self, from: Data(added.output.utf8)).link
            let page = "\(proxy.address)/conf/e/\(name)/enroll"
            #expect(link.hasPrefix(page + "#"))
            for _ in 0..<100 {
                if try await curl(jar, "-o", "/dev/null", "-w", "%{http_code}", page) == "200" { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            let code = String(link.drop { $0 != "#" }.dropFirst())
            _ = try await curl(
                jar, "-H", "Origin: \(proxy.address)", "--data-urlencode", "code=\(code)", "-o", "/dev/null", page)
        }
        for name in ["one", "two"] {
            let page = try await curl(jar, "\(proxy.address)/conf/e/\(name)/organizer")
            #expect(page.contains("href=\"/conf/e/\(name)/organizer/devices\""), "\(name)")
            let version = try await curl(jar, "\(proxy.address)/conf/e/\(name)/v1/version")
            #expect(version.contains("lanyard"))
        }
        let list = try await curl(jar, "\(proxy.address)/conf/")
        #expect(list.contains("/conf/e/one/") && list.contains("/conf/e/two/"))
        #expect(try await lanyard("two", "event", "stop").status == 0)
        for _ in 0..<100 {
            let answer = try await curl(
                jar, "-o", "/dev/null", "-w", "%{http_code}", "\(proxy.address)/conf/e/two/v1/version")
            if answer == "503" { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        let stopped = try await curl(jar, "\(proxy.address)/conf/e/two/v1/version")
        #expect(stopped.contains("event_stopped"))
        #expect(server.stop() == 0)
    }
}
