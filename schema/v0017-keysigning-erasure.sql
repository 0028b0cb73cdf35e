-- Whose personal data are erased is on no list of the keysigning any more, and their link is worth nothing. What was
-- frozen before is in others' hands and stays as it is.

CREATE TRIGGER keysigning_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    INSERT INTO keysigning_withdrawal (submission, reason, author, origin, at_ms)
    SELECT id, 'personal data erased', 'lanyard', '', NEW.erased_ms FROM keysigning_submission
    WHERE registration = NEW.id AND id NOT IN (SELECT submission FROM keysigning_withdrawal);
    UPDATE keysigning_invitation SET revoked_ms = NEW.erased_ms
    WHERE registration = NEW.id AND revoked_ms IS NULL;
END;
