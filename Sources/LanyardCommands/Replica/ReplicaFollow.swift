import ArgumentParser
import Conference
import EventStore
import Foundation

struct ReplicaFollow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow", abstract: "Copy what is written, ten times a second, until a signal stops it.",
        discussion: """
            Runs beside the server on the first machine. The folder is the second machine's, as it is mounted here (SSHFS, \
            NFS), or a disk that can be carried over. It gets the event's file, its log and its keys, each incarnation in a \
            folder of its own. If the folder does not answer, the server is not held up; this command ends then, and systemd \
            starts it again.

            Whoever has the folder has everything: the names, the books, the keys.

            Example: lanyard replica follow --to /mnt/second/replica
            """)

    @Option(help: ArgumentHelp("Where the copy goes.", valueName: "folder"))
    var to: String

    @OptionGroup var event: EventOptions

    func run() async throws {
        let follower = try await ReplicaFollower(of: try event.url(), to: URL(fileURLWithPath: to, isDirectory: true))
        try follower.begin()
        Report.say("\(follower.replica.url.path) follows (stop with Ctrl-C)")
        let stop = StopSignal()
        while !stop.hasCome {
            try await Task.sleep(for: ReplicaFollower.pause)
            try follower.round(now: Date())
        }
        // What came between the last round and the signal.
        try follower.round(now: Date())
    }
}
