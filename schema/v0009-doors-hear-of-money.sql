-- Doors hear of everybody whose account moved. It stands apart from the other triggers of door_change (v0006) because
-- v0007 makes the journal's table anew, which drops what hangs on it.
CREATE TRIGGER journal_entry_is_heard AFTER INSERT ON journal_entry WHEN NEW.registration IS NOT NULL
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
