-- The green dot: at the desk, the owner of a key confirmed its fingerprint in person; who noted it, and when.
-- The newest row of a submission counts.
CREATE TABLE keysigning_dot (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    kind TEXT NOT NULL CHECK (kind IN ('granted', 'withdrawn')),
    -- Why it was withdrawn.
    reason TEXT NOT NULL CHECK ((kind = 'withdrawn') = (length(reason) > 0)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_dot_of ON keysigning_dot (submission, id);

CREATE TRIGGER keysigning_dot_is_fixed BEFORE UPDATE ON keysigning_dot
BEGIN SELECT RAISE(ABORT, 'keysigning_dot is append-only'); END;
CREATE TRIGGER keysigning_dot_is_kept BEFORE DELETE ON keysigning_dot
BEGIN SELECT RAISE(ABORT, 'keysigning_dot is append-only'); END;
