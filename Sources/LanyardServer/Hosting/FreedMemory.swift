import Foundation

/// Memory that was freed, and that the C library keeps for whoever needs some next.
enum FreedMemory {
    private typealias Trim = @convention(c) (Int) -> Int32

    /// The C library's "malloc_trim(3)"; nil where it has none. Foundation does not declare it.
    private static let trim: Trim? = {
        // Safe: the function of that name has been declared so since it exists, and stays loaded.
        dlsym(nil, "malloc_trim").map { unsafeBitCast($0, to: Trim.self) }
    }()

    /// Gives to the system what is not in use. It takes some milliseconds, in which nothing else gets memory.
    static func giveBack() { _ = trim?(0) }
}
