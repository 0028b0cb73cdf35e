-- Somebody handed in a key that stands as another person's: the desk sees it beside the key and asks whose it is.
CREATE TABLE keysigning_claim (
    registration INTEGER NOT NULL REFERENCES registration (id),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE INDEX keysigning_claim_of ON keysigning_claim (fingerprint);

CREATE TRIGGER keysigning_claim_is_fixed BEFORE UPDATE ON keysigning_claim
BEGIN SELECT RAISE(ABORT, 'keysigning_claim is append-only'); END;
CREATE TRIGGER keysigning_claim_is_kept BEFORE DELETE ON keysigning_claim
BEGIN SELECT RAISE(ABORT, 'keysigning_claim is append-only'); END;
