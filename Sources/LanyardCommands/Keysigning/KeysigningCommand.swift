import ArgumentParser

/// The keysigning: keys, the green dot, the list.
struct KeysigningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keysigning", abstract: "Take in keys, write the list, run the keysigning, see who signed whom.",
        subcommands: [
            KeysigningAdd.self, KeysigningShow.self, KeysigningChallengeCommand.self, KeysigningProve.self,
            KeysigningConfirm.self, KeysigningWithdraw.self, KeysigningInvite.self, KeysigningAnnounce.self,
            KeysigningListCommand.self, KeysigningFreeze.self, KeysigningKeyring.self, KeysigningClose.self,
            KeysigningOpen.self, KeysigningAbsent.self, KeysigningHolders.self, KeysigningDigests.self,
            KeysigningSlips.self,
            KeysigningVerify.self, KeysigningMask.self, KeysigningAnswers.self, KeysigningRotation.self,
            KeysigningTick.self, KeysigningTicked.self, KeysigningMerge.self, KeysigningCheck.self,
            KeysigningMatrix.self, KeysigningLettersCommand.self,
        ])
}
