import Foundation

/// A stream that this process was given: its end may be a full disk, a pipe that nobody reads, or nothing at all.
///
/// `FileHandle.write` ends the program there, when money may be booked already.
enum StandardStream {
    /// Writes all of it, in as many pieces as the system takes.
    ///
    /// - Returns: 0, or why not all of it could be written, an `errno`.
    static func send(_ bytes: Data, to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count < 0, errno == EAGAIN {
                    // A terminal or pipe that another process made nonblocking.
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&ready, 1, 1_000)
                } else if count == 0 || errno != EINTR {
                    return count == 0 ? EIO : errno
                }
            }
            return 0
        }
    }

    /// Makes sure that each of the three is something: a file that is opened later would otherwise take the number of a closed
    /// one, and get what is meant for people. And a pipe that nobody reads is an error of writing, not the end.
    static func secure() {
        signal(SIGPIPE, SIG_IGN)
        // A limit on the length of files is an error of writing as well.
        signal(SIGXFSZ, SIG_IGN)
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // Reading from where results go: each write is refused, and told.
            let opened = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
            if opened >= 0, opened != descriptor {
                _ = dup2(opened, descriptor)
                close(opened)
            }
        }
    }

    /// What the system calls an error: `No space left on device`.
    static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
