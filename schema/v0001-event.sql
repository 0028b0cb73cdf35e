-- The event itself: what an organizer decided, its signing keys, its devices, and which writes were already done.
-- Times are milliseconds since 1970-01-01T00:00:00Z. Applied files are never edited: a change is a new file.

CREATE TABLE event (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    slug TEXT NOT NULL,
    -- Random; a credential of another event is told by it.
    tag BLOB NOT NULL CHECK (length(tag) = 4),
    created_ms INTEGER NOT NULL
) STRICT;

-- Every YAML file that was applied, as it was written; the highest version is in force.
CREATE TABLE event_definition (
    version INTEGER PRIMARY KEY,
    yaml TEXT NOT NULL,
    author TEXT NOT NULL,
    applied_ms INTEGER NOT NULL
) STRICT;

-- The public halves; the private ones lie beside the event's file, readable by its owner alone.
CREATE TABLE signing_key (
    id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 255),
    public_key BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
    created_ms INTEGER NOT NULL,
    withdrawn_ms INTEGER
) STRICT;

-- Each write by the key its caller gave it: the same key and content gets the first result again.
CREATE TABLE request (
    key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 200),
    operation TEXT NOT NULL,
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    result TEXT NOT NULL CHECK (json_valid(result)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
    role TEXT NOT NULL CHECK (role IN ('door', 'desk', 'keysigning', 'reports', 'organizer')),
    token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    revoked_ms INTEGER
) STRICT;

-- The gates a device may scan at; a device without rows may scan at all of them.
CREATE TABLE device_gate (
    device INTEGER NOT NULL REFERENCES device (id),
    gate TEXT NOT NULL,
    PRIMARY KEY (device, gate)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_definition_is_kept BEFORE DELETE ON event_definition
BEGIN SELECT RAISE(ABORT, 'event_definition is append-only'); END;
CREATE TRIGGER event_definition_is_fixed BEFORE UPDATE ON event_definition
BEGIN SELECT RAISE(ABORT, 'event_definition is append-only'); END;
CREATE TRIGGER request_is_kept BEFORE DELETE ON request
BEGIN SELECT RAISE(ABORT, 'request is append-only'); END;
CREATE TRIGGER request_is_fixed BEFORE UPDATE ON request
BEGIN SELECT RAISE(ABORT, 'request is append-only'); END;
CREATE TRIGGER device_is_kept BEFORE DELETE ON device
BEGIN SELECT RAISE(ABORT, 'a device is revoked, not deleted'); END;
CREATE TRIGGER signing_key_is_kept BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'a signing key is withdrawn, not deleted'); END;
