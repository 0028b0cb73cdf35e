extension Words {
    private static let sendTheKey = "Send what gpg --armor --export FINGERPRINT prints."
    private static let sendItSmall =
        "Send what gpg --armor --export-options export-minimal --export FINGERPRINT prints."

    /// Why a key was refused, and what to do about it (the reasons are those of the OpenPGP module).
    static let keys: [String: Entry] = [
        "algorithm_unsupported": Entry(
            422, "GnuPG 2.2 cannot verify keys of {algorithm}.", "Bring a key of Ed25519 or RSA 3072 or more."),
        "age_key": Entry(422, "This is a key of age, not of OpenPGP."),
        "armor_corrupt": Entry(422, "Line {line} is damaged.", "Export the key again and send the whole text."),
        "armor_truncated": Entry(
            422, "The end of the key is missing.", "Copy all of it, to the line -----END PGP PUBLIC KEY BLOCK-----."),
        "cannot_certify": Entry(
            422, "The primary key may not certify.", "Bring a key whose primary key has the flag C."),
        "certificate_too_large": Entry(
            422, "The key is still {size} bytes large after stripping; the limit is {limit}.", sendItSmall),
        "compressed_data": Entry(422, "This is compressed data, not a key.", sendTheKey),
        "created_in_future": Entry(
            422, "The key says it was made on {created}, in the future.", "Check the clock it was made with."),
        "empty_submission": Entry(400, "Nothing was sent.", sendTheKey),
        "encrypted_message": Entry(422, "This is an encrypted message, not a key.", sendTheKey),
        "examination_busy": Entry(503, "Too many keys are being examined.", "Try again in a moment."),
        "fingerprint_empty": Entry(400, "The fingerprint is empty."),
        "fingerprint_is_key_id": Entry(
            400, "This is a key id, which does not identify a key.", "Type the whole fingerprint, 40 digits."),
        "fingerprint_length": Entry(400, "The fingerprint has {digits} digits instead of 40. {difference}"),
        "fingerprint_mismatch": Entry(
            422, "The fingerprint typed is not that of the key: {difference}", "Compare them digit by digit."),
        "fingerprint_not_hexadecimal": Entry(
            400, "Character {position} of the fingerprint is not a hexadecimal digit."),
        "fingerprint_version_3": Entry(
            422, "This is the fingerprint of a PGP 2 key, which cannot be certified safely."),
        "first_packet_not_key": Entry(422, "This does not begin with a public key.", sendTheKey),
        "foreign_secret_key": Entry(
            422, "This is a SECRET key ({kind}). Nothing of it was kept.",
            "Treat it as seen by others, and replace it."),
        "gnupg_disagrees": Entry(
            422, "GnuPG reads this key differently than we do.", "Export it again; if it stays, tell the maintainers."),
        "gnupg_found_no_key": Entry(422, "GnuPG finds no key in this."),
        "gnupg_too_slow": Entry(
            422, "GnuPG did not finish with this within {seconds} seconds and was ended.", sendItSmall),
        "gnupg_unavailable": Entry(500, "GnuPG cannot be used here.", "Install the Debian package gnupg."),
        "key_invalid": Entry(422, "GnuPG finds the key invalid."),
        "key_revoked": Entry(422, "The key was revoked by its owner.", "Bring the key that took its place."),
        "key_version_3": Entry(
            422, "This is a PGP 2 key (version 3), which cannot be certified safely.", "Make a new key."),
        "key_version_5": Entry(
            422, "This is a LibrePGP key (version 5), which others cannot sign.", "Bring a version 4 key."),
        "key_version_6": Entry(
            422, "This is a version 6 key (RFC 9580), which GnuPG 2.2 cannot sign.", "Bring a version 4 key."),
        "key_version_unknown": Entry(422, "The key's version {version} is not known."),
        "keybox_file": Entry(422, "This is GnuPG's own keyring file.", sendTheKey),
        "minisign_key": Entry(422, "This is a key of minisign or signify, not of OpenPGP."),
        "no_mail_user_id": Entry(
            422, "No user id has an e-mail address, so no signature could be sent.", "Add one with: gpg --quick-add-uid"
        ),
        "no_user_id": Entry(
            422, "The key has no user id: a key server removed the names.", "Send your own export of it."),
        "no_valid_user_id": Entry(422, "No user id of the key carries a valid signature of the key itself."),
        "not_openpgp": Entry(422, "This is not an OpenPGP key.", sendTheKey),
        "only_a_fingerprint": Entry(422, "This is only a fingerprint; the key itself is needed.", sendTheKey),
        "oversized_key": Entry(422, "A key of {algorithm} is too large to use."),
        "packet_length_unsupported": Entry(
            422, "A packet has a length that no exported key has.", "Export the key again."),
        "packet_malformed": Entry(
            422, "The data is damaged at byte {offset}.", "Export the key again and send it whole."),
        "packet_too_large": Entry(422, "A packet of {size} bytes is larger than the limit of {limit}."),
        "revocation_certificate": Entry(
            422, "This is a revocation certificate. It was not published.", "Keep it safe, and send the public key."),
        "secret_key": Entry(
            422, "This is a SECRET key. Nothing of it was kept.",
            "If it came over an open network, treat it as known to others. Send what gpg --armor --export prints."),
        "several_keys": Entry(422, "There are several keys in this.", "Send them one by one: {fingerprint}"),
        "sha1_refused": Entry(
            422, "The user id {user_id} rests on a SHA-1 signature.",
            "Renew it with: gpg --cert-digest-algo SHA256 --quick-set-expire"),
        "signature": Entry(422, "This is a signature, not a key.", sendTheKey),
        "signed_message": Entry(422, "This is a signed message without a key in it."),
        "ssh_key": Entry(422, "This is a key of ssh, not of OpenPGP."),
        "submission_too_large": Entry(413, "A submission has at most {limit} bytes.", sendItSmall),
        "too_many_keys": Entry(422, "There are more than {limit} keys in this.", "Send fewer at once."),
        "too_many_packets": Entry(422, "The key has more than {limit} packets.", sendItSmall),
        "too_many_self_signatures": Entry(422, "The key has more than {limit} self-signatures.", sendItSmall),
        "too_many_subkeys": Entry(422, "The key has more than {limit} subkeys."),
        "too_many_user_ids": Entry(422, "The key has more than {limit} user ids."),
        "user_id_too_long": Entry(422, "A user id is longer than {limit} bytes."),
        "weak_key": Entry(422, "A key of {algorithm} is too weak to be signed.", "Make a new key."),
        "web_page": Entry(422, "This is a web page, not a key.", "Save the key itself."),
        "x509_certificate": Entry(422, "This is an X.509 certificate, not an OpenPGP key."),
    ]

    private static let signAgain = "Ask for a challenge, and sign exactly its text: gpg --clearsign challenge.txt"

    /// Why a proof of control was refused (the reasons are those of the OpenPGP module).
    static let proofs: [String: Entry] = [
        "proof_bad_signature": Entry(
            422, "The signature does not fit the text.", "Something changed it on the way: send the file as it is."),
        "proof_in_future": Entry(
            422, "By its own clock the signature was made at {signed}, in the future.",
            "Set the clock of the machine that signs, and sign again."),
        "proof_key_expired": Entry(
            422, "The key that signed has expired.", "Extend it, send the key again, then sign again."),
        "proof_key_revoked": Entry(422, "The key that signed was revoked by its owner.", "Sign with the key in force."),
        "proof_no_encryption_key": Entry(
            422, "Nothing can be encrypted to this key.", "Prove control by signing a challenge instead."),
        "proof_not_clear_signed": Entry(422, "This message is signed, but not in clear.", signAgain),
        "proof_not_signed": Entry(422, "This is no signed message.", signAgain),
        "proof_other_key": Entry(
            422, "This was signed by another key: {signer}.", "Sign with the key itself: gpg --local-user FINGERPRINT"),
        "proof_several_messages": Entry(422, "There is more than one signed message in this.", "Send one."),
        "proof_several_signatures": Entry(
            422, "The message carries {count} signatures.", "Sign it with one key only."),
        "proof_signature_expired": Entry(422, "The signature has expired.", signAgain),
        "proof_text_differs": Entry(422, "What is signed is not the text that was issued.", signAgain),
        "proof_too_early": Entry(
            422, "By its own clock the signature was made at {signed}, before the challenge was issued.",
            "Set the clock of the machine that signs, and sign again."),
        "proof_too_large": Entry(413, "A signed challenge has at most {limit} bytes.", signAgain),
        "proof_weak_hash": Entry(
            422, "The signature uses a hash that can be forged (number {hash}).",
            "Sign again with: gpg --digest-algo SHA256 --clearsign"),
    ]

    /// What the owner of an accepted key should know.
    static let keyWarnings: [String: Entry] = [
        "armor_checksum_mismatch": Entry(200, "The checksum of the text is wrong: compare the fingerprint with care."),
        "photos_dropped": Entry(200, "Photos are not kept."),
        "subkeys_dropped": Entry(200, "{count} subkeys were left out, as the key is very large."),
        "expired": Entry(200, "The key expired on {expires}: extend it before the list closes, or it is dropped."),
        "expires_soon": Entry(200, "The key expires on {expires}, before the signatures are due."),
        "short_key": Entry(200, "{algorithm} is short by today's measure."),
        "large_key": Entry(200, "{algorithm} is slow on smartcards and phones."),
        "uncommon_curve": Entry(200, "Some programs cannot verify {algorithm}."),
        "no_encryption_subkey": Entry(200, "The key cannot encrypt: signatures will be mailed in clear."),
        "no_signing_key": Entry(200, "The key cannot sign: control can only be proved by decrypting."),
        "looks_like_another": Entry(
            200, "The fingerprint begins and ends like {fingerprint}, another key of this event: compare all of it."),
        "same_key_material": Entry(200, "The key is made of the same numbers as {fingerprint}, another key."),
        "sha1_self_signature": Entry(200, "{user_id} rests on a SHA-1 signature; newer programs ignore it."),
        "user_id_without_mail": Entry(200, "{user_id} has no e-mail address."),
        "user_id_not_utf8": Entry(200, "{user_id} is not UTF-8."),
        "user_id_double_encoded": Entry(200, "{user_id} was encoded twice."),
        "user_id_control_characters": Entry(200, "{user_id} holds control characters; they are shown escaped."),
        "user_id_invisible_characters": Entry(200, "{user_id} holds invisible characters."),
        "user_id_mixed_scripts": Entry(200, "{user_id} mixes letters that look alike."),
    ]

    /// What the keysigning itself refuses.
    static let keysigning: [String: Entry] = [
        "challenge_expired": Entry(409, "The challenge expired at {expired}.", "Ask for another one."),
        "challenge_unknown": Entry(
            404, "This was not issued here for this key and this person.",
            "Ask for a challenge for the key and answer that one."),
        "challenge_used": Entry(409, "The challenge was answered already.", "Nothing is left to be done."),
        "code_wrong": Entry(422, "The code is wrong; {left} tries are left.", "Copy it from the decrypted message."),
        "code_wrong_too_often": Entry(409, "Too many codes were wrong.", "Ask for another one."),
        "dot_missing": Entry(409, "The key {fingerprint} has no green dot."),
        "key_of_another_registration": Entry(
            409, "Somebody else handed in the key {fingerprint}.", "Its owner proves at the desk whose it is."),
        "invitation_unknown": Entry(404, "Registration #{registration} has no link in force."),
        "key_announced_twice": Entry(
            409, "Several people announced the key {fingerprint}.", "Hand it in by your own link, or at the desk."),
        "key_not_announced": Entry(
            403, "Nobody announced the key {fingerprint}.",
            "Announce its fingerprint by your own link or at the desk, then send it again."),
        "key_not_found": Entry(404, "There is no such key here."),
        "keysigning_not_planned": Entry(
            409, "The event has no keysigning.", "Put keysigning into the event's file and apply it."),
        "list_empty": Entry(409, "Nobody has handed in a key."),
        "list_too_long": Entry(409, "A list has at most 999 keys."),
        "list_unknown": Entry(404, "There is no version {version} of the list."),
        "lookup_by_fingerprint": Entry(
            400, "Keys are found by their fingerprint or their long key id alone.", "Ask for 0x and 40 digits."),
        "no_key_handed_in": Entry(404, "Registration #{registration} has handed in no key."),
        "participant_token_missing": Entry(
            401, "The request carries no token of a participant.",
            "Send that of your link as Authorization: Bearer TOKEN."),
        "participant_token_unknown": Entry(
            401, "The link is unknown, or another one took its place.", "Ask the desk for a new one."),
        "submission_unknown": Entry(
            404, "There is no key {fingerprint} on the list.", "lanyard keysigning show lists the keys."),
        "too_many_announcements": Entry(
            409, "One person announces at most {limit} keys.", "Hand the key in by your own link."),
        "too_many_challenges": Entry(
            429, "A key has at most {limit} challenges an hour.", "Answer the last one, or wait."),
        "too_many_keys_sent": Entry(429, "Too many keys were sent.", "Wait ten minutes."),
        "too_many_keys_of_person": Entry(409, "One person has at most {limit} keys.", "Withdraw another one first."),
        "which_key": Entry(409, "There are several keys: {fingerprints}.", "Say which one by its fingerprint."),
    ]
}
