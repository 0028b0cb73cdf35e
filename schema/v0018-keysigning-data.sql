-- The list as data, look-ups by index, revocations, and what becomes of the keys of those who leave.

-- What stands above the keys of a frozen version: as it was written, and what it was written from.
ALTER TABLE keysigning_list ADD COLUMN heading TEXT NOT NULL DEFAULT '';
ALTER TABLE keysigning_list ADD COLUMN event_name TEXT NOT NULL DEFAULT '';
ALTER TABLE keysigning_list ADD COLUMN organizer TEXT NOT NULL DEFAULT '';
-- As 2015-02-16 and 12:30.
ALTER TABLE keysigning_list ADD COLUMN date TEXT NOT NULL DEFAULT '1970-01-01';
ALTER TABLE keysigning_list ADD COLUMN time TEXT NOT NULL DEFAULT '00:00';
ALTER TABLE keysigning_list ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
-- The first digits of the SHA-256 that stand in the list itself.
ALTER TABLE keysigning_list ADD COLUMN digits TEXT NOT NULL DEFAULT '' CHECK (digits NOT GLOB '*[^0-9A-F]*');

-- The number of the same person's first key in that version, and the notes below the user ids, a line each.
ALTER TABLE keysigning_entry ADD COLUMN same_person_as INTEGER;
ALTER TABLE keysigning_entry ADD COLUMN notes TEXT NOT NULL DEFAULT '';

-- What an erratum says, against the version before.
CREATE TABLE keysigning_change (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    number INTEGER NOT NULL REFERENCES keysigning_number (number),
    kind TEXT NOT NULL CHECK (kind IN ('added', 'updated', 'absent', 'withdrawn', 'revoked', 'expired')),
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

-- The owner of the key revoked it: whatever became of the submission, nobody should sign it any more.
CREATE TABLE keysigning_revocation (
    submission INTEGER PRIMARY KEY REFERENCES keysigning_submission (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Who took a frozen version home, once each.
CREATE TABLE keysigning_taking (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    registration INTEGER NOT NULL REFERENCES registration (id),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (version, registration)
) STRICT, WITHOUT ROWID;

-- Of the key's numbers without its date: two keys that have it alike are one.
ALTER TABLE keysigning_submission ADD COLUMN material_sha256 BLOB CHECK (length(material_sha256) = 32);

CREATE INDEX keysigning_submission_key_id ON keysigning_submission (substr(fingerprint, 25));
CREATE INDEX keysigning_submission_ends
    ON keysigning_submission (substr(fingerprint, 1, 4), substr(fingerprint, 37));
CREATE INDEX keysigning_submission_material ON keysigning_submission (material_sha256);
CREATE INDEX keysigning_user_id_mail ON keysigning_user_id (lower(mail));

-- A revocation comes in while the list is closed, too.
ALTER TABLE keysigning_certificate ADD COLUMN is_revoked INTEGER NOT NULL DEFAULT 0 CHECK (is_revoked IN (0, 1));
DROP TRIGGER keysigning_closed_to_keys;
CREATE TRIGGER keysigning_closed_to_keys BEFORE INSERT ON keysigning_certificate
WHEN NEW.is_revoked = 0 AND (SELECT kind FROM keysigning_phase ORDER BY id DESC LIMIT 1) = 'closed'
BEGIN SELECT RAISE(ABORT, 'no keys are taken in while the list is closed'); END;

-- Who leaves is on no further list, and their link is worth nothing. Whoever is merged into another record of the same
-- person takes keys, link, announcements and ticks along.
CREATE TRIGGER keysigning_of_who_left AFTER INSERT ON registration_history
WHEN NEW.kind IN ('cancelled', 'transferred')
BEGIN
    INSERT INTO keysigning_withdrawal (submission, reason, author, origin, at_ms)
    SELECT id, 'left the event', NEW.author, NEW.origin, NEW.at_ms FROM keysigning_submission
    WHERE registration = NEW.registration AND id NOT IN (SELECT submission FROM keysigning_withdrawal);
    UPDATE keysigning_invitation SET revoked_ms = NEW.at_ms
    WHERE registration = NEW.registration AND revoked_ms IS NULL;
END;

CREATE TRIGGER keysigning_of_the_merged AFTER INSERT ON registration_history
WHEN NEW.kind = 'merged'
BEGIN
    UPDATE keysigning_submission SET registration = (SELECT successor FROM registration WHERE id = NEW.registration)
    WHERE registration = NEW.registration;
    UPDATE keysigning_invitation SET registration = (SELECT successor FROM registration WHERE id = NEW.registration)
    WHERE registration = NEW.registration AND revoked_ms IS NULL;
    INSERT OR IGNORE INTO keysigning_announcement (registration, fingerprint, author, origin, at_ms)
    SELECT (SELECT successor FROM registration WHERE id = NEW.registration), fingerprint, author, origin, at_ms
    FROM keysigning_announcement WHERE registration = NEW.registration;
    INSERT INTO keysigning_tick (reader, kind, subject, is_set, author, origin, at_ms)
    SELECT (SELECT successor FROM registration WHERE id = NEW.registration), kind, subject, is_set, author, origin, at_ms
    FROM keysigning_tick WHERE reader = NEW.registration ORDER BY id;
    INSERT OR IGNORE INTO keysigning_taking (version, registration, at_ms)
    SELECT version, (SELECT successor FROM registration WHERE id = NEW.registration), at_ms
    FROM keysigning_taking WHERE registration = NEW.registration;
END;

DROP TRIGGER keysigning_submission_is_fixed;
CREATE TRIGGER keysigning_submission_is_fixed BEFORE UPDATE ON keysigning_submission
WHEN NEW.id <> OLD.id OR NEW.fingerprint <> OLD.fingerprint OR NEW.material_sha256 IS NOT OLD.material_sha256
    OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin OR NEW.at_ms <> OLD.at_ms
    OR NOT EXISTS (
        SELECT 1 FROM registration
        WHERE id = OLD.registration AND ended = 'merged' AND successor = NEW.registration)
BEGIN SELECT RAISE(ABORT, 'a submission is withdrawn, not changed'); END;

DROP TRIGGER keysigning_invitation_is_fixed;
CREATE TRIGGER keysigning_invitation_is_fixed BEFORE UPDATE ON keysigning_invitation
WHEN OLD.revoked_ms IS NOT NULL OR NEW.secret_sha256 <> OLD.secret_sha256
    OR (NEW.registration <> OLD.registration AND NOT EXISTS (
        SELECT 1 FROM registration
        WHERE id = OLD.registration AND ended = 'merged' AND successor = NEW.registration))
BEGIN SELECT RAISE(ABORT, 'an invitation is only revoked, once'); END;

CREATE TRIGGER keysigning_change_is_fixed BEFORE UPDATE ON keysigning_change
BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;
CREATE TRIGGER keysigning_change_is_kept BEFORE DELETE ON keysigning_change
BEGIN SELECT RAISE(ABORT, 'a frozen list is never deleted'); END;
CREATE TRIGGER keysigning_revocation_is_fixed BEFORE UPDATE ON keysigning_revocation
BEGIN SELECT RAISE(ABORT, 'keysigning_revocation is append-only'); END;
CREATE TRIGGER keysigning_revocation_is_kept BEFORE DELETE ON keysigning_revocation
BEGIN SELECT RAISE(ABORT, 'keysigning_revocation is append-only'); END;
CREATE TRIGGER keysigning_taking_is_fixed BEFORE UPDATE ON keysigning_taking
BEGIN SELECT RAISE(ABORT, 'keysigning_taking is append-only'); END;
CREATE TRIGGER keysigning_taking_is_kept BEFORE DELETE ON keysigning_taking
BEGIN SELECT RAISE(ABORT, 'keysigning_taking is append-only'); END;
