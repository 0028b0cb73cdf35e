extension Words {
    /// What is said of revocations that are handed in alone.
    static let revocations: [String: Entry] = [
        "revocation_guarded": Entry(
            422, "GnuPG put a colon before this revocation, so that nobody uses it by mistake. Nothing was done.",
            "To revoke the key, take away the colon before -----BEGIN and send it again; if not, send the public key."),
        "revoker_not_at_hand": Entry(
            422,
            "This revokes the key {fingerprint} in the name of {revoker}, which is allowed to. Without that key nobody can tell.",
            "Import the revocation, and send what gpg --armor --export {fingerprint} {revoker} prints."),
    ]
}
