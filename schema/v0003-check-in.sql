-- Badges that were made, gates, and every scan: what was presented, what was answered, who was let in.

-- The n-th badge of a registration; issue 0 is the e-ticket. A later issue revokes all earlier ones but the e-ticket.
CREATE TABLE badge_issue (
    registration INTEGER NOT NULL REFERENCES registration (id),
    issue INTEGER NOT NULL CHECK (issue BETWEEN 0 AND 65535),
    -- What the QR code carries; online a credential is good if it equals this.
    credential BLOB NOT NULL UNIQUE CHECK (length(credential) = 78),
    signing_key INTEGER NOT NULL REFERENCES signing_key (id),
    -- Why a badge takes the place of another.
    reason TEXT NOT NULL CHECK (issue < 2 OR length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue)
) STRICT, WITHOUT ROWID;

-- Badges that were revoked without another in their place.
CREATE TABLE badge_revocation (
    registration INTEGER NOT NULL,
    issue INTEGER NOT NULL CHECK (issue > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue)
) STRICT, WITHOUT ROWID;

-- Every time an issue went to paper; a copy beyond the first is the same badge again, as after a jam.
CREATE TABLE badge_print (
    registration INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    copy INTEGER NOT NULL CHECK (copy >= 1),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue, copy),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue)
) STRICT, WITHOUT ROWID;

-- Every gate that was ever scanned at or closed; its rules stand in the event's definition. One that the definition
-- leaves out is closed.
CREATE TABLE gate (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    closed_ms INTEGER,
    closed_by TEXT,
    closed_because TEXT CHECK (length(closed_because) > 0),
    CHECK ((closed_ms IS NULL) = (closed_by IS NULL) AND (closed_ms IS NULL) = (closed_because IS NULL))
) STRICT;

CREATE TABLE scan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    -- The device's own id of the scan.
    nonce TEXT NOT NULL CHECK (length(nonce) BETWEEN 1 AND 200),
    -- SHA-256 of the gate, the direction and what was presented: by it a repeated scan is told from another one.
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    gate INTEGER NOT NULL REFERENCES gate (number),
    direction TEXT NOT NULL CHECK (direction IN ('entry', 'exit')),
    presented TEXT NOT NULL CHECK (presented IN ('credential', 'code', 'registration')),
    -- Null when nobody was found behind what was presented.
    registration INTEGER REFERENCES registration (id),
    -- Null unless a genuine credential was presented.
    issue INTEGER,
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
    -- The entry that already_admitted names, and the entry that an exit ends.
    entry_scan INTEGER REFERENCES scan (id) CHECK (entry_scan < id),
    UNIQUE (device, nonce),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue),
    CHECK (verdict <> 'already_admitted' OR entry_scan IS NOT NULL)
) STRICT;

CREATE INDEX scan_of ON scan (registration, id);
CREATE INDEX scan_at ON scan (gate, id);

-- Who was let in, and until when.
CREATE TABLE admission (
    entry_scan INTEGER PRIMARY KEY REFERENCES scan (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    gate INTEGER NOT NULL REFERENCES gate (number),
    -- The day that the gate counts it for; 0 where it counts once for the whole event, and outside the event's days.
    day INTEGER NOT NULL CHECK (day BETWEEN 0 AND 16),
    closed_ms INTEGER,
    -- The scan that closed it: an exit, or the next entry after the daily closing.
    closing_scan INTEGER UNIQUE REFERENCES scan (id) CHECK (closing_scan > entry_scan),
    CHECK ((closed_ms IS NULL) = (closing_scan IS NULL))
) STRICT;

CREATE UNIQUE INDEX admission_open ON admission (registration, gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_inside ON admission (gate, day) WHERE closed_ms IS NULL;

CREATE TRIGGER badge_issue_is_kept BEFORE DELETE ON badge_issue
BEGIN SELECT RAISE(ABORT, 'badge_issue is append-only'); END;
CREATE TRIGGER badge_issue_is_fixed BEFORE UPDATE ON badge_issue
BEGIN SELECT RAISE(ABORT, 'badge_issue is append-only'); END;
CREATE TRIGGER badge_revocation_is_kept BEFORE DELETE ON badge_revocation
BEGIN SELECT RAISE(ABORT, 'badge_revocation is append-only'); END;
CREATE TRIGGER badge_revocation_is_fixed BEFORE UPDATE ON badge_revocation
BEGIN SELECT RAISE(ABORT, 'badge_revocation is append-only'); END;
CREATE TRIGGER badge_print_is_kept BEFORE DELETE ON badge_print
BEGIN SELECT RAISE(ABORT, 'badge_print is append-only'); END;
CREATE TRIGGER badge_print_is_fixed BEFORE UPDATE ON badge_print
BEGIN SELECT RAISE(ABORT, 'badge_print is append-only'); END;
CREATE TRIGGER gate_is_kept BEFORE DELETE ON gate
BEGIN SELECT RAISE(ABORT, 'a gate is closed, not deleted'); END;
CREATE TRIGGER gate_stays_closed BEFORE UPDATE ON gate
WHEN OLD.closed_ms IS NOT NULL OR NEW.number <> OLD.number OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a gate is closed once and for ever'); END;
CREATE TRIGGER scan_is_kept BEFORE DELETE ON scan
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;
CREATE TRIGGER scan_is_fixed BEFORE UPDATE ON scan
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;
CREATE TRIGGER admission_is_kept BEFORE DELETE ON admission
BEGIN SELECT RAISE(ABORT, 'an admission is closed, not deleted'); END;
CREATE TRIGGER admission_is_closed_once BEFORE UPDATE ON admission
WHEN OLD.closed_ms IS NOT NULL OR NEW.entry_scan <> OLD.entry_scan OR NEW.registration <> OLD.registration
    OR NEW.gate <> OLD.gate OR NEW.day <> OLD.day
BEGIN SELECT RAISE(ABORT, 'an admission is closed once and otherwise fixed'); END;
