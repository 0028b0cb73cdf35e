-- The keysigning: who handed in which certificate, the numbers on the list, the lists that were frozen.
-- Certificates are public; nothing here is secret.

CREATE TABLE keysigning_submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Version 4: 40 upper-case digits.
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_submission_of ON keysigning_submission (registration, id);
CREATE INDEX keysigning_submission_key ON keysigning_submission (fingerprint, id);

-- A submission taken back; the key may be handed in again, as a new submission.
CREATE TABLE keysigning_withdrawal (
    submission INTEGER PRIMARY KEY REFERENCES keysigning_submission (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What GnuPG and our own reader agreed on, at each hand-in of the same key; the highest version is in force.
CREATE TABLE keysigning_certificate (
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    -- Binary packets, stripped.
    packets BLOB NOT NULL CHECK (length(packets) BETWEEN 1 AND 61440),
    -- As GnuPG prints it: rsa4096, ed25519.
    algorithm TEXT NOT NULL CHECK (length(algorithm) BETWEEN 1 AND 60),
    -- Letters of GnuPG: SC.
    capabilities TEXT NOT NULL CHECK (capabilities NOT GLOB '*[^SCEA]*'),
    -- Seconds since 1970, as keys count time.
    created_s INTEGER NOT NULL,
    expires_s INTEGER CHECK (expires_s > created_s),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (submission, version)
) STRICT;

-- The user ids in force at that hand-in, in GnuPG's order.
CREATE TABLE keysigning_user_id (
    submission INTEGER NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 64),
    -- As GnuPG prints it: one line.
    text TEXT NOT NULL CHECK (instr(text, char(10)) = 0 AND instr(text, char(13)) = 0),
    mail TEXT,
    expires_s INTEGER,
    PRIMARY KEY (submission, version, position),
    FOREIGN KEY (submission, version) REFERENCES keysigning_certificate (submission, version)
) STRICT;

-- The place on the list. A number is given once, to one submission, and stays when that is withdrawn.
CREATE TABLE keysigning_number (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999),
    submission INTEGER NOT NULL UNIQUE REFERENCES keysigning_submission (id),
    at_ms INTEGER NOT NULL
) STRICT;

-- The lists that were given out: each is one exact string of bytes.
CREATE TABLE keysigning_list (
    version INTEGER PRIMARY KEY CHECK (version >= 1),
    text BLOB NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    -- The certificates of the list, one after the other, binary.
    keyring BLOB NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- The index cannot see withdrawals in another table, and so these two rules are triggers.
CREATE TRIGGER keysigning_fingerprint_once BEFORE INSERT ON keysigning_submission
WHEN EXISTS (
    SELECT 1 FROM keysigning_submission AS other WHERE other.fingerprint = NEW.fingerprint
    AND NOT EXISTS (SELECT 1 FROM keysigning_withdrawal WHERE submission = other.id))
BEGIN SELECT RAISE(ABORT, 'a key is on the list once'); END;

CREATE TRIGGER keysigning_four_keys BEFORE INSERT ON keysigning_submission
WHEN (
    SELECT count(*) FROM keysigning_submission AS other WHERE other.registration = NEW.registration
    AND NOT EXISTS (SELECT 1 FROM keysigning_withdrawal WHERE submission = other.id)) >= 4
BEGIN SELECT RAISE(ABORT, 'four keys for a person at the most'); END;

CREATE TRIGGER keysigning_number_grows BEFORE INSERT ON keysigning_number
WHEN NEW.number <= (SELECT coalesce(max(number), 0) FROM keysigning_number)
BEGIN SELECT RAISE(ABORT, 'numbers of the list only grow'); END;

CREATE TRIGGER keysigning_submission_is_fixed BEFORE UPDATE ON keysigning_submission
BEGIN SELECT RAISE(ABORT, 'a submission is withdrawn, not changed'); END;
CREATE TRIGGER keysigning_submission_is_kept BEFORE DELETE ON keysigning_submission
BEGIN SELECT RAISE(ABORT, 'a submission is withdrawn, not deleted'); END;
CREATE TRIGGER keysigning_withdrawal_is_fixed BEFORE UPDATE ON keysigning_withdrawal
BEGIN SELECT RAISE(ABORT, 'keysigning_withdrawal is append-only'); END;
CREATE TRIGGER keysigning_withdrawal_is_kept BEFORE DELETE ON keysigning_withdrawal
BEGIN SELECT RAISE(ABORT, 'keysigning_withdrawal is append-only'); END;
CREATE TRIGGER keysigning_certificate_is_fixed BEFORE UPDATE ON keysigning_certificate
BEGIN SELECT RAISE(ABORT, 'keysigning_certificate is append-only'); END;
CREATE TRIGGER keysigning_certificate_is_kept BEFORE DELETE ON keysigning_certificate
BEGIN SELECT RAISE(ABORT, 'keysigning_certificate is append-only'); END;
CREATE TRIGGER keysigning_user_id_is_fixed BEFORE UPDATE ON keysigning_user_id
BEGIN SELECT RAISE(ABORT, 'keysigning_user_id is append-only'); END;
CREATE TRIGGER keysigning_user_id_is_kept BEFORE DELETE ON keysigning_user_id
BEGIN SELECT RAISE(ABORT, 'keysigning_user_id is append-only'); END;
CREATE TRIGGER keysigning_number_is_fixed BEFORE UPDATE ON keysigning_number
BEGIN SELECT RAISE(ABORT, 'a number of the list never changes'); END;
CREATE TRIGGER keysigning_number_is_kept BEFORE DELETE ON keysigning_number
BEGIN SELECT RAISE(ABORT, 'a number of the list never returns'); END;
CREATE TRIGGER keysigning_list_is_fixed BEFORE UPDATE ON keysigning_list
BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;
CREATE TRIGGER keysigning_list_is_kept BEFORE DELETE ON keysigning_list
BEGIN SELECT RAISE(ABORT, 'a frozen list is never deleted'); END;
