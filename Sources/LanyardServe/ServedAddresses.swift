import Foundation
import Glibc

/// Under which addresses a server can be reached that listens on some or on all of this machine.
enum ServedAddresses {
    /// What a browser can open: `https://192.0.2.7:443`, `http://[::1]:8015`.
    ///
    /// - Parameter host: as it listens; `0.0.0.0` and `::` stand for every address of this machine.
    static func urls(host: String, port: Int, isSecure: Bool) -> [String] {
        let hosts: [String]
        switch host {
        case "0.0.0.0": hosts = ofThisMachine(AF_INET)
        case "::": hosts = ofThisMachine(AF_INET) + ofThisMachine(AF_INET6)
        default: hosts = [host]
        }
        let scheme = isSecure ? "https" : "http"
        let usual = isSecure ? 443 : 80
        return (hosts.isEmpty ? ["localhost"] : hosts).map { host in
            let name = host.contains(":") ? "[\(host)]" : host
            return "\(scheme)://\(name)" + (port == usual ? "" : ":\(port)")
        }
    }

    /// The addresses of this machine's networks, without those that only this machine or this cable reaches.
    static func ofThisMachine(_ family: Int32) -> [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var found: [String] = []
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = entry.ifa_addr, Int32(address.pointee.sa_family) == family,
                Int32(entry.ifa_flags) & Int32(IFF_LOOPBACK) == 0
            else { continue }
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(
                family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
            guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
                continue
            }
            let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            // Of one cable: it has the name of an interface in it, which no browser takes.
            if !name.hasPrefix("fe80:"), !found.contains(name) { found.append(name) }
        }
        return found
    }
}
