import ArgumentParser

/// Registrations: one person's place each.
struct RegistrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registration", abstract: "Register people, find them, change their bookings.",
        subcommands: [
            RegistrationAdd.self, RegistrationWalkIn.self, RegistrationImport.self, RegistrationList.self,
            RegistrationShow.self,
            RegistrationFind.self, RegistrationDays.self, RegistrationAddOn.self, RegistrationCancel.self,
            RegistrationReinstate.self, RegistrationGiveBack.self, RegistrationBlock.self, RegistrationUnblock.self,
            RegistrationBar.self, RegistrationBarred.self, RegistrationUnbar.self,
            RegistrationCorrect.self, RegistrationTransfer.self,
            RegistrationMerge.self, RegistrationErase.self, RegistrationHistory.self, RegistrationQuote.self,
            RegistrationCategory.self, RegistrationVoucher.self, RegistrationWaive.self, RegistrationWait.self,
            RegistrationWaiting.self, RegistrationSeat.self, RegistrationFile.self, RegistrationHandOver.self,
            RegistrationLetIn.self, RegistrationData.self, RegistrationErasures.self,
            RegistrationAllot.self, RegistrationAllotments.self, RegistrationEndAllotment.self,
            RegistrationApprovals.self,
            RegistrationApprove.self, RegistrationProof.self,
        ])
}
