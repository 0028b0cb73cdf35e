-- What people get at the desk: the badge, a shirt, a bag, a dinner ticket. The last row of an item says how it stands.
CREATE TABLE hand_over (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    item TEXT NOT NULL CHECK (length(item) BETWEEN 1 AND 100),
    -- Whether it was handed over; 0 where somebody takes it back.
    handed INTEGER NOT NULL CHECK (handed IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX hand_over_of ON hand_over (registration, item, id);

CREATE TRIGGER hand_over_is_kept BEFORE DELETE ON hand_over
BEGIN SELECT RAISE(ABORT, 'hand_over is append-only'); END;
CREATE TRIGGER hand_over_is_fixed BEFORE UPDATE ON hand_over
BEGIN SELECT RAISE(ABORT, 'hand_over is append-only'); END;
