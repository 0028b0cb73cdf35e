import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation

struct ReplicaInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write the configuration by which Litestream streams the event to another place.",
        discussion: """
            Litestream is a program of its own. It streams to a folder, by SFTP, or to a server that speaks S3, whose secrets \
            are given in LITESTREAM_ACCESS_KEY_ID and LITESTREAM_SECRET_ACCESS_KEY. Each incarnation has a place of its \
            own: run this again after a restore or a takeover. Litestream does not copy the keys; a copy of them goes to \
            --keys, and from there to the second machine, by hand and once.

            Without Litestream use lanyard replica follow.

            Example: lanyard replica init --to sftp://lanyard@second.example.org/srv/replica --ssh-key /etc/lanyard/id_ed25519
            Example: lanyard replica init --to s3://conference/lanyard --endpoint https://s3.example.org
            """)

    @Option(help: ArgumentHelp("A folder, sftp://USER@HOST/PATH or s3://BUCKET/PATH.", valueName: "place"))
    var to: String

    @Option(help: ArgumentHelp("For SFTP: the file of a private key.", valueName: "file"))
    var sshKey: String?

    @Option(help: ArgumentHelp("For S3: the address of the server, if it is not Amazon's.", valueName: "address"))
    var endpoint: String?

    @Option(help: ArgumentHelp("Where a copy of the keys goes.", valueName: "folder"))
    var keys: String?

    @Option(help: ArgumentHelp("Where the configuration goes. Default: NAME.litestream.yml.", valueName: "file"))
    var out: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let configuration: String
        let incarnation: Int
        let keys: String?
    }

    func run() async throws {
        let place = try Litestream.Place(to, key: sshKey, endpoint: endpoint)
        let services = try await event.services(.reading)
        let incarnation = try await services.store.read { db in try EventStore.incarnation(db).number }
        let file = services.store.url
        let name = file.deletingPathExtension().lastPathComponent
        let text = Litestream.configuration(of: file, life: "\(name)-incarnation-\(incarnation)", to: place)
        let path = out ?? file.deletingPathExtension().appendingPathExtension("litestream.yml").path
        try Output.bytes(Array(text.utf8), toFile: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        if let keys { try ReplicaFolder.copyKeys(of: file, to: URL(fileURLWithPath: keys, isDirectory: true)) }
        if output.json { return try Output.json(Body(configuration: path, incarnation: incarnation, keys: keys)) }
        Report.say("\(text.utf8.count) bytes: \(path)")
        Report.say("Now: litestream replicate -config \(path)")
    }
}
