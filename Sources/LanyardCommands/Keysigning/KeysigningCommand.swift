import ArgumentParser

/// The keysigning: keys, the green dot, the list.
struct KeysigningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keysigning", abstract: "Take in keys, grant the green dot, write the list and the keyring.",
        subcommands: [
            KeysigningAdd.self, KeysigningShow.self, KeysigningChallengeCommand.self, KeysigningProve.self,
            KeysigningConfirm.self, KeysigningWithdraw.self, KeysigningInvite.self, KeysigningAnnounce.self,
            KeysigningListCommand.self, KeysigningFreeze.self, KeysigningKeyring.self,
        ])
}
