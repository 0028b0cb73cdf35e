/// Which scanners of other makers an event lets in: what `scanners` says in its description.
package struct ScannerPlan: Sendable, Hashable {
    /// What apps that speak pretix's protocol may fetch.
    package enum Offer: String, Sendable, Hashable, CaseIterable {
        /// They ask the server at each scan. What they hold opens no gate: no badge's code, nobody's e-mail.
        case online
        /// They also get the code of every good badge, so that they go on without the server. Whoever takes such a device
        /// apart can print those codes.
        case offline
    }

    /// pretixSCAN and what else speaks its protocol; nil for not at all.
    package let pretixscan: Offer?

    package init(pretixscan: Offer?) { self.pretixscan = pretixscan }
}
