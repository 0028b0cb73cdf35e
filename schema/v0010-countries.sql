-- The country of a person, and waivers that go over to another registration without an entry of their own.

ALTER TABLE registration ADD COLUMN country TEXT NOT NULL DEFAULT '' CHECK (country = '' OR length(country) = 2);

-- What was waived; it counts until a correction names the entry that waived it. Where a transfer moves no money, the
-- waiver counts for the successor under the entry that it had.
CREATE TABLE new_waiver (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- In listed prices; null for everything, now and later.
    cents INTEGER CHECK (cents > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    PRIMARY KEY (registration, entry)
) STRICT, WITHOUT ROWID;

INSERT INTO new_waiver (entry, registration, cents, reason) SELECT entry, registration, cents, reason FROM waiver;
DROP TABLE waiver;
ALTER TABLE new_waiver RENAME TO waiver;

-- A till is asked for by the name of its drawer: the last of its shifts.
CREATE INDEX till_named ON till (name, id);

CREATE TRIGGER waiver_is_kept BEFORE DELETE ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;
CREATE TRIGGER waiver_is_fixed BEFORE UPDATE ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;
