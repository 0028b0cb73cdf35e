-- Which registrations changed what they are found by, in the order in which they did: the index that every process
-- keeps in memory reads on from the last change it knows.

CREATE TABLE registration_search_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id)
) STRICT;

INSERT INTO registration_search_change (registration) SELECT id FROM registration ORDER BY id;

CREATE TRIGGER registration_is_searchable AFTER INSERT ON registration
BEGIN INSERT INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_stays_searchable AFTER UPDATE OF search ON registration
WHEN NEW.search <> OLD.search
BEGIN INSERT INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_search_change_is_kept BEFORE DELETE ON registration_search_change
BEGIN SELECT RAISE(ABORT, 'registration_search_change is append-only'); END;
CREATE TRIGGER registration_search_change_is_fixed BEFORE UPDATE ON registration_search_change
BEGIN SELECT RAISE(ABORT, 'registration_search_change is append-only'); END;
