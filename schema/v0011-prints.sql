-- Runs of badges to paper: what went where, and what became of it.

CREATE TABLE print_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- First prints; the same issues once more; new issues in the place of others.
    kind TEXT NOT NULL CHECK (kind IN ('print', 'repeat', 'reprint')),
    -- A file, a queue of the print server, or the answer to whoever asked.
    medium TEXT NOT NULL CHECK (medium IN ('file', 'queue', 'answer')),
    -- The name of the file or of the queue.
    target TEXT NOT NULL CHECK ((medium = 'answer') = (target = '')),
    reason TEXT NOT NULL,
    badges INTEGER NOT NULL CHECK (badges >= 1),
    sheets INTEGER NOT NULL CHECK (sheets >= 1),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- How a run stood, each time that changed; the newest row is how it stands.
CREATE TABLE print_job_state (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES print_job (id),
    state TEXT NOT NULL CHECK (state IN
        ('waiting', 'queued', 'held', 'printing', 'stopped', 'done', 'cancelled', 'failed', 'forgotten')),
    -- The queue's own number of it.
    queue_number INTEGER,
    -- Why, as keywords separated by blanks.
    reasons TEXT NOT NULL,
    author TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX print_job_state_of ON print_job_state (job, id);

-- The run that a badge was printed in; prints from before this table have none.
ALTER TABLE badge_print ADD COLUMN job INTEGER REFERENCES print_job (id);
ALTER TABLE badge_print ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
-- Digests of what the paper says of the person, field by field; empty where it is not known.
ALTER TABLE badge_print ADD COLUMN facts TEXT NOT NULL DEFAULT '';

CREATE INDEX badge_print_of ON badge_print (job);

CREATE TRIGGER print_job_is_kept BEFORE DELETE ON print_job
BEGIN SELECT RAISE(ABORT, 'print_job is append-only'); END;
CREATE TRIGGER print_job_is_fixed BEFORE UPDATE ON print_job
BEGIN SELECT RAISE(ABORT, 'print_job is append-only'); END;
CREATE TRIGGER print_job_state_is_kept BEFORE DELETE ON print_job_state
BEGIN SELECT RAISE(ABORT, 'print_job_state is append-only'); END;
CREATE TRIGGER print_job_state_is_fixed BEFORE UPDATE ON print_job_state
BEGIN SELECT RAISE(ABORT, 'print_job_state is append-only'); END;
