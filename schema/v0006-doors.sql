-- Doors that lose the network, staff who let in anyway or take back, notes, devices that enrol themselves.

-- A scan may now have been answered by the door alone, and sent later; it may stand for a refusal that staff overrode.
CREATE TABLE new_scan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    -- The device's own id of the scan.
    nonce TEXT NOT NULL CHECK (length(nonce) BETWEEN 1 AND 201),
    -- SHA-256 of the gate, the direction and what was presented: by it a repeated scan is told from another one.
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    gate INTEGER NOT NULL REFERENCES gate (number),
    direction TEXT NOT NULL CHECK (direction IN ('entry', 'exit')),
    presented TEXT NOT NULL CHECK (presented IN ('credential', 'code', 'registration')),
    -- Null when nobody was found behind what was presented.
    registration INTEGER REFERENCES registration (id),
    -- Null unless a genuine credential was presented.
    issue INTEGER,
    -- By the server's clock; for a door that was alone, its own clock corrected.
    at_ms INTEGER NOT NULL,
    -- As the device's clock said, where it said anything.
    device_ms INTEGER,
    -- The event's day, null outside of all; and minutes since midnight of that day's date, beyond 1440 after midnight.
    day INTEGER CHECK (day BETWEEN 1 AND 16),
    minute INTEGER NOT NULL,
    verdict TEXT NOT NULL
        CHECK (verdict IN ('admitted', 'invalid', 'revoked', 'cancelled', 'blocked', 'unpaid', 'gate_closed',
            'wrong_day', 'not_entitled', 'already_admitted')),
    -- The verdict's particulars.
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    -- The entry that already_admitted names, and the entry that an exit ends; a door that was alone may name none.
    entry_scan INTEGER REFERENCES scan (id),
    -- The refusal in spite of which staff let the person in, and why.
    overrides INTEGER REFERENCES scan (id) CHECK (overrides < id),
    because TEXT CHECK (length(because) > 0),
    -- The place of the scan among those that the device answered alone; null for one that the server answered.
    sequence INTEGER CHECK (sequence >= 1),
    -- How far the device's clock was ahead of the server's: at_ms is device_ms less this.
    ahead_ms INTEGER,
    -- When it reached the server.
    received_ms INTEGER,
    -- The verdict that the server would have given instead of letting the person in.
    objection TEXT CHECK (objection <> 'admitted'),
    UNIQUE (device, nonce),
    UNIQUE (device, sequence),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue),
    CHECK (verdict <> 'already_admitted' OR entry_scan IS NOT NULL OR sequence IS NOT NULL),
    CHECK ((overrides IS NULL) = (because IS NULL)),
    CHECK ((sequence IS NULL) = (ahead_ms IS NULL) AND (sequence IS NULL) = (received_ms IS NULL)),
    CHECK (sequence IS NULL OR device_ms IS NOT NULL AND at_ms = device_ms - ahead_ms),
    CHECK (objection IS NULL OR sequence IS NOT NULL AND verdict = 'admitted')
) STRICT;

INSERT INTO new_scan (id, device, nonce, content_sha256, gate, direction, presented, registration, issue, at_ms,
                      device_ms, day, minute, verdict, detail, entry_scan)
SELECT id, device, nonce, content_sha256, gate, direction, presented, registration, issue, at_ms, device_ms, day,
       minute, verdict, detail, entry_scan
FROM scan;
DROP TABLE scan;
ALTER TABLE new_scan RENAME TO scan;

CREATE INDEX scan_of ON scan (registration, id);
CREATE INDEX scan_verdict ON scan (gate, verdict);
CREATE INDEX scan_by ON scan (device, id);
CREATE INDEX scan_objected ON scan (id) WHERE objection IS NOT NULL;

CREATE TRIGGER scan_is_kept BEFORE DELETE ON scan
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;
CREATE TRIGGER scan_is_fixed BEFORE UPDATE ON scan
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;

-- Every entry that was ever counted, and what it counts for now. Which entries stand, and until when, follows from the
-- scans and what was undone: it is worked out again when a late scan arrives or one is undone.
CREATE TABLE new_admission (
    entry_scan INTEGER PRIMARY KEY REFERENCES scan (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    gate INTEGER NOT NULL REFERENCES gate (number),
    -- The day that the gate counts it for; 0 where it counts once for the whole event, and outside the event's days.
    day INTEGER NOT NULL CHECK (day BETWEEN 0 AND 16),
    closed_ms INTEGER,
    -- The scan that closed it: an exit, or the next entry after the daily closing.
    closing_scan INTEGER UNIQUE REFERENCES scan (id),
    -- Why it counts for nothing: the scan was undone; somebody was in already on the same badge; or staff let in
    -- somebody who was in.
    void TEXT CHECK (void IN ('undone', 'conflict', 'repeated')),
    -- The earlier entry with which it is in conflict.
    rival INTEGER REFERENCES scan (id),
    CHECK (void IS NOT NULL OR (closed_ms IS NULL) = (closing_scan IS NULL)),
    CHECK (void IS NULL OR closed_ms IS NOT NULL AND closing_scan IS NULL),
    CHECK ((rival IS NOT NULL) = (void IS NOT NULL AND void = 'conflict'))
) STRICT;

INSERT INTO new_admission (entry_scan, registration, gate, day, closed_ms, closing_scan)
SELECT entry_scan, registration, gate, day, closed_ms, closing_scan FROM admission;
DROP TABLE admission;
ALTER TABLE new_admission RENAME TO admission;

CREATE UNIQUE INDEX admission_open ON admission (registration, gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_inside ON admission (gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_of ON admission (registration, gate);
CREATE INDEX admission_counted ON admission (gate, void);
CREATE INDEX admission_conflict ON admission (entry_scan) WHERE void = 'conflict';

CREATE TRIGGER admission_is_kept BEFORE DELETE ON admission
BEGIN SELECT RAISE(ABORT, 'an admission is closed, not deleted'); END;
CREATE TRIGGER admission_is_fixed BEFORE UPDATE ON admission
WHEN NEW.entry_scan <> OLD.entry_scan OR NEW.registration <> OLD.registration OR NEW.gate <> OLD.gate
    OR NEW.day <> OLD.day
BEGIN SELECT RAISE(ABORT, 'whose admission it is, where and for which day never changes'); END;

-- Scans that were taken back.
CREATE TABLE scan_undo (
    scan INTEGER PRIMARY KEY REFERENCES scan (id),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Conflicts that somebody looked into: the scan by which a second person came in, or which the server objects to.
CREATE TABLE scan_settlement (
    scan INTEGER PRIMARY KEY REFERENCES scan (id),
    note TEXT NOT NULL CHECK (length(note) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What the doors should notice when somebody comes in: "give T-shirt".
CREATE TABLE door_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Null for every gate.
    gate TEXT,
    text TEXT NOT NULL CHECK (length(text) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX door_note_of ON door_note (registration);

-- Notes that are done with.
CREATE TABLE door_note_end (
    note INTEGER PRIMARY KEY REFERENCES door_note (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What doors may hold that are alone; the newest row is in force.
CREATE TABLE door_policy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whether they get names, each locked with the badge that it belongs to.
    offers_names INTEGER NOT NULL CHECK (offers_names IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Invitations to become a device: good once, until they expire.
CREATE TABLE enrollment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
    role TEXT NOT NULL CHECK (role IN ('door', 'desk', 'keysigning', 'reports', 'organizer')),
    -- Names of gates, separated by blanks.
    gates TEXT NOT NULL,
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL CHECK (expires_ms > at_ms),
    -- The device that it became.
    device INTEGER UNIQUE REFERENCES device (id)
) STRICT;

-- What a device last told of itself; overwritten each time.
CREATE TABLE device_report (
    device INTEGER PRIMARY KEY REFERENCES device (id),
    seen_ms INTEGER NOT NULL,
    -- How far its clock is ahead of the server's, as it measured.
    ahead_ms INTEGER,
    -- Scans that it answered alone and has not sent yet.
    queued INTEGER CHECK (queued >= 0),
    battery_percent INTEGER CHECK (battery_percent BETWEEN 0 AND 100)
) STRICT;

-- Whom doors must hear of again, in the order in which something about them changed: one row a person.
CREATE TABLE door_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL UNIQUE REFERENCES registration (id)
) STRICT;

INSERT INTO door_change (registration) SELECT id FROM registration ORDER BY id;

CREATE TRIGGER registration_made_is_heard AFTER INSERT ON registration
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_changed_is_heard AFTER UPDATE ON registration
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER add_on_is_heard AFTER INSERT ON registration_add_on
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER add_on_gone_is_heard AFTER DELETE ON registration_add_on
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (OLD.registration); END;
CREATE TRIGGER badge_issue_is_heard AFTER INSERT ON badge_issue
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER badge_revocation_is_heard AFTER INSERT ON badge_revocation
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER admission_is_heard AFTER INSERT ON admission
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER admission_changed_is_heard AFTER UPDATE ON admission
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER door_note_is_heard AFTER INSERT ON door_note
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER door_note_end_is_heard AFTER INSERT ON door_note_end
BEGIN INSERT OR REPLACE INTO door_change (registration)
      SELECT registration FROM door_note WHERE id = NEW.note; END;
CREATE TRIGGER door_policy_is_heard AFTER INSERT ON door_policy
BEGIN INSERT OR REPLACE INTO door_change (registration) SELECT id FROM registration ORDER BY id; END;

CREATE TRIGGER scan_undo_is_kept BEFORE DELETE ON scan_undo
BEGIN SELECT RAISE(ABORT, 'scan_undo is append-only'); END;
CREATE TRIGGER scan_undo_is_fixed BEFORE UPDATE ON scan_undo
BEGIN SELECT RAISE(ABORT, 'scan_undo is append-only'); END;
CREATE TRIGGER scan_settlement_is_kept BEFORE DELETE ON scan_settlement
BEGIN SELECT RAISE(ABORT, 'scan_settlement is append-only'); END;
CREATE TRIGGER scan_settlement_is_fixed BEFORE UPDATE ON scan_settlement
BEGIN SELECT RAISE(ABORT, 'scan_settlement is append-only'); END;
CREATE TRIGGER door_note_is_kept BEFORE DELETE ON door_note
BEGIN SELECT RAISE(ABORT, 'a note is ended, not deleted'); END;
CREATE TRIGGER door_note_is_fixed BEFORE UPDATE ON door_note
BEGIN SELECT RAISE(ABORT, 'door_note is append-only'); END;
CREATE TRIGGER door_note_end_is_kept BEFORE DELETE ON door_note_end
BEGIN SELECT RAISE(ABORT, 'door_note_end is append-only'); END;
CREATE TRIGGER door_policy_is_fixed BEFORE UPDATE ON door_policy
BEGIN SELECT RAISE(ABORT, 'door_policy is append-only'); END;
CREATE TRIGGER door_policy_is_kept BEFORE DELETE ON door_policy
BEGIN SELECT RAISE(ABORT, 'door_policy is append-only'); END;
CREATE TRIGGER enrollment_is_kept BEFORE DELETE ON enrollment
BEGIN SELECT RAISE(ABORT, 'an enrollment is kept'); END;
CREATE TRIGGER enrollment_is_used_once BEFORE UPDATE ON enrollment
WHEN OLD.device IS NOT NULL OR NEW.secret_sha256 <> OLD.secret_sha256 OR NEW.expires_ms <> OLD.expires_ms
    OR NEW.role <> OLD.role OR NEW.gates <> OLD.gates
BEGIN SELECT RAISE(ABORT, 'an enrollment is used once'); END;
