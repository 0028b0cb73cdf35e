-- Registrations and the money: who comes, what they owe, what they paid.
-- Amounts are whole cents; a debit is positive, a credit negative; the postings of an entry sum to zero.

CREATE TABLE registration (
    id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 4294967295),
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 7),
    name TEXT NOT NULL,
    badge_name TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    email TEXT NOT NULL,
    category TEXT NOT NULL
        CHECK (category IN ('attendee', 'speaker', 'organizer', 'volunteer', 'youth', 'sponsor', 'press')),
    -- Bit i-1 stands for day i.
    days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 65535),
    status TEXT NOT NULL CHECK (status IN ('active', 'cancelled')),
    blocked_because TEXT CHECK (length(blocked_because) > 0),
    reference TEXT UNIQUE CHECK (length(reference) BETWEEN 1 AND 400),
    -- Name, badge name, affiliation, e-mail and reference, folded for search.
    search TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX registration_email ON registration (email) WHERE email <> '';

CREATE TABLE registration_add_on (
    registration INTEGER NOT NULL REFERENCES registration (id),
    add_on TEXT NOT NULL,
    PRIMARY KEY (registration, add_on)
) STRICT, WITHOUT ROWID;

-- What happened to a registration, in the order in which it happened; no personal data.
CREATE TABLE registration_history (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX registration_history_of ON registration_history (registration, id);

CREATE TABLE journal_entry (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('charge', 'credit', 'payment')),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- The entry that this one corrects.
    corrects INTEGER REFERENCES journal_entry (number) CHECK (corrects < number),
    memo TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    previous_hash BLOB NOT NULL UNIQUE CHECK (length(previous_hash) = 32),
    -- SHA-256 of previous_hash and all that this entry says.
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX journal_entry_of ON journal_entry (registration, number);

CREATE TABLE posting (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    account TEXT NOT NULL CHECK (length(account) > 0),
    cents INTEGER NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER registration_is_kept BEFORE DELETE ON registration
BEGIN SELECT RAISE(ABORT, 'a registration is cancelled, not deleted'); END;
CREATE TRIGGER registration_history_is_kept BEFORE DELETE ON registration_history
BEGIN SELECT RAISE(ABORT, 'registration_history is append-only'); END;
CREATE TRIGGER registration_history_is_fixed BEFORE UPDATE ON registration_history
BEGIN SELECT RAISE(ABORT, 'registration_history is append-only'); END;
CREATE TRIGGER journal_entry_is_kept BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END;
CREATE TRIGGER journal_entry_is_fixed BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END;
CREATE TRIGGER posting_is_kept BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append-only'); END;
CREATE TRIGGER posting_is_fixed BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append-only'); END;
