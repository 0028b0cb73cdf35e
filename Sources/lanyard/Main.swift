import LanyardCommands

@main
struct Main {
    static func main() async {
        await Lanyard.runAndExit()
    }
}
