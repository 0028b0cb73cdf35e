-- The whole ledger: prices that keep what was promised, vouchers, waivers, taxes, tills, waiting lists, documents.

-- Entries of more kinds, and entries of a till, which belong to no registration.
CREATE TABLE new_journal_entry (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    kind TEXT NOT NULL
        CHECK (kind IN ('charge', 'credit', 'payment', 'refund', 'waiver', 'transfer', 'correction', 'till')),
    registration INTEGER REFERENCES registration (id),
    -- The entry that this one corrects.
    corrects INTEGER REFERENCES journal_entry (number) CHECK (corrects < number),
    memo TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    previous_hash BLOB NOT NULL UNIQUE CHECK (length(previous_hash) = 32),
    -- SHA-256 of previous_hash and all that this entry says.
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    CHECK ((registration IS NULL) = (kind = 'till')),
    CHECK ((corrects IS NOT NULL) = (kind = 'correction'))
) STRICT;

INSERT INTO new_journal_entry SELECT * FROM journal_entry;
DROP TABLE journal_entry;
ALTER TABLE new_journal_entry RENAME TO journal_entry;

CREATE INDEX journal_entry_of ON journal_entry (registration, number);
-- What was corrected once is not corrected again.
CREATE UNIQUE INDEX journal_entry_corrects ON journal_entry (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX posting_account ON posting (account, entry, cents);

ALTER TABLE registration ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'fr'));
-- How a registration ended that was not simply cancelled; its status is cancelled.
ALTER TABLE registration ADD COLUMN ended TEXT CHECK (ended IN ('transferred', 'merged'));
ALTER TABLE registration ADD COLUMN successor INTEGER REFERENCES registration (id);
ALTER TABLE registration ADD COLUMN erased_ms INTEGER;
-- When the days were last chosen, and the event's definition that was in force then.
ALTER TABLE registration ADD COLUMN priced_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registration ADD COLUMN priced_version INTEGER NOT NULL DEFAULT 1;
-- The definition that the last charge took its taxes from.
ALTER TABLE registration ADD COLUMN taxed_version INTEGER NOT NULL DEFAULT 1;
-- What was kept when it was cancelled, with its taxes.
ALTER TABLE registration ADD COLUMN retained_cents INTEGER NOT NULL DEFAULT 0 CHECK (retained_cents >= 0);

UPDATE registration SET
    priced_ms = created_ms,
    priced_version = coalesce(
        (SELECT max(version) FROM event_definition WHERE applied_ms <= registration.created_ms), 1);
UPDATE registration SET taxed_version = priced_version;

ALTER TABLE registration_add_on ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Since when a registration has each of its days: the passes of that date may cover it for good.
CREATE TABLE registration_day (
    registration INTEGER NOT NULL REFERENCES registration (id),
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 16),
    since_ms INTEGER NOT NULL,
    since_version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (registration, day)
) STRICT, WITHOUT ROWID;

WITH RECURSIVE day (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM day WHERE number < 16)
INSERT INTO registration_day
SELECT id, number, priced_ms, priced_version FROM registration JOIN day ON days & (1 << (number - 1)) <> 0;

-- How many seats are taken of each day (day:1) and add-on (add-on:dinner).
CREATE TABLE place (
    id TEXT PRIMARY KEY,
    taken INTEGER NOT NULL CHECK (taken >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO place
SELECT 'day:' || day, count(*) FROM registration_day JOIN registration ON id = registration
WHERE status = 'active' GROUP BY day;
INSERT INTO place
SELECT 'add-on:' || add_on, count(*) FROM registration_add_on JOIN registration ON id = registration
WHERE status = 'active' GROUP BY add_on;

-- Who waits for a place, the first come first.
CREATE TABLE waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    place TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    outcome TEXT CHECK (outcome IN ('promoted', 'left')),
    CHECK ((ended_ms IS NULL) = (outcome IS NULL))
) STRICT;

CREATE UNIQUE INDEX waiting_once ON waiting (registration, place) WHERE ended_ms IS NULL;
CREATE INDEX waiting_for ON waiting (place, id) WHERE ended_ms IS NULL;

-- The voucher that a registration holds, under the terms of the definition in force when it was redeemed.
CREATE TABLE voucher_use (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    voucher TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES event_definition (version),
    since_ms INTEGER NOT NULL,
    released_ms INTEGER
) STRICT;

CREATE UNIQUE INDEX voucher_use_held ON voucher_use (registration) WHERE released_ms IS NULL;
CREATE INDEX voucher_use_count ON voucher_use (voucher) WHERE released_ms IS NULL;

-- What was waived; it counts until a correction names the entry that waived it.
CREATE TABLE waiver (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- In listed prices; null for everything, now and later.
    cents INTEGER CHECK (cents > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0)
) STRICT;

CREATE INDEX waiver_of ON waiver (registration);

-- What a charge or credit was for, in listed prices: passes, add-ons, and what makes them cheaper.
CREATE TABLE charge_line (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('pass', 'add_on', 'voucher', 'waiver', 'cancellation_fee')),
    item TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;

INSERT INTO charge_line
SELECT entry, row_number() OVER (PARTITION BY entry ORDER BY line),
       CASE WHEN substr(account, 9) IN (SELECT add_on FROM registration_add_on) THEN 'add_on' ELSE 'pass' END,
       substr(account, 9), 0, -cents
FROM posting WHERE account LIKE 'revenue:%';

-- A drawer of one shift.
CREATE TABLE till (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 63),
    float_cents INTEGER NOT NULL CHECK (float_cents >= 0),
    opened_ms INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    closed_ms INTEGER,
    closed_by TEXT,
    expected_cents INTEGER,
    counted_cents INTEGER CHECK (counted_cents >= 0),
    CHECK ((closed_ms IS NULL) = (closed_by IS NULL) AND (closed_ms IS NULL) = (counted_cents IS NULL)
        AND (closed_ms IS NULL) = (expected_cents IS NULL))
) STRICT;

CREATE UNIQUE INDEX till_open ON till (name) WHERE closed_ms IS NULL;

-- Money that came in or went out: the particulars of an entry.
CREATE TABLE payment (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    method TEXT NOT NULL CHECK (method IN ('cash', 'card', 'bank', 'cheque')),
    -- Negative where it went out.
    cents INTEGER NOT NULL CHECK (cents <> 0),
    -- What was handed over in cash.
    tendered_cents INTEGER CHECK (tendered_cents >= cents),
    -- By how much less was paid than was settled, because there is no smaller coin.
    rounding_cents INTEGER NOT NULL,
    till INTEGER REFERENCES till (id)
) STRICT;

CREATE INDEX payment_till ON payment (till, entry) WHERE till IS NOT NULL;
CREATE INDEX payment_of ON payment (registration, entry);

INSERT INTO payment
SELECT number, registration, account, cents, NULL, 0, NULL
FROM journal_entry JOIN posting ON entry = number AND account IN ('cash', 'card', 'bank') WHERE kind = 'payment';

-- Receipts and credit notes, numbered without gaps; whom they are for is looked up in the registration.
CREATE TABLE document (
    kind TEXT NOT NULL CHECK (kind IN ('receipt', 'credit_note')),
    number INTEGER NOT NULL CHECK (number >= 1),
    registration INTEGER NOT NULL REFERENCES registration (id),
    figures TEXT NOT NULL CHECK (json_valid(figures)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_of ON document (registration, at_ms);

-- The entries that a document is about; each is on one document.
CREATE TABLE document_entry (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    FOREIGN KEY (kind, number) REFERENCES document (kind, number)
) STRICT;

CREATE INDEX document_entry_of ON document_entry (kind, number);

CREATE TRIGGER journal_entry_is_kept BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END;
CREATE TRIGGER journal_entry_is_fixed BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END;
CREATE TRIGGER waiting_is_kept BEFORE DELETE ON waiting
BEGIN SELECT RAISE(ABORT, 'waiting ends, it is not deleted'); END;
CREATE TRIGGER voucher_use_is_kept BEFORE DELETE ON voucher_use
BEGIN SELECT RAISE(ABORT, 'a voucher is released, not deleted'); END;
CREATE TRIGGER waiver_is_kept BEFORE DELETE ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;
CREATE TRIGGER waiver_is_fixed BEFORE UPDATE ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;
CREATE TRIGGER charge_line_is_kept BEFORE DELETE ON charge_line
BEGIN SELECT RAISE(ABORT, 'charge_line is append-only'); END;
CREATE TRIGGER charge_line_is_fixed BEFORE UPDATE ON charge_line
BEGIN SELECT RAISE(ABORT, 'charge_line is append-only'); END;
CREATE TRIGGER till_is_kept BEFORE DELETE ON till
BEGIN SELECT RAISE(ABORT, 'a till is closed, not deleted'); END;
CREATE TRIGGER till_is_closed_once BEFORE UPDATE ON till
WHEN OLD.closed_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.float_cents <> OLD.float_cents
    OR NEW.opened_ms <> OLD.opened_ms OR NEW.opened_by <> OLD.opened_by
BEGIN SELECT RAISE(ABORT, 'a till is closed once and otherwise fixed'); END;
CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_is_fixed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER document_is_kept BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_is_fixed BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_entry_is_kept BEFORE DELETE ON document_entry
BEGIN SELECT RAISE(ABORT, 'document_entry is append-only'); END;
CREATE TRIGGER document_entry_is_fixed BEFORE UPDATE ON document_entry
BEGIN SELECT RAISE(ABORT, 'document_entry is append-only'); END;
