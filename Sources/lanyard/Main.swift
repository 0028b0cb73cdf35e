import ArgumentParser
import LanyardCommands
import LanyardServe

@main
struct Main {
    static func main() async {
        await Lanyard.runAndExit(Program.self)
    }
}

/// Every command, and the server.
struct Program: AsyncParsableCommand {
    static let configuration = Lanyard.configuration(adding: [
        ServeCommand.self, TakeoverCommand.self, DoctorCommand.self, NetworkCommand.self,
    ])
}
