-- The keysigning: how participants come in by themselves, how they prove control of a key, what they announced.

-- A participant's own link. Whoever has it acts for that registration, in the keysigning alone; a new one takes the
-- place of the one before.
CREATE TABLE keysigning_invitation (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    revoked_ms INTEGER
) STRICT;

CREATE INDEX keysigning_invitation_of ON keysigning_invitation (registration, id);

-- A fingerprint that a participant said they would send a key for: only such keys come in without a login.
CREATE TABLE keysigning_announcement (
    registration INTEGER NOT NULL REFERENCES registration (id),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE INDEX keysigning_announcement_of ON keysigning_announcement (fingerprint);

-- What was issued to one participant for one key: a text to sign, or a code that only the key's holder can read.
CREATE TABLE keysigning_challenge (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    method TEXT NOT NULL CHECK (method IN ('signature', 'code')),
    -- The text to be signed, byte for byte; or the encrypted message with the code.
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
    -- Of the nonce, or of the code.
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    -- The key that the code is encrypted to.
    key TEXT CHECK ((method = 'code') = (key IS NOT NULL)),
    expires_ms INTEGER NOT NULL CHECK (expires_ms > at_ms),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_challenge_of ON keysigning_challenge (submission, id);

-- A code that was typed wrong.
CREATE TABLE keysigning_wrong_code (
    id INTEGER PRIMARY KEY,
    challenge INTEGER NOT NULL REFERENCES keysigning_challenge (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_wrong_code_of ON keysigning_wrong_code (challenge);

-- Control was proved: each challenge serves once.
CREATE TABLE keysigning_proof (
    challenge INTEGER PRIMARY KEY REFERENCES keysigning_challenge (id),
    submission INTEGER NOT NULL,
    -- The certificate as it was then.
    version INTEGER NOT NULL,
    -- The key or subkey that signed or decrypted.
    key TEXT NOT NULL CHECK (length(key) = 40 AND key NOT GLOB '*[^0-9A-F]*'),
    -- Of a signature: RFC 4880 section 9.4, and seconds since 1970 by the signer's clock.
    hash INTEGER,
    signed_s INTEGER,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    FOREIGN KEY (submission, version) REFERENCES keysigning_certificate (submission, version)
) STRICT;

CREATE INDEX keysigning_proof_of ON keysigning_proof (submission);

CREATE TRIGGER keysigning_proof_of_its_challenge BEFORE INSERT ON keysigning_proof
WHEN NEW.submission <> (SELECT submission FROM keysigning_challenge WHERE id = NEW.challenge)
BEGIN SELECT RAISE(ABORT, 'a challenge proves the key that it was issued for'); END;

CREATE TRIGGER keysigning_invitation_is_kept BEFORE DELETE ON keysigning_invitation
BEGIN SELECT RAISE(ABORT, 'an invitation is revoked, not deleted'); END;
CREATE TRIGGER keysigning_invitation_is_fixed BEFORE UPDATE ON keysigning_invitation
WHEN OLD.revoked_ms IS NOT NULL OR NEW.registration <> OLD.registration OR NEW.secret_sha256 <> OLD.secret_sha256
BEGIN SELECT RAISE(ABORT, 'an invitation is only revoked, once'); END;
CREATE TRIGGER keysigning_announcement_is_fixed BEFORE UPDATE ON keysigning_announcement
BEGIN SELECT RAISE(ABORT, 'keysigning_announcement is append-only'); END;
CREATE TRIGGER keysigning_announcement_is_kept BEFORE DELETE ON keysigning_announcement
BEGIN SELECT RAISE(ABORT, 'keysigning_announcement is append-only'); END;
CREATE TRIGGER keysigning_challenge_is_fixed BEFORE UPDATE ON keysigning_challenge
BEGIN SELECT RAISE(ABORT, 'keysigning_challenge is append-only'); END;
CREATE TRIGGER keysigning_challenge_is_kept BEFORE DELETE ON keysigning_challenge
BEGIN SELECT RAISE(ABORT, 'keysigning_challenge is append-only'); END;
CREATE TRIGGER keysigning_wrong_code_is_fixed BEFORE UPDATE ON keysigning_wrong_code
BEGIN SELECT RAISE(ABORT, 'keysigning_wrong_code is append-only'); END;
CREATE TRIGGER keysigning_wrong_code_is_kept BEFORE DELETE ON keysigning_wrong_code
BEGIN SELECT RAISE(ABORT, 'keysigning_wrong_code is append-only'); END;
CREATE TRIGGER keysigning_proof_is_fixed BEFORE UPDATE ON keysigning_proof
BEGIN SELECT RAISE(ABORT, 'keysigning_proof is append-only'); END;
CREATE TRIGGER keysigning_proof_is_kept BEFORE DELETE ON keysigning_proof
BEGIN SELECT RAISE(ABORT, 'keysigning_proof is append-only'); END;
