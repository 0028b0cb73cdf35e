-- What goes out of the keysigning and what comes after: open and closed, who was not there, which certificate stands
-- in which version, what participants ticked, and who certified whom.

-- The newest row counts; before the first, keys are taken in.
CREATE TABLE keysigning_phase (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'closed')),
    reason TEXT NOT NULL CHECK (length(reason) <= 200),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER keysigning_closed_to_keys BEFORE INSERT ON keysigning_certificate
WHEN (SELECT kind FROM keysigning_phase ORDER BY id DESC LIMIT 1) = 'closed'
BEGIN SELECT RAISE(ABORT, 'no keys are taken in while the list is closed'); END;

-- A key whose owner did not come: later versions leave it out; its number stays. The newest row counts.
CREATE TABLE keysigning_presence (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    kind TEXT NOT NULL CHECK (kind IN ('absent', 'present')),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_presence_of ON keysigning_presence (submission, id);

-- The keys of a frozen version, each as it was then.
CREATE TABLE keysigning_entry (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    number INTEGER NOT NULL REFERENCES keysigning_number (number),
    certificate_version INTEGER NOT NULL CHECK (certificate_version >= 1),
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

INSERT INTO keysigning_entry (version, number, certificate_version)
SELECT list.version, number.number,
       (SELECT max(certificate.version) FROM keysigning_certificate AS certificate
        WHERE certificate.submission = number.submission AND certificate.at_ms <= list.at_ms)
FROM keysigning_list AS list JOIN keysigning_number AS number ON number.at_ms <= list.at_ms
WHERE NOT EXISTS (
    SELECT 1 FROM keysigning_withdrawal AS withdrawal
    WHERE withdrawal.submission = number.submission AND withdrawal.at_ms <= list.at_ms);

-- What a participant checked at the keysigning; the newest row of reader, kind and subject counts.
CREATE TABLE keysigning_tick (
    id INTEGER PRIMARY KEY,
    reader INTEGER NOT NULL REFERENCES registration (id),
    kind TEXT NOT NULL CHECK (kind IN ('fingerprint', 'identity', 'checksum')),
    -- A number of the list; for the checksum, a version of it.
    subject INTEGER NOT NULL CHECK (subject >= 1),
    is_set INTEGER NOT NULL CHECK (is_set IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_tick_of ON keysigning_tick (reader, kind, subject, id);

-- A certification, or the revocation of one, that a participant made on a user id of another, as a key brought it back.
CREATE TABLE keysigning_certification (
    id INTEGER PRIMARY KEY,
    -- Numbers of the list.
    target INTEGER NOT NULL REFERENCES keysigning_number (number),
    signer INTEGER NOT NULL REFERENCES keysigning_number (number) CHECK (signer <> target),
    user_id BLOB NOT NULL,
    packet BLOB NOT NULL CHECK (length(packet) BETWEEN 1 AND 20000),
    -- Of target, user id and packet: each comes in once.
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    -- RFC 4880 section 5.2.1: 0x10 … 0x13, 0x30.
    type INTEGER NOT NULL CHECK (type IN (16, 17, 18, 19, 48)),
    created_s INTEGER NOT NULL,
    expires_s INTEGER,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_certification_on ON keysigning_certification (target, signer);

-- What GnuPG found, once.
CREATE TABLE keysigning_check (
    certification INTEGER PRIMARY KEY REFERENCES keysigning_certification (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad', 'unusable')),
    is_exportable INTEGER NOT NULL CHECK (is_exportable IN (0, 1)),
    -- RFC 4880 section 9.4.
    hash INTEGER NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER keysigning_phase_is_fixed BEFORE UPDATE ON keysigning_phase
BEGIN SELECT RAISE(ABORT, 'keysigning_phase is append-only'); END;
CREATE TRIGGER keysigning_phase_is_kept BEFORE DELETE ON keysigning_phase
BEGIN SELECT RAISE(ABORT, 'keysigning_phase is append-only'); END;
CREATE TRIGGER keysigning_presence_is_fixed BEFORE UPDATE ON keysigning_presence
BEGIN SELECT RAISE(ABORT, 'keysigning_presence is append-only'); END;
CREATE TRIGGER keysigning_presence_is_kept BEFORE DELETE ON keysigning_presence
BEGIN SELECT RAISE(ABORT, 'keysigning_presence is append-only'); END;
CREATE TRIGGER keysigning_entry_is_fixed BEFORE UPDATE ON keysigning_entry
BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;
CREATE TRIGGER keysigning_entry_is_kept BEFORE DELETE ON keysigning_entry
BEGIN SELECT RAISE(ABORT, 'a frozen list is never deleted'); END;
CREATE TRIGGER keysigning_tick_is_fixed BEFORE UPDATE ON keysigning_tick
BEGIN SELECT RAISE(ABORT, 'keysigning_tick is append-only'); END;
CREATE TRIGGER keysigning_tick_is_kept BEFORE DELETE ON keysigning_tick
BEGIN SELECT RAISE(ABORT, 'keysigning_tick is append-only'); END;
CREATE TRIGGER keysigning_certification_is_fixed BEFORE UPDATE ON keysigning_certification
BEGIN SELECT RAISE(ABORT, 'keysigning_certification is append-only'); END;
CREATE TRIGGER keysigning_certification_is_kept BEFORE DELETE ON keysigning_certification
BEGIN SELECT RAISE(ABORT, 'keysigning_certification is append-only'); END;
CREATE TRIGGER keysigning_check_is_fixed BEFORE UPDATE ON keysigning_check
BEGIN SELECT RAISE(ABORT, 'keysigning_check is append-only'); END;
CREATE TRIGGER keysigning_check_is_kept BEFORE DELETE ON keysigning_check
BEGIN SELECT RAISE(ABORT, 'keysigning_check is append-only'); END;
