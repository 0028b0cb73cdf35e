-- The tables of an event's file, as version 0.2.0 makes them. docs/decisions/0020-one-baseline.md has the rules for
-- changing them: this file until 0.2.0 is released, a file of its own for each change afterwards. After either, run
-- scripts/update-schema.
--
-- Times are milliseconds since 1970-01-01T00:00:00Z; keys of OpenPGP count seconds. Amounts are whole cents.
-- author says who wrote a row (a device, a person at it, a command), origin where it came from.
-- What happened is never changed or deleted: triggers refuse it. They stand at the end of each section.

-- ===================================================================================================== vocabularies
-- Words that more versions will add to. They are rows and not CHECKs, because SQLite changes a CHECK only by making
-- the whole table anew; a word more is one INSERT. Tests compare each of them with the enumeration of the code.

CREATE TABLE language (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO language VALUES ('en'), ('fr');

CREATE TABLE access_role (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO access_role VALUES ('door'), ('desk'), ('kiosk'), ('keysigning'), ('exhibitor'), ('reports'), ('organizer');

CREATE TABLE registration_status (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO registration_status VALUES ('active'), ('cancelled');

-- How a registration ended that was not simply cancelled.
CREATE TABLE registration_end (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO registration_end VALUES ('transferred'), ('merged');

-- How somebody's waiting for a place ended.
CREATE TABLE waiting_outcome (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO waiting_outcome VALUES ('promoted'), ('left'), ('declined'), ('expired');

CREATE TABLE journal_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO journal_kind VALUES ('charge'), ('credit'), ('payment'), ('refund'), ('waiver'), ('transfer'),
    ('correction'), ('till'), ('donation'), ('manual');

CREATE TABLE charge_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO charge_kind VALUES ('pass'), ('add_on'), ('voucher'), ('waiver'), ('cancellation_fee');

CREATE TABLE payment_method (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO payment_method VALUES ('cash'), ('card'), ('bank'), ('cheque'), ('online');

CREATE TABLE document_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO document_kind VALUES ('receipt'), ('credit_note'), ('invoice');

CREATE TABLE statement_form (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO statement_form VALUES ('csv'), ('camt'), ('mt940'), ('ofx'), ('online');

-- Who takes cards for an event.
CREATE TABLE payment_provider (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO payment_provider VALUES ('stripe');

-- What became of a payment that was begun, apart from the money: that has a line of its own.
CREATE TABLE checkout_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO checkout_state VALUES ('begun'), ('pending'), ('paid'), ('expired'), ('failed');

-- What became of money that goes back through a provider.
CREATE TABLE online_refund_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO online_refund_state VALUES ('waiting'), ('sent'), ('failed'), ('cancelled');

-- How a line of a bank's statement was settled, or that it was opened again.
CREATE TABLE statement_outcome (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO statement_outcome VALUES ('booked'), ('not_ours'), ('reversed'), ('reopened');

-- How a life of the file began.
CREATE TABLE incarnation_cause (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO incarnation_cause VALUES ('created'), ('restored'), ('taken_over'), ('handed_over'), ('called_off');

-- Where the event's file goes when one machine hands it over: to the venue before the event, back to the server afterwards.
CREATE TABLE custody_place (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO custody_place VALUES ('venue'), ('server');

-- How far a hand-over is: nothing new begins; what had begun did not end in time, so all goes on here; nothing is written
-- here any more.
CREATE TABLE custody_step (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO custody_step VALUES ('closing'), ('opened'), ('closed');

-- Where a run of badges goes: to a file, to a queue of the print server, or back to whoever asked.
CREATE TABLE print_medium (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO print_medium VALUES ('file'), ('queue'), ('answer');

CREATE TABLE print_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO print_state VALUES ('waiting'), ('queued'), ('held'), ('printing'), ('stopped'), ('done'), ('cancelled'),
    ('failed'), ('forgotten');

-- By what a door was told whom it concerns.
CREATE TABLE presentation (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO presentation VALUES ('credential'), ('code'), ('registration');

CREATE TABLE verdict (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO verdict VALUES ('admitted'), ('invalid'), ('revoked'), ('cancelled'), ('blocked'), ('unpaid'),
    ('gate_closed'), ('wrong_day'), ('not_entitled'), ('already_admitted'), ('full');

-- Why a scan that a door answered alone waits for somebody's judgement: the device was revoked; it may not scan at that
-- gate; the scan is older than the device, or younger than its arrival; the clock is far off; nobody passes so often.
CREATE TABLE withholding (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO withholding VALUES ('revoked'), ('gate'), ('enrollment'), ('ahead'), ('clock'), ('crowd');

-- Why an entry counts for nothing: the scan was undone; somebody was in already on the same badge; or staff let in
-- somebody who was in.
CREATE TABLE admission_void (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO admission_void VALUES ('undone'), ('conflict'), ('repeated');

-- What a device asked of people without anybody passing.
CREATE TABLE inquiry_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO inquiry_kind VALUES ('search'), ('simulation');

-- What other programs are told of that neither history nor scans say.
CREATE TABLE feed_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO feed_kind VALUES ('badge.issued'), ('key.listed');

-- Why somebody is written to.
CREATE TABLE mail_occasion (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO mail_occasion VALUES ('confirmation'), ('payment'), ('offer'), ('change'), ('cancellation'), ('called_off'),
    ('payment_request'), ('reminder'), ('link'), ('address_confirmation'), ('ticket'), ('announcement'),
    ('keysigning_invitation'), ('keysigning_state'), ('keysigning_reminder'), ('keysigning_erratum'), ('letter');

CREATE TABLE mail_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO mail_state VALUES ('waiting'), ('sent'), ('failed'), ('cancelled');

-- What the server said to a mail: taken; not now; never.
CREATE TABLE mail_answer (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO mail_answer VALUES ('accepted'), ('deferred'), ('refused');

-- ============================================================================================================ event

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
    applied_ms INTEGER NOT NULL,
    -- What of what happens is told by mail, so that no booking has to read the YAML: words with blanks between them.
    mail_occasions TEXT NOT NULL DEFAULT ''
) STRICT;

-- The public halves; the private ones lie beside the event's file, readable by its owner alone.
CREATE TABLE signing_key (
    id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 255),
    public_key BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
    created_ms INTEGER NOT NULL,
    withdrawn_ms INTEGER,
    -- Of a key of an earlier incarnation: the highest registration and issue that this file knows of it. What lies above was
    -- made by a machine whose last doings were lost. Null for the key that signs.
    registrations_max INTEGER,
    issues_max INTEGER CHECK ((issues_max IS NULL) = (registrations_max IS NULL))
) STRICT;

-- The lives of this file: the first when it was made, one more each time it was restored from a copy or taken over by another
-- machine, which may lack what the one before did last. Each has a key and numbers of its own.
CREATE TABLE incarnation (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 200),
    cause TEXT NOT NULL REFERENCES incarnation_cause (word),
    signing_key INTEGER NOT NULL UNIQUE REFERENCES signing_key (id),
    -- The issues of its badges lie above this one.
    issues_after INTEGER NOT NULL CHECK (issues_after BETWEEN 0 AND 65534),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- The file is handed over to another machine, which begins the next incarnation: the latest step of an incarnation is how it
-- stands here.
CREATE TABLE custody (
    id INTEGER PRIMARY KEY,
    incarnation INTEGER NOT NULL REFERENCES incarnation (number),
    place TEXT NOT NULL REFERENCES custody_place (word),
    step TEXT NOT NULL REFERENCES custody_step (word),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Each write by the key its caller gave it: the same key and content gets the first result again.
CREATE TABLE request (
    key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 200),
    operation TEXT NOT NULL,
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    result TEXT NOT NULL CHECK (json_valid(result)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- 1, 2, 3 … without gaps, in the order in which they were done.
    number INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    -- SHA-256 of the hash of the request before it and all that this one says.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_definition_is_kept BEFORE DELETE ON event_definition
BEGIN SELECT RAISE(ABORT, 'event_definition is append-only'); END;
CREATE TRIGGER event_definition_is_fixed BEFORE UPDATE ON event_definition
BEGIN SELECT RAISE(ABORT, 'event_definition is append-only'); END;
CREATE TRIGGER signing_key_is_kept BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'a signing key is withdrawn, not deleted'); END;
CREATE TRIGGER signing_key_is_fixed BEFORE UPDATE ON signing_key
WHEN NEW.id <> OLD.id OR NEW.public_key <> OLD.public_key OR NEW.created_ms <> OLD.created_ms
    OR OLD.registrations_max IS NOT NULL AND NEW.registrations_max IS NOT OLD.registrations_max
    OR OLD.issues_max IS NOT NULL AND NEW.issues_max IS NOT OLD.issues_max
BEGIN SELECT RAISE(ABORT, 'a signing key is withdrawn or superseded, once'); END;
CREATE TRIGGER incarnation_is_kept BEFORE DELETE ON incarnation
BEGIN SELECT RAISE(ABORT, 'incarnation is append-only'); END;
CREATE TRIGGER incarnation_is_fixed BEFORE UPDATE ON incarnation
BEGIN SELECT RAISE(ABORT, 'incarnation is append-only'); END;
CREATE TRIGGER custody_is_kept BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
CREATE TRIGGER custody_is_fixed BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
CREATE TRIGGER request_is_kept BEFORE DELETE ON request
BEGIN SELECT RAISE(ABORT, 'request is append-only'); END;
CREATE TRIGGER request_is_fixed BEFORE UPDATE ON request
BEGIN SELECT RAISE(ABORT, 'request is append-only'); END;

-- ========================================================================================================== devices

CREATE TABLE device (
    id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 4294967295),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
    role TEXT NOT NULL REFERENCES access_role (word),
    token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    revoked_ms INTEGER,
    -- At whose booth it is, as the event's description names them.
    exhibitor TEXT CHECK (length(exhibitor) BETWEEN 1 AND 63),
    CHECK ((exhibitor IS NOT NULL) = (role = 'exhibitor'))
) STRICT;

-- The gates a device may scan at; a device without rows may scan at all of them.
CREATE TABLE device_gate (
    device INTEGER NOT NULL REFERENCES device (id),
    gate TEXT NOT NULL REFERENCES gate (id),
    PRIMARY KEY (device, gate)
) STRICT, WITHOUT ROWID;

-- Invitations to become a device: good once, until they expire.
CREATE TABLE enrollment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
    role TEXT NOT NULL REFERENCES access_role (word),
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL CHECK (expires_ms > at_ms),
    -- The device that it became.
    device INTEGER UNIQUE REFERENCES device (id),
    -- At whose booth the device will be.
    exhibitor TEXT CHECK (length(exhibitor) BETWEEN 1 AND 63),
    CHECK ((exhibitor IS NOT NULL) = (role = 'exhibitor'))
) STRICT;

-- The gates at which that device will scan; an invitation without rows is for all of them.
CREATE TABLE enrollment_gate (
    enrollment INTEGER NOT NULL REFERENCES enrollment (id),
    gate TEXT NOT NULL REFERENCES gate (id),
    PRIMARY KEY (enrollment, gate)
) STRICT, WITHOUT ROWID;

-- What a device last told of itself; overwritten each time.
CREATE TABLE device_report (
    device INTEGER PRIMARY KEY REFERENCES device (id),
    seen_ms INTEGER NOT NULL,
    -- How far its clock is ahead of the server's, as it measured; a hundred years at the most.
    ahead_ms INTEGER CHECK (ahead_ms BETWEEN -3155760000000 AND 3155760000000),
    -- Scans that it answered alone and has not sent yet.
    queued INTEGER CHECK (queued BETWEEN 0 AND 1000000),
    battery_percent INTEGER CHECK (battery_percent BETWEEN 0 AND 100),
    -- A later incarnation of the event that it has seen, at another machine; null if it has seen none.
    successor INTEGER CHECK (successor BETWEEN 2 AND 200)
) STRICT;

-- Who uses a shared device, each with a PIN of their own, which opens nothing without the device's token.
CREATE TABLE clerk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
    -- scrypt (RFC 7914) of the PIN: this salt, N = 2 to the cost, r = 8, p = 1.
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    cost INTEGER NOT NULL CHECK (cost BETWEEN 14 AND 20),
    pin_scrypt BLOB NOT NULL CHECK (length(pin_scrypt) = 32),
    -- How often it was tried since it was last right.
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    author TEXT NOT NULL,
    set_ms INTEGER NOT NULL,
    removed_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX clerk_by_name ON clerk (device, name) WHERE removed_ms IS NULL;

-- Who is at a shared device; whoever comes next takes the row over.
CREATE TABLE clerk_presence (
    device INTEGER PRIMARY KEY REFERENCES device (id),
    clerk INTEGER NOT NULL REFERENCES clerk (id),
    since_ms INTEGER NOT NULL
) STRICT;

-- Addresses by which spreadsheets fetch one report each.
CREATE TABLE report_share (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report TEXT NOT NULL CHECK (length(report) BETWEEN 1 AND 100),
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT;

CREATE TRIGGER report_share_is_kept BEFORE DELETE ON report_share
BEGIN SELECT RAISE(ABORT, 'an address is ended, not deleted'); END;
CREATE TRIGGER report_share_is_fixed BEFORE UPDATE OF id, report, secret_sha256, author, origin, at_ms ON report_share
BEGIN SELECT RAISE(ABORT, 'an address is ended, and another made'); END;
CREATE TRIGGER clerk_is_kept BEFORE DELETE ON clerk
BEGIN SELECT RAISE(ABORT, 'a clerk is removed, not deleted'); END;
CREATE TRIGGER device_is_kept BEFORE DELETE ON device
BEGIN SELECT RAISE(ABORT, 'a device is revoked, not deleted'); END;
CREATE TRIGGER enrollment_is_kept BEFORE DELETE ON enrollment
BEGIN SELECT RAISE(ABORT, 'an enrollment is kept'); END;
CREATE TRIGGER enrollment_is_used_once BEFORE UPDATE ON enrollment
WHEN OLD.device IS NOT NULL OR NEW.secret_sha256 <> OLD.secret_sha256 OR NEW.expires_ms <> OLD.expires_ms
    OR NEW.role <> OLD.role
BEGIN SELECT RAISE(ABORT, 'an enrollment is used once'); END;
CREATE TRIGGER enrollment_gate_is_kept BEFORE DELETE ON enrollment_gate
BEGIN SELECT RAISE(ABORT, 'an enrollment is kept'); END;
CREATE TRIGGER enrollment_gate_is_fixed BEFORE UPDATE ON enrollment_gate
BEGIN SELECT RAISE(ABORT, 'an enrollment is kept'); END;

-- A gate has its row from the first device that is tied to it, as from the first scan.
CREATE TRIGGER device_gate_has_a_gate BEFORE INSERT ON device_gate
BEGIN INSERT INTO gate (id) SELECT NEW.gate WHERE NOT EXISTS (SELECT 1 FROM gate WHERE id = NEW.gate); END;
CREATE TRIGGER enrollment_gate_has_a_gate BEFORE INSERT ON enrollment_gate
BEGIN INSERT INTO gate (id) SELECT NEW.gate WHERE NOT EXISTS (SELECT 1 FROM gate WHERE id = NEW.gate); END;

-- ==================================================================================================== registrations

CREATE TABLE registration (
    id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 4294967295),
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 7),
    name TEXT NOT NULL,
    badge_name TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    email TEXT NOT NULL,
    -- ISO 3166-1; empty where it is not known.
    country TEXT NOT NULL CHECK (country = '' OR length(country) = 2),
    -- What lists by family name are sorted by; empty where the name tells.
    sort_name TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL REFERENCES language (word),
    -- A word of the event's definition.
    category TEXT NOT NULL CHECK (length(category) > 0),
    -- Bit i-1 stands for day i.
    days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 65535),
    status TEXT NOT NULL REFERENCES registration_status (word),
    -- Its status is cancelled then.
    ended TEXT REFERENCES registration_end (word),
    successor INTEGER REFERENCES registration (id),
    blocked_because TEXT CHECK (length(blocked_because) > 0),
    -- Why doors let the person in although money is due: an invoice is on its way.
    let_in_because TEXT CHECK (length(let_in_because) > 0),
    reference TEXT UNIQUE CHECK (length(reference) BETWEEN 1 AND 400),
    -- What the person answered to the organizer's questions: a JSON object, empty for nothing. Each change of an answer is
    -- kept as a correction, told by the kind answered, whose detail is the question.
    answers TEXT NOT NULL DEFAULT '' CHECK (answers = '' OR json_valid(answers)),
    -- Name, badge name, affiliation, e-mail and reference, and answers that are to be found, folded for search.
    search TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    erased_ms INTEGER,
    -- When the days were last chosen, and the event's definition that was in force then.
    priced_ms INTEGER NOT NULL DEFAULT 0,
    priced_version INTEGER NOT NULL DEFAULT 1 REFERENCES event_definition (version),
    -- Waivers by entries up to this one ended when it was reinstated.
    waivers_after INTEGER NOT NULL DEFAULT 0,
    CHECK (ended IS NULL OR status = 'cancelled')
) STRICT;

-- The mapping of a list of people's columns and products, as it was last given.
CREATE TABLE import_mapping (
    list TEXT PRIMARY KEY CHECK (length(list) BETWEEN 1 AND 63),
    content TEXT NOT NULL,
    author TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a list last said of a person, as far as it was taken over: it tells what the list changed from what was changed here.
-- The content is personal data and is blanked when the person is erased; the mark, a digest of their reference or of name and
-- address, stays, so that a list does not bring them back.
CREATE TABLE imported_person (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    list TEXT NOT NULL,
    mark BLOB NOT NULL CHECK (length(mark) = 32),
    -- A JSON object; empty for somebody who was erased.
    content TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX imported_person_mark ON imported_person (mark);
CREATE INDEX imported_person_list ON imported_person (list);

CREATE INDEX registration_successor ON registration (successor) WHERE successor IS NOT NULL;
-- The search begins with the name: by it the second record of a person is found.
CREATE INDEX registration_name ON registration (search);
CREATE INDEX registration_email ON registration (email) WHERE email <> '';
-- Colleagues are offered for one invoice.
CREATE INDEX registration_affiliation ON registration (affiliation) WHERE affiliation <> '';

-- Since when a registration has each of its days: the passes of that date may cover it for good.
CREATE TABLE registration_day (
    registration INTEGER NOT NULL REFERENCES registration (id),
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 16),
    since_ms INTEGER NOT NULL,
    since_version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (registration, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE registration_add_on (
    registration INTEGER NOT NULL REFERENCES registration (id),
    add_on TEXT NOT NULL,
    -- The definition that was in force when it was chosen.
    version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (registration, add_on)
) STRICT, WITHOUT ROWID;

-- What the event's rule kept when something was given back, with its taxes, which are those of that definition.
CREATE TABLE retained (
    registration INTEGER NOT NULL REFERENCES registration (id),
    version INTEGER NOT NULL REFERENCES event_definition (version),
    cents INTEGER NOT NULL CHECK (cents > 0),
    PRIMARY KEY (registration, version)
) STRICT, WITHOUT ROWID;

-- What happened to a registration, in the order in which it happened; no personal data.
CREATE TABLE registration_history (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- A digest of what it vouches for: of a document that was issued, of what a correction put in the place of what.
    vouches BLOB CHECK (length(vouches) = 32),
    -- SHA-256 of the hash of the row before it and all that this one says.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX registration_history_of ON registration_history (registration, id);

-- What a correction put in the place of what. These are personal data: they are blanked when the person is erased, those of
-- an answer when the answers to that question are.
CREATE TABLE registration_correction (
    happening INTEGER PRIMARY KEY REFERENCES registration_history (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    -- Random; goes with the two, so that nobody can find out by guessing what the digest in the history stands for.
    salt BLOB CHECK (salt IS NULL OR length(salt) = 32)
) STRICT;

CREATE INDEX registration_correction_of ON registration_correction (registration);

-- People who must not be registered or let in, until somebody takes them off the list; then nothing of them is kept.
CREATE TABLE barred_person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- As it is written, and folded, its words in order; empty where only the address is known.
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    -- In lower case; empty where only the name is known.
    email TEXT NOT NULL,
    -- What staff must know: why, and whom to call.
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    ended_by TEXT,
    CHECK ((ended_ms IS NULL) = (ended_by IS NULL)),
    CHECK ((ended_ms IS NULL) = (name <> '' OR email <> '')),
    CHECK ((ended_ms IS NULL) = (note <> ''))
) STRICT;

CREATE INDEX barred_person_name ON barred_person (folded) WHERE folded <> '';
CREATE INDEX barred_person_email ON barred_person (email) WHERE email <> '';

-- How many seats are taken of each day (day:1) and add-on (add-on:dinner), those that are offered to somebody among them.
CREATE TABLE place (
    id TEXT PRIMARY KEY,
    taken INTEGER NOT NULL CHECK (taken >= 0)
) STRICT, WITHOUT ROWID;

-- Who waits for a place, the first come first.
CREATE TABLE waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    place TEXT NOT NULL REFERENCES place (id),
    since_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    outcome TEXT REFERENCES waiting_outcome (word),
    -- Since when, and until when, a seat is held for them: an offer, which is charged when it is accepted.
    offered_ms INTEGER,
    until_ms INTEGER,
    CHECK ((ended_ms IS NULL) = (outcome IS NULL)),
    CHECK ((offered_ms IS NULL) = (until_ms IS NULL))
) STRICT;

CREATE UNIQUE INDEX waiting_once ON waiting (registration, place) WHERE ended_ms IS NULL;
CREATE INDEX waiting_offered ON waiting (until_ms) WHERE ended_ms IS NULL AND until_ms IS NOT NULL;
CREATE INDEX waiting_for ON waiting (place, id) WHERE ended_ms IS NULL;

CREATE TRIGGER registration_is_kept BEFORE DELETE ON registration
BEGIN SELECT RAISE(ABORT, 'a registration is cancelled, not deleted'); END;
CREATE TRIGGER registration_history_is_kept BEFORE DELETE ON registration_history
BEGIN SELECT RAISE(ABORT, 'registration_history is append-only'); END;
CREATE TRIGGER registration_history_is_fixed BEFORE UPDATE ON registration_history
BEGIN SELECT RAISE(ABORT, 'registration_history is append-only'); END;
CREATE TRIGGER registration_correction_is_kept BEFORE DELETE ON registration_correction
BEGIN SELECT RAISE(ABORT, 'a correction is blanked, not deleted'); END;
CREATE TRIGGER registration_correction_is_fixed BEFORE UPDATE ON registration_correction
WHEN NEW.happening <> OLD.happening OR NEW.registration <> OLD.registration OR NEW.before <> '' OR NEW.after <> ''
    OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a correction is blanked, not changed'); END;
CREATE TRIGGER barred_person_is_kept BEFORE DELETE ON barred_person
BEGIN SELECT RAISE(ABORT, 'a barred person is taken off the list, not deleted'); END;
CREATE TRIGGER barred_person_is_fixed BEFORE UPDATE ON barred_person
WHEN OLD.ended_ms IS NOT NULL OR NEW.ended_ms IS NULL OR NEW.id <> OLD.id OR NEW.at_ms <> OLD.at_ms
    OR NEW.author <> OLD.author
BEGIN SELECT RAISE(ABORT, 'a barred person is taken off the list once'); END;

-- Several people whom one of them registered and pays for; with whom the invoice is made out to, blank where that is the payer.
CREATE TABLE party (
    payer INTEGER PRIMARY KEY REFERENCES registration (id),
    bill_to TEXT NOT NULL,
    address TEXT NOT NULL,
    tax_number TEXT NOT NULL,
    order_number TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- The others of a party.
CREATE TABLE party_member (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    party INTEGER NOT NULL REFERENCES party (payer),
    CHECK (registration <> party)
) STRICT;

CREATE INDEX party_member_of ON party_member (party);

-- Who has to confirm their address by the link that was mailed there; until then their seats are held, and released afterwards.
CREATE TABLE address_confirmation (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    until_ms INTEGER NOT NULL,
    confirmed_ms INTEGER,
    released_ms INTEGER,
    CHECK (confirmed_ms IS NULL OR released_ms IS NULL)
) STRICT;

CREATE INDEX address_confirmation_open ON address_confirmation (until_ms)
WHERE confirmed_ms IS NULL AND released_ms IS NULL;

-- So many places of a category for those who have the code: a sponsor's people, speakers.
CREATE TABLE allotment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    category TEXT NOT NULL CHECK (length(category) > 0),
    places INTEGER NOT NULL CHECK (places BETWEEN 1 AND 1000),
    -- Whom it is for.
    note TEXT NOT NULL,
    until_ms INTEGER,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT;

-- Who came in by it; of these, registrations that stand count.
CREATE TABLE allotment_use (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    allotment INTEGER NOT NULL REFERENCES allotment (id)
) STRICT;

CREATE INDEX allotment_use_of ON allotment_use (allotment);

-- Who chose a category that an organizer has to approve, and what became of it.
CREATE TABLE approval (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    asked_ms INTEGER NOT NULL,
    approved INTEGER CHECK (approved IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    decided_ms INTEGER,
    CHECK ((approved IS NULL) = (decided_ms IS NULL))
) STRICT;

CREATE INDEX approval_open ON approval (asked_ms) WHERE approved IS NULL;

-- What somebody handed in as a proof, until it is judged.
CREATE TABLE approval_proof (
    registration INTEGER PRIMARY KEY REFERENCES approval (registration),
    type TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/png', 'image/jpeg')),
    content BLOB NOT NULL CHECK (length(content) BETWEEN 1 AND 2097152),
    at_ms INTEGER NOT NULL
) STRICT;

-- Who consented for somebody who is not of age; blank once that one was erased.
CREATE TABLE guardian (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER allotment_is_kept BEFORE DELETE ON allotment
BEGIN SELECT RAISE(ABORT, 'an allotment is ended, not deleted'); END;
CREATE TRIGGER allotment_is_fixed BEFORE UPDATE ON allotment
WHEN OLD.ended_ms IS NOT NULL OR NEW.ended_ms IS NULL OR NEW.id <> OLD.id OR NEW.code <> OLD.code
    OR NEW.category <> OLD.category OR NEW.places <> OLD.places OR NEW.at_ms <> OLD.at_ms
BEGIN SELECT RAISE(ABORT, 'an allotment is ended once, and not changed'); END;
CREATE TRIGGER allotment_use_is_kept BEFORE DELETE ON allotment_use
BEGIN SELECT RAISE(ABORT, 'allotment_use is append-only'); END;
CREATE TRIGGER allotment_use_is_fixed BEFORE UPDATE ON allotment_use
BEGIN SELECT RAISE(ABORT, 'allotment_use is append-only'); END;
CREATE TRIGGER approval_is_kept BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'an approval is kept'); END;
CREATE TRIGGER approval_is_fixed BEFORE UPDATE ON approval
WHEN NEW.registration <> OLD.registration OR NEW.asked_ms <> OLD.asked_ms
    OR (OLD.approved IS NOT NULL AND (NEW.approved IS NOT OLD.approved OR NEW.reason NOT IN (OLD.reason, '–')))
BEGIN SELECT RAISE(ABORT, 'an approval is decided once'); END;
-- A proof goes once it is judged; while it waits, a better one may take its place.
CREATE TRIGGER approval_proof_is_judged AFTER UPDATE OF approved ON approval
BEGIN DELETE FROM approval_proof WHERE registration = NEW.registration; END;
CREATE TRIGGER guardian_is_kept BEFORE DELETE ON guardian
BEGIN SELECT RAISE(ABORT, 'a guardian is blanked, not deleted'); END;
CREATE TRIGGER guardian_is_fixed BEFORE UPDATE ON guardian
WHEN NEW.registration <> OLD.registration OR NEW.at_ms <> OLD.at_ms OR NEW.name <> '' OR NEW.email <> ''
BEGIN SELECT RAISE(ABORT, 'a guardian is blanked, not changed'); END;

CREATE TRIGGER party_is_kept BEFORE DELETE ON party
BEGIN SELECT RAISE(ABORT, 'a party is kept'); END;
CREATE TRIGGER party_is_fixed BEFORE UPDATE ON party
WHEN NEW.payer <> OLD.payer OR NEW.at_ms <> OLD.at_ms OR NEW.bill_to <> '' OR NEW.address <> '' OR NEW.tax_number <> ''
    OR NEW.order_number <> ''
BEGIN SELECT RAISE(ABORT, 'a party is blanked, not changed'); END;
CREATE TRIGGER party_member_is_kept BEFORE DELETE ON party_member
BEGIN SELECT RAISE(ABORT, 'party_member is append-only'); END;
CREATE TRIGGER party_member_is_fixed BEFORE UPDATE ON party_member
BEGIN SELECT RAISE(ABORT, 'party_member is append-only'); END;
CREATE TRIGGER address_confirmation_is_kept BEFORE DELETE ON address_confirmation
BEGIN SELECT RAISE(ABORT, 'address_confirmation is kept'); END;
CREATE TRIGGER address_confirmation_is_fixed BEFORE UPDATE ON address_confirmation
WHEN NEW.registration <> OLD.registration OR NEW.until_ms <> OLD.until_ms OR OLD.confirmed_ms IS NOT NULL
    OR OLD.released_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an address is confirmed or released once'); END;
-- Whom an invoice is made out to may be a person.
CREATE TRIGGER party_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    UPDATE party SET bill_to = '', address = '', tax_number = '', order_number = '' WHERE payer = NEW.id;
    DELETE FROM approval_proof WHERE registration = NEW.id;
    UPDATE approval SET reason = '–' WHERE registration = NEW.id AND reason <> '';
    UPDATE guardian SET name = '', email = '' WHERE registration = NEW.id;
END;

-- A place has its row from the first who waits for it, as from the first who has it.
CREATE TRIGGER waiting_has_a_place BEFORE INSERT ON waiting
BEGIN INSERT INTO place (id, taken) SELECT NEW.place, 0 WHERE NOT EXISTS (SELECT 1 FROM place WHERE id = NEW.place); END;
CREATE TRIGGER waiting_is_kept BEFORE DELETE ON waiting
BEGIN SELECT RAISE(ABORT, 'waiting ends, it is not deleted'); END;

-- ======================================================================================================= exhibitors

-- Whose badge was read at whose booth, and when first. It tells the exhibitor nothing; the person finds it on their own page.
CREATE TABLE exhibitor_visit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exhibitor TEXT NOT NULL CHECK (length(exhibitor) BETWEEN 1 AND 63),
    registration INTEGER NOT NULL REFERENCES registration (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    UNIQUE (exhibitor, registration)
) STRICT;

CREATE INDEX exhibitor_visit_of ON exhibitor_visit (registration);

-- What somebody agreed to give an exhibitor: words with commas between them. The row stays when it was taken back: it says what
-- was agreed, when, and where.
CREATE TABLE exhibitor_consent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exhibitor TEXT NOT NULL CHECK (length(exhibitor) BETWEEN 1 AND 63),
    registration INTEGER NOT NULL REFERENCES registration (id),
    fields TEXT NOT NULL CHECK (length(fields) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    ended_by TEXT,
    CHECK ((ended_ms IS NULL) = (ended_by IS NULL))
) STRICT;

-- One that stands, for each person and exhibitor.
CREATE UNIQUE INDEX exhibitor_consent_standing ON exhibitor_consent (exhibitor, registration) WHERE ended_ms IS NULL;
CREATE INDEX exhibitor_consent_of ON exhibitor_consent (registration);

CREATE TRIGGER exhibitor_visit_is_fixed BEFORE UPDATE ON exhibitor_visit
WHEN NEW.id <> OLD.id OR NEW.exhibitor <> OLD.exhibitor OR NEW.at_ms <> OLD.at_ms OR NEW.author <> OLD.author
BEGIN SELECT RAISE(ABORT, 'a visit is moved to the record that is kept, not changed'); END;
CREATE TRIGGER exhibitor_consent_is_kept BEFORE DELETE ON exhibitor_consent
BEGIN SELECT RAISE(ABORT, 'a consent ends, it is not deleted'); END;
CREATE TRIGGER exhibitor_consent_is_fixed BEFORE UPDATE ON exhibitor_consent
WHEN OLD.ended_ms IS NOT NULL OR NEW.ended_ms IS NULL OR NEW.id <> OLD.id OR NEW.exhibitor <> OLD.exhibitor
    OR NEW.registration <> OLD.registration OR NEW.fields <> OLD.fields OR NEW.at_ms <> OLD.at_ms
    OR NEW.author <> OLD.author
BEGIN SELECT RAISE(ABORT, 'a consent ends once, and is not changed'); END;

-- =========================================================================================================== search
-- Which registrations changed what they are found by, in the order in which they last did: the index that every process
-- keeps in memory reads on from the last change it knows. It holds one row for each registration, and is derived, no history.

CREATE TABLE registration_search_change (
    -- A number is never given again, so that no process takes a later change for one that it knows.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL UNIQUE REFERENCES registration (id)
) STRICT;

CREATE TRIGGER registration_is_searchable AFTER INSERT ON registration
BEGIN INSERT OR REPLACE INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_stays_searchable AFTER UPDATE OF search ON registration
WHEN NEW.search <> OLD.search
BEGIN INSERT OR REPLACE INTO registration_search_change (registration) VALUES (NEW.id); END;

-- ========================================================================================================== journal
-- Double entry: a debit is positive, a credit negative; the postings of an entry sum to zero.

CREATE TABLE journal_entry (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    kind TEXT NOT NULL REFERENCES journal_kind (word),
    -- Null for an entry of a till and for one that a treasurer made: they belong to no registration.
    registration INTEGER REFERENCES registration (id),
    -- The entry that this one corrects.
    corrects INTEGER REFERENCES journal_entry (number) CHECK (corrects < number),
    -- The shift that an entry of a till belongs to.
    till INTEGER REFERENCES till (id),
    -- The key of the request that wrote it. No foreign key: the request's row comes last in the transaction, and would then
    -- be looked for among all entries. The audit looks instead.
    request TEXT NOT NULL,
    -- What people wrote; empty once the person was erased, and then the salt is gone as well.
    memo TEXT NOT NULL,
    memo_salt BLOB CHECK (length(memo_salt) = 32),
    memo_sha256 BLOB NOT NULL CHECK (length(memo_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- When the bank moved the money, as 2015-02-03; null for money that changed hands.
    valued TEXT CHECK (length(valued) = 10),
    previous_hash BLOB NOT NULL UNIQUE CHECK (length(previous_hash) = 32),
    -- SHA-256 of previous_hash and all that this entry says: its postings, charge lines, taxes and payment, too, and of
    -- the memo its digest.
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    -- What corrects an entry of a treasurer belongs to no registration either.
    CHECK (kind = 'correction' OR (registration IS NULL) = (kind IN ('till', 'manual'))),
    CHECK ((till IS NOT NULL) = (kind = 'till')),
    CHECK ((corrects IS NOT NULL) = (kind = 'correction'))
) STRICT;

CREATE INDEX journal_entry_of ON journal_entry (registration, number);
-- What was corrected once is not corrected again.
CREATE UNIQUE INDEX journal_entry_corrects ON journal_entry (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE posting (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    account TEXT NOT NULL CHECK (length(account) > 0),
    cents INTEGER NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX posting_account ON posting (account, entry, cents);

-- What a charge or credit was for, in listed prices: passes, add-ons, and what makes them cheaper. What is given back
-- names the definition under which it was charged, whatever is in force by then.
CREATE TABLE charge_line (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    kind TEXT NOT NULL REFERENCES charge_kind (word),
    item TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    -- The definition whose taxes go with it.
    version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;

-- The taxes of a charge or credit, by the component of a definition's plan.
CREATE TABLE charge_tax (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    component TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES event_definition (version),
    cents INTEGER NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;

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

-- What was waived; it counts until a correction names the entry that waived it. Where a transfer moves no money, the
-- waiver counts for the successor under the entry that it had.
CREATE TABLE waiver (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- In listed prices.
    cents INTEGER NOT NULL CHECK (cents > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    PRIMARY KEY (registration, entry)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_entry_is_kept BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END;
CREATE TRIGGER journal_entry_is_fixed BEFORE UPDATE ON journal_entry
WHEN NEW.memo <> '' OR NEW.memo_salt IS NOT NULL OR NEW.memo_sha256 <> OLD.memo_sha256 OR NEW.number <> OLD.number
    OR NEW.kind <> OLD.kind OR NEW.registration IS NOT OLD.registration OR NEW.corrects IS NOT OLD.corrects
    OR NEW.till IS NOT OLD.till OR NEW.request <> OLD.request OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin
    OR NEW.at_ms <> OLD.at_ms OR NEW.valued IS NOT OLD.valued OR NEW.previous_hash <> OLD.previous_hash
    OR NEW.hash <> OLD.hash
BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END;
CREATE TRIGGER posting_is_kept BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append-only'); END;
CREATE TRIGGER posting_is_fixed BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'posting is append-only'); END;
CREATE TRIGGER charge_line_is_kept BEFORE DELETE ON charge_line
BEGIN SELECT RAISE(ABORT, 'charge_line is append-only'); END;
CREATE TRIGGER charge_line_is_fixed BEFORE UPDATE ON charge_line
BEGIN SELECT RAISE(ABORT, 'charge_line is append-only'); END;
CREATE TRIGGER charge_tax_is_kept BEFORE DELETE ON charge_tax
BEGIN SELECT RAISE(ABORT, 'charge_tax is append-only'); END;
CREATE TRIGGER charge_tax_is_fixed BEFORE UPDATE ON charge_tax
BEGIN SELECT RAISE(ABORT, 'charge_tax is append-only'); END;
CREATE TRIGGER voucher_use_is_kept BEFORE DELETE ON voucher_use
BEGIN SELECT RAISE(ABORT, 'a voucher is released, not deleted'); END;
CREATE TRIGGER waiver_is_kept BEFORE DELETE ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;
CREATE TRIGGER waiver_is_fixed BEFORE UPDATE OF entry, registration, cents ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;
CREATE TRIGGER waiver_reason_is_fixed BEFORE UPDATE OF reason ON waiver WHEN NEW.reason <> '–'
BEGIN SELECT RAISE(ABORT, 'waiver is append-only'); END;

-- =============================================================================================== tills and payments

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
-- A till is asked for by the name of its drawer: the last of its shifts.
CREATE INDEX till_named ON till (name, id);

-- Money that came in or went out: the particulars of an entry.
CREATE TABLE payment (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    method TEXT NOT NULL REFERENCES payment_method (word),
    -- Negative where it went out; nothing where what was open is less than the smallest coin and was rounded off.
    cents INTEGER NOT NULL,
    -- What was handed over in cash.
    tendered_cents INTEGER CHECK (tendered_cents >= cents),
    -- By how much less was paid than was settled, because there is no smaller coin.
    rounding_cents INTEGER NOT NULL,
    till INTEGER REFERENCES till (id),
    CHECK (cents <> 0 OR rounding_cents <> 0)
) STRICT;

-- Cash that was taken from an open till to the safe: the particulars of an entry.
CREATE TABLE till_drop (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    till INTEGER NOT NULL REFERENCES till (id),
    cents INTEGER NOT NULL CHECK (cents > 0)
) STRICT;

CREATE INDEX till_drop_of ON till_drop (till);

CREATE TRIGGER till_drop_is_kept BEFORE DELETE ON till_drop
BEGIN SELECT RAISE(ABORT, 'till_drop is append-only'); END;
CREATE TRIGGER till_drop_is_fixed BEFORE UPDATE ON till_drop
BEGIN SELECT RAISE(ABORT, 'till_drop is append-only'); END;

CREATE INDEX payment_till ON payment (till, entry) WHERE till IS NOT NULL;
CREATE INDEX payment_of ON payment (registration, entry);

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

-- ================================================================================================== bank statements

-- A file of a bank that brought something new.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    form TEXT NOT NULL REFERENCES statement_form (word),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What came in, and what came back; whatever else an account moves is not kept. The words of the bank go when the person whose
-- line it is is erased; what tells the transfer from others stays.
CREATE TABLE statement_line (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    statement INTEGER NOT NULL REFERENCES statement (id),
    -- Line of the file, from 1.
    line INTEGER NOT NULL CHECK (line >= 1),
    -- When the bank booked it, as 2015-02-03.
    dated TEXT NOT NULL CHECK (length(dated) = 10),
    -- Negative where a payment came back.
    cents INTEGER NOT NULL CHECK (cents <> 0),
    -- The bank's own number of it; empty where there is none.
    bank_reference TEXT NOT NULL,
    -- SHA-256 of the bank's words, folded.
    words_sha256 BLOB NOT NULL CHECK (length(words_sha256) = 32),
    -- The one registration whose code stands in it.
    registration INTEGER REFERENCES registration (id),
    counterparty TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX statement_line_moved ON statement_line (dated, cents);
CREATE INDEX statement_line_reference ON statement_line (bank_reference) WHERE bank_reference <> '';
CREATE INDEX statement_line_of ON statement_line (registration) WHERE registration IS NOT NULL;
CREATE INDEX statement_line_from ON statement_line (counterparty, cents) WHERE counterparty <> '';

-- How a line was settled, by a program or by hand; the last one counts, and a line without one waits.
CREATE TABLE statement_settlement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line INTEGER NOT NULL REFERENCES statement_line (id),
    outcome TEXT NOT NULL REFERENCES statement_outcome (word),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX statement_settlement_of ON statement_settlement (line, id);

-- The entries that a settlement made: a payment for each person, or the correction of one.
CREATE TABLE statement_share (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    settlement INTEGER NOT NULL REFERENCES statement_settlement (id)
) STRICT;

CREATE INDEX statement_share_of ON statement_share (settlement);

CREATE TRIGGER statement_is_kept BEFORE DELETE ON statement
BEGIN SELECT RAISE(ABORT, 'statement is append-only'); END;
CREATE TRIGGER statement_is_fixed BEFORE UPDATE ON statement
BEGIN SELECT RAISE(ABORT, 'statement is append-only'); END;
CREATE TRIGGER statement_line_is_kept BEFORE DELETE ON statement_line
BEGIN SELECT RAISE(ABORT, 'statement_line is append-only'); END;
CREATE TRIGGER statement_line_is_fixed BEFORE UPDATE ON statement_line
WHEN NEW.id <> OLD.id OR NEW.statement <> OLD.statement OR NEW.line <> OLD.line OR NEW.dated <> OLD.dated
    OR NEW.cents <> OLD.cents OR NEW.bank_reference <> OLD.bank_reference OR NEW.words_sha256 <> OLD.words_sha256
    OR NEW.registration IS NOT OLD.registration OR NEW.words <> '' OR NEW.counterparty <> ''
BEGIN SELECT RAISE(ABORT, 'the words of a statement''s line are blanked, nothing else changes'); END;
CREATE TRIGGER statement_settlement_is_kept BEFORE DELETE ON statement_settlement
BEGIN SELECT RAISE(ABORT, 'statement_settlement is append-only'); END;
CREATE TRIGGER statement_settlement_is_fixed BEFORE UPDATE ON statement_settlement
BEGIN SELECT RAISE(ABORT, 'statement_settlement is append-only'); END;
CREATE TRIGGER statement_share_is_kept BEFORE DELETE ON statement_share
BEGIN SELECT RAISE(ABORT, 'statement_share is append-only'); END;
CREATE TRIGGER statement_share_is_fixed BEFORE UPDATE ON statement_share
BEGIN SELECT RAISE(ABORT, 'statement_share is append-only'); END;

-- ================================================================================================== online payments
-- Money that comes through a provider is a line of a statement of the form 'online', and waits as one where it is not clear.

-- A payment that somebody began. The provider knows it by its reference, which says which event it is of, and else is random.
CREATE TABLE checkout (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    provider TEXT NOT NULL REFERENCES payment_provider (word),
    reference TEXT NOT NULL UNIQUE CHECK (length(reference) = 43),
    cents INTEGER NOT NULL CHECK (cents > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- The provider's page is open until then.
    expires_ms INTEGER NOT NULL CHECK (expires_ms > at_ms),
    -- The provider's own number of it, once it has answered.
    session TEXT UNIQUE CHECK (length(session) BETWEEN 1 AND 255),
    state TEXT NOT NULL DEFAULT 'begun' REFERENCES checkout_state (word),
    -- The provider is asked then what became of it; null once that is known.
    poll_ms INTEGER,
    CHECK (poll_ms IS NULL OR state IN ('begun', 'pending'))
) STRICT;

-- Of a payment for several people what is whose; none for one that is for the person alone who began it.
CREATE TABLE checkout_share (
    checkout INTEGER NOT NULL REFERENCES checkout (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    cents INTEGER NOT NULL CHECK (cents > 0),
    PRIMARY KEY (checkout, registration)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER checkout_share_is_kept BEFORE DELETE ON checkout_share
BEGIN SELECT RAISE(ABORT, 'checkout_share is append-only'); END;
CREATE TRIGGER checkout_share_is_fixed BEFORE UPDATE ON checkout_share
BEGIN SELECT RAISE(ABORT, 'checkout_share is append-only'); END;

CREATE INDEX checkout_of ON checkout (registration, id);
CREATE INDEX checkout_poll ON checkout (poll_ms) WHERE poll_ms IS NOT NULL;

-- What a provider said of money that came in, or went back without us: each of its numbers once.
CREATE TABLE online_payment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    provider TEXT NOT NULL REFERENCES payment_provider (word),
    number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 255),
    line INTEGER NOT NULL UNIQUE REFERENCES statement_line (id),
    checkout INTEGER REFERENCES checkout (id),
    -- For money that went back: the payment that it was of.
    gives_back INTEGER REFERENCES online_payment (id),
    -- Why it was not booked at once: a word; empty where it was.
    because TEXT NOT NULL,
    UNIQUE (provider, number)
) STRICT;

CREATE INDEX online_payment_of ON online_payment (checkout) WHERE checkout IS NOT NULL;
CREATE INDEX online_payment_back ON online_payment (gives_back) WHERE gives_back IS NOT NULL;

-- What goes back the way it came, written in the transaction of the refund and handed over afterwards.
CREATE TABLE online_refund (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    payment INTEGER NOT NULL REFERENCES online_payment (id),
    -- Whose part of the payment it gives back: a payment may be for several people.
    holder INTEGER NOT NULL REFERENCES registration (id),
    cents INTEGER NOT NULL CHECK (cents > 0),
    -- What the provider knows the order by, however often it is sent: random.
    reference TEXT NOT NULL UNIQUE CHECK (length(reference) = 43),
    at_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' REFERENCES online_refund_state (word),
    -- Orders are numbered, since the provider repeats what it answered to one.
    attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt >= 1),
    -- The provider's own number of it, once it has answered.
    number TEXT UNIQUE CHECK (length(number) BETWEEN 1 AND 255),
    due_ms INTEGER NOT NULL,
    deferrals INTEGER NOT NULL DEFAULT 0 CHECK (deferrals >= 0),
    -- What the provider said that kept it from going: a code of ours or a word of theirs.
    because TEXT CHECK (length(because) > 0)
) STRICT;

CREATE INDEX online_refund_due ON online_refund (due_ms, id) WHERE state = 'waiting';
CREATE INDEX online_refund_entry ON online_refund (entry);
CREATE INDEX online_refund_of ON online_refund (payment);

-- What a provider paid out to the bank, and the entry that books it with its fees.
CREATE TABLE online_payout (
    provider TEXT NOT NULL REFERENCES payment_provider (word),
    number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 255),
    entry INTEGER NOT NULL UNIQUE REFERENCES journal_entry (number),
    PRIMARY KEY (provider, number)
) STRICT, WITHOUT ROWID;

-- What last kept us from talking to the provider; overwritten each time. Nothing while we do.
CREATE TABLE provider_trouble (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (length(code) > 0),
    reply TEXT NOT NULL
) STRICT;

CREATE TRIGGER checkout_is_kept BEFORE DELETE ON checkout
BEGIN SELECT RAISE(ABORT, 'a checkout is kept'); END;
CREATE TRIGGER checkout_is_fixed BEFORE UPDATE ON checkout
WHEN NEW.id <> OLD.id OR NEW.registration <> OLD.registration OR NEW.provider <> OLD.provider
    OR NEW.reference <> OLD.reference OR NEW.cents <> OLD.cents OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin
    OR NEW.at_ms <> OLD.at_ms OR NEW.expires_ms <> OLD.expires_ms
    OR (OLD.session IS NOT NULL AND NEW.session IS NOT OLD.session) OR (OLD.state = 'paid' AND NEW.state <> 'paid')
BEGIN SELECT RAISE(ABORT, 'what a checkout is for is fixed, and what was paid was paid'); END;
CREATE TRIGGER online_payment_is_kept BEFORE DELETE ON online_payment
BEGIN SELECT RAISE(ABORT, 'online_payment is append-only'); END;
CREATE TRIGGER online_payment_is_fixed BEFORE UPDATE ON online_payment
BEGIN SELECT RAISE(ABORT, 'online_payment is append-only'); END;
CREATE TRIGGER online_refund_is_kept BEFORE DELETE ON online_refund
BEGIN SELECT RAISE(ABORT, 'an order is cancelled, not deleted'); END;
CREATE TRIGGER online_refund_is_fixed BEFORE UPDATE ON online_refund
WHEN NEW.id <> OLD.id OR NEW.entry <> OLD.entry OR NEW.payment <> OLD.payment OR NEW.holder <> OLD.holder
    OR NEW.cents <> OLD.cents OR NEW.reference <> OLD.reference OR NEW.at_ms <> OLD.at_ms
BEGIN SELECT RAISE(ABORT, 'what goes back and for what is fixed'); END;
CREATE TRIGGER online_payout_is_kept BEFORE DELETE ON online_payout
BEGIN SELECT RAISE(ABORT, 'online_payout is append-only'); END;
CREATE TRIGGER online_payout_is_fixed BEFORE UPDATE ON online_payout
BEGIN SELECT RAISE(ABORT, 'online_payout is append-only'); END;

-- ========================================================================================================== periods

-- Books that were closed: nothing is booked before that time any more. The anchor is what was printed and kept
-- elsewhere: it says how the chains of the journal, of histories and of requests ended, signed by the event's key.
CREATE TABLE period (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    -- The last date of it.
    until TEXT NOT NULL UNIQUE CHECK (length(until) = 10),
    -- The first moment that is open again.
    end_ms INTEGER NOT NULL UNIQUE,
    anchor TEXT NOT NULL CHECK (length(anchor) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER period_is_kept BEFORE DELETE ON period
BEGIN SELECT RAISE(ABORT, 'period is append-only'); END;
CREATE TRIGGER period_is_fixed BEFORE UPDATE ON period
BEGIN SELECT RAISE(ABORT, 'period is append-only'); END;

-- What a card terminal says it took on a date, as a person read it; the last row of a date and a terminal counts.
CREATE TABLE terminal_total (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    dated TEXT NOT NULL CHECK (length(dated) = 10),
    terminal TEXT NOT NULL CHECK (length(terminal) BETWEEN 1 AND 63),
    -- What it gave back taken off.
    cents INTEGER NOT NULL,
    -- Why it is not what the books say; empty where nobody said.
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX terminal_total_of ON terminal_total (dated, terminal, number);

-- What stands beside the journal, sealed: rows of a table that were written together, with a digest of all they say.
CREATE TABLE seal (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    -- The table.
    subject TEXT NOT NULL CHECK (length(subject) > 0),
    first INTEGER NOT NULL CHECK (first >= 1),
    last INTEGER NOT NULL CHECK (last >= first),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    -- SHA-256 of the hash of the seal before it and all that this one says.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE UNIQUE INDEX seal_of ON seal (subject, last);

CREATE TRIGGER terminal_total_is_kept BEFORE DELETE ON terminal_total
BEGIN SELECT RAISE(ABORT, 'terminal_total is append-only'); END;
CREATE TRIGGER terminal_total_is_fixed BEFORE UPDATE ON terminal_total
BEGIN SELECT RAISE(ABORT, 'terminal_total is append-only'); END;
CREATE TRIGGER seal_is_kept BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_is_fixed BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;

-- ======================================================================================================== documents

-- Invoices, receipts and credit notes, numbered without gaps; what stands on one never changes.
CREATE TABLE document (
    kind TEXT NOT NULL REFERENCES document_kind (word),
    number INTEGER NOT NULL CHECK (number >= 1),
    -- Null for a document about several people, who stand in document_person.
    registration INTEGER REFERENCES registration (id),
    -- What goes into the transfer for an invoice about several people.
    code TEXT UNIQUE CHECK (length(code) = 7),
    figures TEXT NOT NULL CHECK (json_valid(figures)),
    -- Whom it is for and who sells, as it says on the paper; null once it need not be kept of somebody who was erased.
    recipient TEXT CHECK (recipient IS NULL OR json_valid(recipient)),
    -- Random; goes with the recipient, so that nobody can find out by guessing what the digest stands for.
    salt BLOB CHECK (salt IS NULL OR length(salt) = 32),
    recipient_sha256 BLOB NOT NULL CHECK (length(recipient_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_of ON document (registration, at_ms);

-- The people of a document that is about several, with what it says of each.
CREATE TABLE document_person (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    line INTEGER NOT NULL CHECK (line >= 1),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Null once it need not be kept of somebody who was erased; the salt goes with it.
    face TEXT CHECK (face IS NULL OR json_valid(face)),
    salt BLOB CHECK (salt IS NULL OR length(salt) = 32),
    face_sha256 BLOB NOT NULL CHECK (length(face_sha256) = 32),
    PRIMARY KEY (kind, number, line),
    FOREIGN KEY (kind, number) REFERENCES document (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_person_of ON document_person (registration);

-- The entries that a document is about; each is on one document.
CREATE TABLE document_entry (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    FOREIGN KEY (kind, number) REFERENCES document (kind, number)
) STRICT;

CREATE INDEX document_entry_of ON document_entry (kind, number);

CREATE TRIGGER document_is_kept BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_is_fixed BEFORE UPDATE ON document
WHEN NEW.recipient IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number
    OR NEW.registration IS NOT OLD.registration OR NEW.code IS NOT OLD.code OR NEW.figures <> OLD.figures
    OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin OR NEW.at_ms <> OLD.at_ms
    OR NEW.recipient_sha256 <> OLD.recipient_sha256
BEGIN SELECT RAISE(ABORT, 'document is append-only'); END;
CREATE TRIGGER document_person_is_kept BEFORE DELETE ON document_person
BEGIN SELECT RAISE(ABORT, 'document_person is append-only'); END;
CREATE TRIGGER document_person_is_fixed BEFORE UPDATE ON document_person
WHEN NEW.face IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number
    OR NEW.line <> OLD.line OR NEW.registration <> OLD.registration OR NEW.face_sha256 <> OLD.face_sha256
BEGIN SELECT RAISE(ABORT, 'document_person is append-only'); END;
CREATE TRIGGER document_entry_is_kept BEFORE DELETE ON document_entry
BEGIN SELECT RAISE(ABORT, 'document_entry is append-only'); END;
CREATE TRIGGER document_entry_is_fixed BEFORE UPDATE ON document_entry
BEGIN SELECT RAISE(ABORT, 'document_entry is append-only'); END;

-- The drawings by which letters were issued, as they were then: printed again, a letter is the same paper.
CREATE TABLE letter_template (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    name TEXT NOT NULL,
    svg BLOB NOT NULL
) STRICT;

-- Letters and certificates, each kind of the event's description with numbers of its own, without gaps.
CREATE TABLE letter (
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
    number INTEGER NOT NULL CHECK (number >= 1),
    registration INTEGER NOT NULL REFERENCES registration (id),
    template BLOB NOT NULL REFERENCES letter_template (sha256),
    -- The questions whose answers it shows: a JSON list.
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    -- All that it says; null once the person was erased, or the answers that it shows.
    paper TEXT CHECK (paper IS NULL OR json_valid(paper)),
    -- Random; goes with the paper, so that nobody can find out by guessing what the digest stands for.
    salt BLOB CHECK ((salt IS NULL) = (paper IS NULL) AND (salt IS NULL OR length(salt) = 32)),
    paper_sha256 BLOB NOT NULL CHECK (length(paper_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_of ON letter (registration, kind, number);

CREATE TRIGGER letter_template_is_kept BEFORE DELETE ON letter_template
BEGIN SELECT RAISE(ABORT, 'letter_template is append-only'); END;
CREATE TRIGGER letter_template_is_fixed BEFORE UPDATE ON letter_template
BEGIN SELECT RAISE(ABORT, 'letter_template is append-only'); END;
CREATE TRIGGER letter_is_kept BEFORE DELETE ON letter
BEGIN SELECT RAISE(ABORT, 'letter is append-only'); END;
CREATE TRIGGER letter_is_fixed BEFORE UPDATE ON letter
WHEN NEW.paper IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number
    OR NEW.registration <> OLD.registration OR NEW.template <> OLD.template OR NEW.questions <> OLD.questions
    OR NEW.paper_sha256 <> OLD.paper_sha256 OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin
    OR NEW.at_ms <> OLD.at_ms
BEGIN SELECT RAISE(ABORT, 'letter is append-only'); END;

-- =========================================================================================================== badges

-- The n-th badge of a registration; issue 0 is the e-ticket. A later issue revokes all earlier ones but the e-ticket.
CREATE TABLE badge_issue (
    registration INTEGER NOT NULL REFERENCES registration (id),
    issue INTEGER NOT NULL CHECK (issue BETWEEN 0 AND 65535),
    -- What the QR code carries; online a credential is good if it equals this.
    credential BLOB NOT NULL UNIQUE CHECK (length(credential) = 78),
    signing_key INTEGER NOT NULL REFERENCES signing_key (id),
    -- Why a badge takes the place of another.
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue)
) STRICT, WITHOUT ROWID;

-- Badges that were revoked without another in their place.
CREATE TABLE badge_revocation (
    registration INTEGER NOT NULL,
    issue INTEGER NOT NULL CHECK (issue > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue)
) STRICT, WITHOUT ROWID;

-- Runs of badges to paper: what went where.
CREATE TABLE print_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- First prints; the same issues once more; new issues in the place of others.
    kind TEXT NOT NULL CHECK (kind IN ('print', 'repeat', 'reprint')),
    medium TEXT NOT NULL REFERENCES print_medium (word),
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
    state TEXT NOT NULL REFERENCES print_state (word),
    -- The queue's own number of it.
    queue_number INTEGER,
    -- Why, as keywords separated by blanks.
    reasons TEXT NOT NULL,
    author TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX print_job_state_of ON print_job_state (job, id);

-- Every time an issue went to paper; a copy beyond the first is the same badge again, as after a jam.
CREATE TABLE badge_print (
    registration INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    copy INTEGER NOT NULL CHECK (copy >= 1),
    -- The run that it was printed in, and its place there.
    job INTEGER NOT NULL REFERENCES print_job (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    -- Digests of what the paper says of the person, field by field.
    facts TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue, copy),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue)
) STRICT, WITHOUT ROWID;

CREATE INDEX badge_print_of ON badge_print (job);

-- What people get at the desk: the badge, a shirt, a bag, a dinner ticket. The last row of an item says how it stands.
CREATE TABLE hand_over (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    item TEXT NOT NULL CHECK (length(item) BETWEEN 1 AND 100),
    -- Whether it was handed over; 0 where somebody takes it back.
    handed INTEGER NOT NULL CHECK (handed IN (0, 1)),
    -- Who took it for the person; empty where they came themselves. Blanked when the person is erased.
    collector TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX hand_over_of ON hand_over (registration, item, id);

CREATE TRIGGER badge_issue_has_its_reason BEFORE INSERT ON badge_issue
WHEN NEW.reason = '' AND NEW.issue > 1 AND EXISTS (
    SELECT 1 FROM badge_issue WHERE registration = NEW.registration AND issue BETWEEN 1 AND NEW.issue - 1)
BEGIN SELECT RAISE(ABORT, 'why a badge takes the place of another is written down'); END;
CREATE TRIGGER badge_issue_is_kept BEFORE DELETE ON badge_issue
BEGIN SELECT RAISE(ABORT, 'badge_issue is append-only'); END;
CREATE TRIGGER badge_issue_is_fixed BEFORE UPDATE OF registration, issue, credential, signing_key, author, origin,
    at_ms ON badge_issue
BEGIN SELECT RAISE(ABORT, 'badge_issue is append-only'); END;
CREATE TRIGGER badge_issue_reason_is_fixed BEFORE UPDATE OF reason ON badge_issue WHEN NEW.reason <> '–'
BEGIN SELECT RAISE(ABORT, 'badge_issue is append-only'); END;
CREATE TRIGGER badge_revocation_is_kept BEFORE DELETE ON badge_revocation
BEGIN SELECT RAISE(ABORT, 'badge_revocation is append-only'); END;
CREATE TRIGGER badge_revocation_is_fixed BEFORE UPDATE OF registration, issue, author, origin, at_ms ON
    badge_revocation
BEGIN SELECT RAISE(ABORT, 'badge_revocation is append-only'); END;
CREATE TRIGGER badge_revocation_reason_is_fixed BEFORE UPDATE OF reason ON badge_revocation WHEN NEW.reason <> '–'
BEGIN SELECT RAISE(ABORT, 'badge_revocation is append-only'); END;
CREATE TRIGGER print_job_is_kept BEFORE DELETE ON print_job
BEGIN SELECT RAISE(ABORT, 'print_job is append-only'); END;
CREATE TRIGGER print_job_is_fixed BEFORE UPDATE OF id, kind, medium, target, badges, sheets, author, origin, at_ms ON
    print_job
BEGIN SELECT RAISE(ABORT, 'print_job is append-only'); END;
CREATE TRIGGER print_job_reason_is_fixed BEFORE UPDATE OF reason ON print_job WHEN NEW.reason <> '–'
BEGIN SELECT RAISE(ABORT, 'print_job is append-only'); END;
CREATE TRIGGER print_job_state_is_kept BEFORE DELETE ON print_job_state
BEGIN SELECT RAISE(ABORT, 'print_job_state is append-only'); END;
CREATE TRIGGER print_job_state_is_fixed BEFORE UPDATE ON print_job_state
BEGIN SELECT RAISE(ABORT, 'print_job_state is append-only'); END;
CREATE TRIGGER badge_print_is_kept BEFORE DELETE ON badge_print
BEGIN SELECT RAISE(ABORT, 'badge_print is append-only'); END;
CREATE TRIGGER badge_print_is_fixed BEFORE UPDATE OF registration, issue, copy, job, position, facts, author, origin,
    at_ms ON badge_print
BEGIN SELECT RAISE(ABORT, 'badge_print is append-only'); END;
CREATE TRIGGER badge_print_reason_is_fixed BEFORE UPDATE OF reason ON badge_print WHEN NEW.reason <> '–'
BEGIN SELECT RAISE(ABORT, 'badge_print is append-only'); END;
CREATE TRIGGER hand_over_is_kept BEFORE DELETE ON hand_over
BEGIN SELECT RAISE(ABORT, 'hand_over is append-only'); END;
CREATE TRIGGER hand_over_is_fixed BEFORE UPDATE ON hand_over
WHEN NEW.id <> OLD.id OR NEW.registration <> OLD.registration OR NEW.item <> OLD.item OR NEW.handed <> OLD.handed
    OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin OR NEW.at_ms <> OLD.at_ms OR NEW.collector <> ''
BEGIN SELECT RAISE(ABORT, 'hand_over is append-only'); END;

-- ================================================================================================== gates and scans

-- Every gate that a row names: one that was scanned at or closed, or that a device or a note is tied to. Its rules stand in
-- the event's definition. One that the definition
-- leaves out is closed.
CREATE TABLE gate (
    number INTEGER PRIMARY KEY AUTOINCREMENT CHECK (number BETWEEN 1 AND 4294967295),
    id TEXT NOT NULL UNIQUE,
    closed_ms INTEGER,
    closed_by TEXT,
    closed_because TEXT CHECK (length(closed_because) > 0),
    CHECK ((closed_ms IS NULL) = (closed_by IS NULL) AND (closed_ms IS NULL) = (closed_because IS NULL))
) STRICT;

-- That a gate was opened again, with the closing that this ended.
CREATE TABLE gate_opening (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    gate INTEGER NOT NULL REFERENCES gate (number),
    closed_ms INTEGER NOT NULL,
    closed_by TEXT NOT NULL,
    closed_because TEXT NOT NULL CHECK (length(closed_because) > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Every attempt to pass a gate: what was presented, and what was answered. The door may have answered it alone and
-- sent it later; it may stand for a refusal that staff overrode.
CREATE TABLE scan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    -- The device's own id of the scan.
    nonce TEXT NOT NULL CHECK (length(nonce) BETWEEN 1 AND 201),
    -- SHA-256 of the gate, the direction and what was presented: by it a repeated scan is told from another one.
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    gate INTEGER NOT NULL REFERENCES gate (number),
    direction TEXT NOT NULL CHECK (direction IN ('entry', 'exit')),
    presented TEXT NOT NULL REFERENCES presentation (word),
    -- Null when nobody was found behind what was presented.
    registration INTEGER REFERENCES registration (id),
    -- Null unless a genuine credential was presented.
    issue INTEGER,
    -- By the server's clock; for a door that was alone, its own clock corrected.
    at_ms INTEGER NOT NULL,
    -- As the device's clock said, where it said anything.
    device_ms INTEGER,
    -- The event's day, null outside of all; and minutes since midnight of that day's date, beyond 1440 after midnight.
    day INTEGER CHECK (day BETWEEN 1 AND 16),
    minute INTEGER NOT NULL,
    verdict TEXT NOT NULL REFERENCES verdict (word),
    -- The verdict's particulars.
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    -- The entry that already_admitted names, and the entry that an exit ends; a door that was alone may name none.
    entry_scan INTEGER REFERENCES scan (id),
    -- The refusal in spite of which staff let the person in, why, and who: the device, and the person at it.
    overrides INTEGER REFERENCES scan (id) CHECK (overrides < id),
    because TEXT CHECK (length(because) > 0),
    author TEXT,
    -- The place of the scan among those that the device answered alone; null for one that the server answered.
    sequence INTEGER CHECK (sequence >= 1),
    -- How far the device's clock was ahead of the server's: at_ms is device_ms less this.
    ahead_ms INTEGER,
    -- When it reached the server.
    received_ms INTEGER,
    -- The verdict that the server would have given instead of letting the person in.
    objection TEXT REFERENCES verdict (word) CHECK (objection <> 'admitted'),
    UNIQUE (device, nonce),
    UNIQUE (device, sequence),
    FOREIGN KEY (registration, issue) REFERENCES badge_issue (registration, issue),
    CHECK (verdict <> 'already_admitted' OR entry_scan IS NOT NULL OR sequence IS NOT NULL),
    CHECK ((overrides IS NULL) = (because IS NULL) AND (overrides IS NULL) = (author IS NULL)),
    CHECK ((sequence IS NULL) = (ahead_ms IS NULL) AND (sequence IS NULL) = (received_ms IS NULL)),
    CHECK (sequence IS NULL OR device_ms IS NOT NULL AND at_ms = device_ms - ahead_ms),
    CHECK (objection IS NULL OR sequence IS NOT NULL AND verdict = 'admitted')
) STRICT;

CREATE INDEX scan_of ON scan (registration, id);
CREATE INDEX scan_verdict ON scan (gate, verdict);
CREATE INDEX scan_by ON scan (device, id);
CREATE INDEX scan_objected ON scan (id) WHERE objection IS NOT NULL;
CREATE INDEX scan_passage ON scan (registration, gate, day, id) WHERE verdict = 'admitted';

-- Every entry that was ever counted, and what it counts for now. Which entries stand, and until when, follows from the
-- scans and what was undone: it is worked out again when a late scan arrives or one is undone.
CREATE TABLE admission (
    entry_scan INTEGER PRIMARY KEY REFERENCES scan (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    gate INTEGER NOT NULL REFERENCES gate (number),
    -- The day that the gate counts it for; 0 where it counts once for the whole event, and outside the event's days.
    day INTEGER NOT NULL CHECK (day BETWEEN 0 AND 16),
    closed_ms INTEGER,
    -- The scan that closed it: an exit, or the next entry after the daily closing.
    closing_scan INTEGER UNIQUE REFERENCES scan (id),
    void TEXT REFERENCES admission_void (word),
    -- The earlier entry with which it is in conflict.
    rival INTEGER REFERENCES scan (id),
    CHECK (void IS NOT NULL OR (closed_ms IS NULL) = (closing_scan IS NULL)),
    CHECK (void IS NULL OR closed_ms IS NOT NULL AND closing_scan IS NULL),
    CHECK ((rival IS NOT NULL) = (void IS NOT NULL AND void = 'conflict'))
) STRICT;

CREATE UNIQUE INDEX admission_open ON admission (registration, gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_inside ON admission (gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_of ON admission (registration, gate);
CREATE INDEX admission_counted ON admission (gate, void);
CREATE INDEX admission_conflict ON admission (entry_scan) WHERE void = 'conflict';

-- Scans that were taken back.
CREATE TABLE scan_undo (
    scan INTEGER PRIMARY KEY REFERENCES scan (id),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Conflicts that somebody looked into: the scan by which a second person came in, or which the server objects to.
CREATE TABLE scan_settlement (
    scan INTEGER PRIMARY KEY REFERENCES scan (id),
    note TEXT NOT NULL CHECK (length(note) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Scans of uploads that the device cannot have seen: they count for nothing until somebody accepts them.
CREATE TABLE withheld_scan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    nonce TEXT NOT NULL CHECK (length(nonce) BETWEEN 1 AND 200),
    -- As of a scan.
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    -- As the device named it; there may be no such gate.
    gate TEXT NOT NULL CHECK (length(gate) <= 100),
    direction TEXT NOT NULL CHECK (direction IN ('entry', 'exit')),
    presented TEXT NOT NULL REFERENCES presentation (word),
    -- What was presented: the text that was read, the code, or the number.
    subject TEXT NOT NULL CHECK (length(subject) <= 1000),
    device_ms INTEGER NOT NULL,
    ahead_ms INTEGER NOT NULL CHECK (ahead_ms BETWEEN -3155760000000 AND 3155760000000),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    verdict TEXT NOT NULL REFERENCES verdict (word),
    received_ms INTEGER NOT NULL,
    reason TEXT NOT NULL REFERENCES withholding (word),
    UNIQUE (device, nonce),
    UNIQUE (device, sequence)
) STRICT;

-- What came of them.
CREATE TABLE withheld_scan_end (
    withheld INTEGER PRIMARY KEY REFERENCES withheld_scan (id),
    -- The scan that it became; null where somebody decided that it counts for nothing.
    scan INTEGER REFERENCES scan (id),
    note TEXT NOT NULL CHECK (length(note) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What a device asked of people without anybody passing: what a scan would say, and searches at a door. No text that was
-- searched for: it may be a name.
CREATE TABLE door_inquiry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    kind TEXT NOT NULL REFERENCES inquiry_kind (word),
    -- Who was asked about, as far as anybody was found; null for a search.
    registration INTEGER REFERENCES registration (id),
    -- How many people the answer showed.
    found INTEGER NOT NULL CHECK (found >= 0),
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX door_inquiry_by ON door_inquiry (device, at_ms);

CREATE TRIGGER door_inquiry_is_kept BEFORE DELETE ON door_inquiry
BEGIN SELECT RAISE(ABORT, 'door_inquiry is append-only'); END;
CREATE TRIGGER door_inquiry_is_fixed BEFORE UPDATE ON door_inquiry
BEGIN SELECT RAISE(ABORT, 'door_inquiry is append-only'); END;
CREATE TRIGGER gate_is_kept BEFORE DELETE ON gate
BEGIN SELECT RAISE(ABORT, 'a gate is closed, not deleted'); END;
CREATE TRIGGER gate_is_fixed BEFORE UPDATE ON gate
WHEN NEW.number <> OLD.number OR NEW.id <> OLD.id OR OLD.closed_ms IS NOT NULL AND NEW.closed_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed gate is opened before it is closed again'); END;
CREATE TRIGGER gate_is_opened_on_record BEFORE UPDATE ON gate
WHEN OLD.closed_ms IS NOT NULL AND NEW.closed_ms IS NULL
    AND NOT EXISTS (SELECT 1 FROM gate_opening WHERE gate = OLD.number AND closed_ms = OLD.closed_ms)
BEGIN SELECT RAISE(ABORT, 'who opens a gate again is written down first'); END;
CREATE TRIGGER gate_opening_is_kept BEFORE DELETE ON gate_opening
BEGIN SELECT RAISE(ABORT, 'gate_opening is append-only'); END;
CREATE TRIGGER gate_opening_is_fixed BEFORE UPDATE ON gate_opening
BEGIN SELECT RAISE(ABORT, 'gate_opening is append-only'); END;
CREATE TRIGGER scan_is_kept BEFORE DELETE ON scan
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;
CREATE TRIGGER scan_is_fixed BEFORE UPDATE OF id, device, nonce, content_sha256, gate, direction, presented,
    registration, issue, at_ms, device_ms, day, minute, verdict, detail, entry_scan, overrides, sequence, ahead_ms,
    received_ms, objection ON scan
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;
CREATE TRIGGER scan_because_is_fixed BEFORE UPDATE OF because ON scan WHEN NEW.because <> '–'
BEGIN SELECT RAISE(ABORT, 'scan is append-only'); END;
CREATE TRIGGER admission_is_kept BEFORE DELETE ON admission
BEGIN SELECT RAISE(ABORT, 'an admission is closed, not deleted'); END;
CREATE TRIGGER admission_is_fixed BEFORE UPDATE ON admission
WHEN NEW.entry_scan <> OLD.entry_scan OR NEW.registration <> OLD.registration OR NEW.gate <> OLD.gate
    OR NEW.day <> OLD.day
BEGIN SELECT RAISE(ABORT, 'whose admission it is, where and for which day never changes'); END;
CREATE TRIGGER scan_undo_is_kept BEFORE DELETE ON scan_undo
BEGIN SELECT RAISE(ABORT, 'scan_undo is append-only'); END;
CREATE TRIGGER scan_undo_is_fixed BEFORE UPDATE OF scan, author, origin, at_ms ON scan_undo
BEGIN SELECT RAISE(ABORT, 'scan_undo is append-only'); END;
CREATE TRIGGER scan_undo_reason_is_fixed BEFORE UPDATE OF reason ON scan_undo WHEN NEW.reason <> '–'
BEGIN SELECT RAISE(ABORT, 'scan_undo is append-only'); END;
CREATE TRIGGER scan_settlement_is_kept BEFORE DELETE ON scan_settlement
BEGIN SELECT RAISE(ABORT, 'scan_settlement is append-only'); END;
CREATE TRIGGER scan_settlement_is_fixed BEFORE UPDATE OF scan, author, origin, at_ms ON scan_settlement
BEGIN SELECT RAISE(ABORT, 'scan_settlement is append-only'); END;
CREATE TRIGGER scan_settlement_note_is_fixed BEFORE UPDATE OF note ON scan_settlement WHEN NEW.note <> '–'
BEGIN SELECT RAISE(ABORT, 'scan_settlement is append-only'); END;
CREATE TRIGGER withheld_scan_is_kept BEFORE DELETE ON withheld_scan
BEGIN SELECT RAISE(ABORT, 'withheld_scan is append-only'); END;
CREATE TRIGGER withheld_scan_is_fixed BEFORE UPDATE ON withheld_scan
BEGIN SELECT RAISE(ABORT, 'withheld_scan is append-only'); END;
CREATE TRIGGER withheld_scan_end_is_kept BEFORE DELETE ON withheld_scan_end
BEGIN SELECT RAISE(ABORT, 'withheld_scan_end is append-only'); END;
CREATE TRIGGER withheld_scan_end_is_fixed BEFORE UPDATE ON withheld_scan_end
BEGIN SELECT RAISE(ABORT, 'withheld_scan_end is append-only'); END;

-- ====================================================================================================== lone doors

-- What the doors should notice when somebody comes in: "give T-shirt".
CREATE TABLE door_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Null for every gate.
    gate TEXT REFERENCES gate (id),
    text TEXT NOT NULL CHECK (length(text) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX door_note_of ON door_note (registration);

-- Notes that are done with.
CREATE TABLE door_note_end (
    note INTEGER PRIMARY KEY REFERENCES door_note (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What doors may hold that are alone; the newest row is in force. Doors that read under an earlier one read all again.
CREATE TABLE door_policy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whether they get names, each locked with the badge that it belongs to.
    offers_names INTEGER NOT NULL CHECK (offers_names IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Whom doors must hear of again, in the order in which something about them changed: one row a person.
CREATE TABLE door_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL UNIQUE REFERENCES registration (id)
) STRICT;

CREATE TRIGGER registration_made_is_heard AFTER INSERT ON registration
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_changed_is_heard AFTER UPDATE ON registration
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER add_on_is_heard AFTER INSERT ON registration_add_on
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER add_on_gone_is_heard AFTER DELETE ON registration_add_on
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (OLD.registration); END;
CREATE TRIGGER journal_entry_is_heard AFTER INSERT ON journal_entry WHEN NEW.registration IS NOT NULL
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER badge_issue_is_heard AFTER INSERT ON badge_issue
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER badge_revocation_is_heard AFTER INSERT ON badge_revocation
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER admission_is_heard AFTER INSERT ON admission
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER admission_changed_is_heard AFTER UPDATE ON admission
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER door_note_is_heard AFTER INSERT ON door_note
BEGIN INSERT OR REPLACE INTO door_change (registration) VALUES (NEW.registration); END;
CREATE TRIGGER door_note_end_is_heard AFTER INSERT ON door_note_end
BEGIN INSERT OR REPLACE INTO door_change (registration)
      SELECT registration FROM door_note WHERE id = NEW.note; END;

CREATE TRIGGER door_note_is_kept BEFORE DELETE ON door_note
BEGIN SELECT RAISE(ABORT, 'a note is ended, not deleted'); END;
CREATE TRIGGER door_note_is_fixed BEFORE UPDATE OF id, registration, gate, author, origin, at_ms ON door_note
BEGIN SELECT RAISE(ABORT, 'door_note is append-only'); END;
CREATE TRIGGER door_note_text_is_fixed BEFORE UPDATE OF text ON door_note WHEN NEW.text <> '–'
BEGIN SELECT RAISE(ABORT, 'door_note is append-only'); END;
CREATE TRIGGER door_note_end_is_kept BEFORE DELETE ON door_note_end
BEGIN SELECT RAISE(ABORT, 'door_note_end is append-only'); END;
CREATE TRIGGER door_policy_is_fixed BEFORE UPDATE ON door_policy
BEGIN SELECT RAISE(ABORT, 'door_policy is append-only'); END;
CREATE TRIGGER door_policy_is_kept BEFORE DELETE ON door_policy
BEGIN SELECT RAISE(ABORT, 'door_policy is append-only'); END;

-- What people wrote about somebody goes when the personal data are erased; that something was written stays.
CREATE TRIGGER words_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    UPDATE badge_issue SET reason = '–' WHERE registration = NEW.id AND reason <> '';
    UPDATE badge_revocation SET reason = '–' WHERE registration = NEW.id;
    UPDATE badge_print SET reason = '–' WHERE registration = NEW.id AND reason <> '';
    -- A run of one badge was for this person.
    UPDATE print_job SET reason = '–'
    WHERE reason <> '' AND badges = 1 AND id IN (SELECT job FROM badge_print WHERE registration = NEW.id);
    UPDATE scan SET because = '–' WHERE registration = NEW.id AND because IS NOT NULL;
    UPDATE scan_undo SET reason = '–' WHERE scan IN (SELECT id FROM scan WHERE registration = NEW.id);
    UPDATE scan_settlement SET note = '–' WHERE scan IN (SELECT id FROM scan WHERE registration = NEW.id);
    UPDATE door_note SET text = '–' WHERE registration = NEW.id;
    -- It is somebody else's name.
    UPDATE hand_over SET collector = '' WHERE registration = NEW.id AND collector <> '';
END;

-- ============================================================================================================= mail

-- What an organizer writes to many, fixed once it is written.
CREATE TABLE announcement (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 63),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE announcement_text (
    announcement TEXT NOT NULL REFERENCES announcement (name),
    language TEXT NOT NULL REFERENCES language (word),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 800),
    body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 100000),
    PRIMARY KEY (announcement, language)
) STRICT, WITHOUT ROWID;

-- What is to be sent, written in the transaction of its cause. It holds neither text nor address: both are made of what the
-- registration says when it is delivered.
CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    occasion TEXT NOT NULL REFERENCES mail_occasion (word),
    -- What it is about, so that nobody gets two mails about one thing: a line of the history, an announcement's name.
    about TEXT NOT NULL CHECK (length(about) <= 100),
    -- What happened, as the history says it; no personal data.
    detail TEXT NOT NULL,
    -- The local part of its Message-ID, which all attempts share: random.
    message_id TEXT NOT NULL UNIQUE CHECK (length(message_id) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' REFERENCES mail_state (word),
    -- It is not tried before.
    due_ms INTEGER NOT NULL,
    -- How often it was put off by the server since it waits.
    deferrals INTEGER NOT NULL DEFAULT 0 CHECK (deferrals >= 0),
    ended_ms INTEGER,
    -- Why nothing was sent, for what failed or was cancelled without an answer of the server: a code.
    because TEXT CHECK (length(because) > 0),
    UNIQUE (registration, occasion, about),
    CHECK ((state = 'waiting') = (ended_ms IS NULL))
) STRICT;

CREATE INDEX mail_due ON mail (due_ms, id) WHERE state = 'waiting';

-- Each answer of the server.
CREATE TABLE mail_attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mail INTEGER NOT NULL REFERENCES mail (id),
    at_ms INTEGER NOT NULL,
    answer TEXT NOT NULL REFERENCES mail_answer (word),
    -- As SMTP numbers it (RFC 5321, section 4.2); 0 where the connection broke.
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 999),
    -- What the server wrote, without the address.
    reply TEXT NOT NULL
) STRICT;

CREATE INDEX mail_attempt_of ON mail_attempt (mail, id);

-- What last kept all mail from going out; overwritten each time. Nothing while it goes.
CREATE TABLE mail_trouble (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (length(code) > 0),
    reply TEXT NOT NULL
) STRICT;

-- The last row says whether mail is held back.
CREATE TABLE mail_pause (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    is_paused INTEGER NOT NULL CHECK (is_paused IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- Who wants no announcements.
CREATE TABLE mail_stop (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What servers reported of mails that were taken and not delivered. Nothing more goes to that address until another one is known.
CREATE TABLE mail_bounce (
    mail INTEGER PRIMARY KEY REFERENCES mail (id),
    -- SHA-256 of the address, in lower case.
    address_sha256 BLOB NOT NULL CHECK (length(address_sha256) = 32),
    status TEXT NOT NULL CHECK (length(status) BETWEEN 1 AND 11),
    -- What the server wrote, without the address.
    reply TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX mail_bounce_of ON mail_bounce (address_sha256);

CREATE TRIGGER mail_bounce_is_kept BEFORE DELETE ON mail_bounce
BEGIN SELECT RAISE(ABORT, 'mail_bounce is append-only'); END;
CREATE TRIGGER mail_bounce_is_fixed BEFORE UPDATE ON mail_bounce
WHEN NEW.mail <> OLD.mail OR NEW.status <> OLD.status OR NEW.at_ms <> OLD.at_ms OR NEW.reply <> ''
BEGIN SELECT RAISE(ABORT, 'mail_bounce is append-only'); END;
CREATE TRIGGER announcement_is_fixed BEFORE UPDATE ON announcement
BEGIN SELECT RAISE(ABORT, 'an announcement is written once'); END;
CREATE TRIGGER announcement_is_kept BEFORE DELETE ON announcement
BEGIN SELECT RAISE(ABORT, 'an announcement is kept'); END;
CREATE TRIGGER announcement_text_is_fixed BEFORE UPDATE ON announcement_text
BEGIN SELECT RAISE(ABORT, 'an announcement is written once'); END;
CREATE TRIGGER announcement_text_is_kept BEFORE DELETE ON announcement_text
BEGIN SELECT RAISE(ABORT, 'an announcement is kept'); END;
CREATE TRIGGER mail_is_kept BEFORE DELETE ON mail
BEGIN SELECT RAISE(ABORT, 'mail is cancelled, not deleted'); END;
CREATE TRIGGER mail_is_fixed BEFORE UPDATE ON mail
WHEN NEW.id <> OLD.id OR NEW.registration <> OLD.registration OR NEW.occasion <> OLD.occasion
    OR NEW.about <> OLD.about OR NEW.detail <> OLD.detail OR NEW.message_id <> OLD.message_id OR NEW.at_ms <> OLD.at_ms
    OR (OLD.state = 'sent' AND NEW.state <> 'sent')
BEGIN SELECT RAISE(ABORT, 'what a mail is about is fixed, and what was sent was sent'); END;
CREATE TRIGGER mail_attempt_is_kept BEFORE DELETE ON mail_attempt
BEGIN SELECT RAISE(ABORT, 'mail_attempt is append-only'); END;
CREATE TRIGGER mail_attempt_is_fixed BEFORE UPDATE ON mail_attempt
WHEN NEW.mail <> OLD.mail OR NEW.at_ms <> OLD.at_ms OR NEW.answer <> OLD.answer OR NEW.status <> OLD.status
    OR NEW.reply <> ''
BEGIN SELECT RAISE(ABORT, 'mail_attempt is append-only'); END;
CREATE TRIGGER mail_pause_is_kept BEFORE DELETE ON mail_pause
BEGIN SELECT RAISE(ABORT, 'mail_pause is append-only'); END;
CREATE TRIGGER mail_pause_is_fixed BEFORE UPDATE ON mail_pause
BEGIN SELECT RAISE(ABORT, 'mail_pause is append-only'); END;

-- Nobody writes to those who are gone. What tells them so is written after this line of their history.
CREATE TRIGGER mail_of_who_left AFTER INSERT ON registration_history
WHEN NEW.kind IN ('cancelled', 'transferred', 'merged', 'erased')
BEGIN
    UPDATE mail SET state = 'cancelled', ended_ms = NEW.at_ms, because = NEW.kind
    WHERE registration = NEW.registration AND state = 'waiting';
END;

-- What servers wrote may name the person.
CREATE TRIGGER mail_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    UPDATE mail SET state = 'cancelled', ended_ms = NEW.erased_ms, because = 'erased'
    WHERE registration = NEW.id AND state = 'waiting';
    UPDATE mail_attempt SET reply = '' WHERE reply <> '' AND mail IN (SELECT id FROM mail WHERE registration = NEW.id);
    UPDATE mail_bounce SET reply = '', address_sha256 = zeroblob(32)
    WHERE mail IN (SELECT id FROM mail WHERE registration = NEW.id);
END;

-- ============================================================================================ what other programs are told

-- What happened of which no other table has a count: a badge was made, a key came on the list. Registrations and scans are told
-- from their own tables, so that a scan costs no further row.
CREATE TABLE feed_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL REFERENCES feed_kind (word),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Of the badge's issue, or the key on the list.
    number INTEGER NOT NULL CHECK (number >= 0),
    at_ms INTEGER NOT NULL
) STRICT;

-- Whom the server tells, at an address that the organizer named, and how far it came. The secret lies in the keys folder.
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL CHECK (url LIKE 'https://_%' AND length(url) <= 2000),
    -- Words with blanks between them.
    kinds TEXT NOT NULL CHECK (length(kinds) > 0),
    allows_private INTEGER NOT NULL CHECK (allows_private IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    removed_ms INTEGER,
    -- The last line of the history, the last feed_event and the last scan that were told or passed over.
    history INTEGER NOT NULL CHECK (history >= 0),
    more INTEGER NOT NULL CHECK (more >= 0),
    scans INTEGER NOT NULL CHECK (scans >= 0),
    -- Whether a test is to be sent before anything else.
    wants_test INTEGER NOT NULL DEFAULT 0 CHECK (wants_test IN (0, 1)),
    -- How often the next one failed, since when, and when it is tried again.
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    failing_ms INTEGER,
    due_ms INTEGER NOT NULL,
    -- It failed for a day, or the other side wants no more; it goes on when somebody replays it.
    stopped_ms INTEGER,
    CHECK ((failures = 0) = (failing_ms IS NULL))
) STRICT;

-- Answers: each failure, each test, and the first success after a failure.
CREATE TABLE webhook_attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook INTEGER NOT NULL REFERENCES webhook (id),
    message TEXT NOT NULL CHECK (length(message) BETWEEN 1 AND 100),
    at_ms INTEGER NOT NULL,
    -- As HTTP numbers it; 0 where there was no answer, and then the code of an error stands in its place.
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 999),
    error TEXT NOT NULL
) STRICT;

CREATE INDEX webhook_attempt_of ON webhook_attempt (webhook, id);

CREATE TRIGGER badge_issue_is_told AFTER INSERT ON badge_issue WHEN NEW.issue > 0
BEGIN INSERT INTO feed_event (kind, registration, number, at_ms)
      VALUES ('badge.issued', NEW.registration, NEW.issue, NEW.at_ms); END;

CREATE TRIGGER feed_event_is_kept BEFORE DELETE ON feed_event
BEGIN SELECT RAISE(ABORT, 'feed_event is append-only'); END;
CREATE TRIGGER feed_event_is_fixed BEFORE UPDATE ON feed_event
BEGIN SELECT RAISE(ABORT, 'feed_event is append-only'); END;
CREATE TRIGGER webhook_is_kept BEFORE DELETE ON webhook
BEGIN SELECT RAISE(ABORT, 'a webhook is removed, not deleted'); END;
CREATE TRIGGER webhook_is_fixed BEFORE UPDATE OF id, url, kinds, allows_private, author, origin, at_ms ON webhook
BEGIN SELECT RAISE(ABORT, 'a webhook is removed and another made'); END;
CREATE TRIGGER webhook_attempt_is_kept BEFORE DELETE ON webhook_attempt
BEGIN SELECT RAISE(ABORT, 'webhook_attempt is append-only'); END;
CREATE TRIGGER webhook_attempt_is_fixed BEFORE UPDATE ON webhook_attempt
BEGIN SELECT RAISE(ABORT, 'webhook_attempt is append-only'); END;

-- ======================================================================================================= keysigning
-- Who handed in which certificate, and proved that it is theirs. Certificates are public; nothing here is secret.

CREATE TABLE keysigning_submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Version 4: 40 upper-case digits.
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    -- Of the key's numbers without its date: two keys that have it alike are one.
    material_sha256 BLOB CHECK (length(material_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_submission_of ON keysigning_submission (registration, id);
CREATE INDEX keysigning_submission_key ON keysigning_submission (fingerprint, id);
CREATE INDEX keysigning_submission_key_id ON keysigning_submission (substr(fingerprint, 25));
CREATE INDEX keysigning_submission_ends
    ON keysigning_submission (substr(fingerprint, 1, 4), substr(fingerprint, 37));
CREATE INDEX keysigning_submission_material ON keysigning_submission (material_sha256);

-- A submission taken back; the key may be handed in again, as a new submission.
CREATE TABLE keysigning_withdrawal (
    submission INTEGER PRIMARY KEY REFERENCES keysigning_submission (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

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

-- What GnuPG and our own reader agreed on, at each hand-in of the same key; the highest version is in force.
CREATE TABLE keysigning_certificate (
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    -- Binary packets, stripped.
    packets BLOB NOT NULL CHECK (length(packets) BETWEEN 1 AND 61440),
    -- As GnuPG prints it: rsa4096, ed25519.
    algorithm TEXT NOT NULL CHECK (length(algorithm) BETWEEN 1 AND 60),
    -- Letters of GnuPG: SC.
    capabilities TEXT NOT NULL CHECK (capabilities NOT GLOB '*[^SCEA]*'),
    -- Seconds since 1970, as keys count time.
    created_s INTEGER NOT NULL,
    expires_s INTEGER CHECK (expires_s > created_s),
    is_revoked INTEGER NOT NULL DEFAULT 0 CHECK (is_revoked IN (0, 1)),
    -- Whether its owner handed it in, by their link or at the desk, and not anybody on the network.
    is_from_owner INTEGER NOT NULL DEFAULT 1 CHECK (is_from_owner IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (submission, version)
) STRICT;

-- The user ids in force at that hand-in, in GnuPG's order.
CREATE TABLE keysigning_user_id (
    submission INTEGER NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 64),
    -- As GnuPG prints it: one line.
    text TEXT NOT NULL CHECK (instr(text, char(10)) = 0 AND instr(text, char(13)) = 0),
    mail TEXT,
    expires_s INTEGER,
    PRIMARY KEY (submission, version, position),
    FOREIGN KEY (submission, version) REFERENCES keysigning_certificate (submission, version)
) STRICT;

CREATE INDEX keysigning_user_id_mail ON keysigning_user_id (lower(mail));

-- The owner of the key revoked it: whatever became of the submission, nobody should sign it any more.
CREATE TABLE keysigning_revocation (
    submission INTEGER PRIMARY KEY REFERENCES keysigning_submission (id),
    -- The fingerprint of another key whose owner was allowed to; null where the key revoked itself.
    revoker TEXT CHECK (length(revoker) IN (40, 64) AND revoker NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- A participant's own link. Whoever has it acts for that registration, in the keysigning alone; a new one takes the
-- place of the one before.
CREATE TABLE keysigning_invitation (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    revoked_ms INTEGER
) STRICT;

CREATE INDEX keysigning_invitation_of ON keysigning_invitation (registration, id);

-- A fingerprint that a participant said they would send a key for: only such keys come in without a login. It counts until
-- a key of that fingerprint is withdrawn.
CREATE TABLE keysigning_announcement (
    registration INTEGER NOT NULL REFERENCES registration (id),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, fingerprint, at_ms)
) STRICT, WITHOUT ROWID;

CREATE INDEX keysigning_announcement_of ON keysigning_announcement (fingerprint);

-- What was issued to one participant for one key: a text to sign, or a code that only the key's holder can read.
CREATE TABLE keysigning_challenge (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    method TEXT NOT NULL CHECK (method IN ('signature', 'code')),
    -- The text to be signed, byte for byte; or the encrypted message with the code.
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
    -- Of the nonce, or of the code.
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    -- The key that the code is encrypted to.
    key TEXT CHECK ((method = 'code') = (key IS NOT NULL)),
    expires_ms INTEGER NOT NULL CHECK (expires_ms > at_ms),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_challenge_of ON keysigning_challenge (submission, id);

-- A code that was typed wrong.
CREATE TABLE keysigning_wrong_code (
    id INTEGER PRIMARY KEY,
    challenge INTEGER NOT NULL REFERENCES keysigning_challenge (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_wrong_code_of ON keysigning_wrong_code (challenge);

-- Control was proved: each challenge serves once.
CREATE TABLE keysigning_proof (
    challenge INTEGER PRIMARY KEY REFERENCES keysigning_challenge (id),
    submission INTEGER NOT NULL,
    -- The certificate as it was then.
    version INTEGER NOT NULL,
    -- The key or subkey that signed or decrypted.
    key TEXT NOT NULL CHECK (length(key) = 40 AND key NOT GLOB '*[^0-9A-F]*'),
    -- Of a signature: RFC 4880 section 9.4, and seconds since 1970 by the signer's clock.
    hash INTEGER,
    signed_s INTEGER,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    FOREIGN KEY (submission, version) REFERENCES keysigning_certificate (submission, version)
) STRICT;

CREATE INDEX keysigning_proof_of ON keysigning_proof (submission);

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

-- The index cannot see withdrawals in another table, and so these two rules are triggers.
CREATE TRIGGER keysigning_fingerprint_once BEFORE INSERT ON keysigning_submission
WHEN EXISTS (
    SELECT 1 FROM keysigning_submission AS other WHERE other.fingerprint = NEW.fingerprint
    AND NOT EXISTS (SELECT 1 FROM keysigning_withdrawal WHERE submission = other.id))
BEGIN SELECT RAISE(ABORT, 'a key is on the list once'); END;

CREATE TRIGGER keysigning_four_keys BEFORE INSERT ON keysigning_submission
WHEN (
    SELECT count(*) FROM keysigning_submission AS other WHERE other.registration = NEW.registration
    AND NOT EXISTS (SELECT 1 FROM keysigning_withdrawal WHERE submission = other.id)) >= 4
BEGIN SELECT RAISE(ABORT, 'four keys for a person at the most'); END;

CREATE TRIGGER keysigning_proof_of_its_challenge BEFORE INSERT ON keysigning_proof
WHEN NEW.submission <> (SELECT submission FROM keysigning_challenge WHERE id = NEW.challenge)
BEGIN SELECT RAISE(ABORT, 'a challenge proves the key that it was issued for'); END;

CREATE TRIGGER keysigning_submission_is_fixed BEFORE UPDATE ON keysigning_submission
WHEN NEW.id <> OLD.id OR NEW.fingerprint <> OLD.fingerprint OR NEW.material_sha256 IS NOT OLD.material_sha256
    OR NEW.author <> OLD.author OR NEW.origin <> OLD.origin OR NEW.at_ms <> OLD.at_ms
    OR NOT EXISTS (
        SELECT 1 FROM registration
        WHERE id = OLD.registration AND ended = 'merged' AND successor = NEW.registration)
BEGIN SELECT RAISE(ABORT, 'a submission is withdrawn, not changed'); END;
CREATE TRIGGER keysigning_submission_is_kept BEFORE DELETE ON keysigning_submission
BEGIN SELECT RAISE(ABORT, 'a submission is withdrawn, not deleted'); END;
CREATE TRIGGER keysigning_withdrawal_is_fixed BEFORE UPDATE ON keysigning_withdrawal
BEGIN SELECT RAISE(ABORT, 'keysigning_withdrawal is append-only'); END;
CREATE TRIGGER keysigning_withdrawal_is_kept BEFORE DELETE ON keysigning_withdrawal
BEGIN SELECT RAISE(ABORT, 'keysigning_withdrawal is append-only'); END;
CREATE TRIGGER keysigning_claim_is_fixed BEFORE UPDATE ON keysigning_claim
BEGIN SELECT RAISE(ABORT, 'keysigning_claim is append-only'); END;
CREATE TRIGGER keysigning_claim_is_kept BEFORE DELETE ON keysigning_claim
BEGIN SELECT RAISE(ABORT, 'keysigning_claim is append-only'); END;
CREATE TRIGGER keysigning_certificate_is_fixed BEFORE UPDATE ON keysigning_certificate
BEGIN SELECT RAISE(ABORT, 'keysigning_certificate is append-only'); END;
CREATE TRIGGER keysigning_certificate_is_kept BEFORE DELETE ON keysigning_certificate
BEGIN SELECT RAISE(ABORT, 'keysigning_certificate is append-only'); END;
CREATE TRIGGER keysigning_user_id_is_fixed BEFORE UPDATE ON keysigning_user_id
BEGIN SELECT RAISE(ABORT, 'keysigning_user_id is append-only'); END;
CREATE TRIGGER keysigning_user_id_is_kept BEFORE DELETE ON keysigning_user_id
BEGIN SELECT RAISE(ABORT, 'keysigning_user_id is append-only'); END;
CREATE TRIGGER keysigning_invitation_is_fixed BEFORE UPDATE ON keysigning_invitation
WHEN OLD.revoked_ms IS NOT NULL OR NEW.secret_sha256 <> OLD.secret_sha256
    OR (NEW.registration <> OLD.registration AND NOT EXISTS (
        SELECT 1 FROM registration
        WHERE id = OLD.registration AND ended = 'merged' AND successor = NEW.registration))
BEGIN SELECT RAISE(ABORT, 'an invitation is only revoked, once'); END;
CREATE TRIGGER keysigning_invitation_is_kept BEFORE DELETE ON keysigning_invitation
BEGIN SELECT RAISE(ABORT, 'an invitation is revoked, not deleted'); END;
CREATE TRIGGER keysigning_announcement_is_fixed BEFORE UPDATE ON keysigning_announcement
BEGIN SELECT RAISE(ABORT, 'keysigning_announcement is append-only'); END;
CREATE TRIGGER keysigning_announcement_is_kept BEFORE DELETE ON keysigning_announcement
BEGIN SELECT RAISE(ABORT, 'keysigning_announcement is append-only'); END;
CREATE TRIGGER keysigning_challenge_is_fixed BEFORE UPDATE ON keysigning_challenge
BEGIN SELECT RAISE(ABORT, 'keysigning_challenge is append-only'); END;
CREATE TRIGGER keysigning_challenge_is_kept BEFORE DELETE ON keysigning_challenge
BEGIN SELECT RAISE(ABORT, 'keysigning_challenge is append-only'); END;
CREATE TRIGGER keysigning_wrong_code_is_fixed BEFORE UPDATE ON keysigning_wrong_code
BEGIN SELECT RAISE(ABORT, 'keysigning_wrong_code is append-only'); END;
CREATE TRIGGER keysigning_wrong_code_is_kept BEFORE DELETE ON keysigning_wrong_code
BEGIN SELECT RAISE(ABORT, 'keysigning_wrong_code is append-only'); END;
CREATE TRIGGER keysigning_proof_is_fixed BEFORE UPDATE ON keysigning_proof
BEGIN SELECT RAISE(ABORT, 'keysigning_proof is append-only'); END;
CREATE TRIGGER keysigning_proof_is_kept BEFORE DELETE ON keysigning_proof
BEGIN SELECT RAISE(ABORT, 'keysigning_proof is append-only'); END;
CREATE TRIGGER keysigning_dot_is_fixed BEFORE UPDATE ON keysigning_dot
BEGIN SELECT RAISE(ABORT, 'keysigning_dot is append-only'); END;
CREATE TRIGGER keysigning_dot_is_kept BEFORE DELETE ON keysigning_dot
BEGIN SELECT RAISE(ABORT, 'keysigning_dot is append-only'); END;

-- ================================================================================================= keysigning lists
-- What goes out of the keysigning and what comes after: open and closed, numbers, frozen versions, who was not there,
-- what participants ticked, who certified whom.

-- The newest row counts; before the first, keys are taken in.
CREATE TABLE keysigning_phase (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'closed')),
    reason TEXT NOT NULL CHECK (length(reason) <= 200),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- The place on the list. A number is given once, to one submission, and stays when that is withdrawn.
CREATE TABLE keysigning_number (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999),
    submission INTEGER NOT NULL UNIQUE REFERENCES keysigning_submission (id),
    at_ms INTEGER NOT NULL,
    UNIQUE (number, submission)
) STRICT;

CREATE TRIGGER keysigning_number_is_told AFTER INSERT ON keysigning_number
BEGIN INSERT INTO feed_event (kind, registration, number, at_ms)
      SELECT 'key.listed', registration, NEW.number, NEW.at_ms FROM keysigning_submission WHERE id = NEW.submission; END;

-- The lists that were given out: each is one exact string of bytes.
CREATE TABLE keysigning_list (
    version INTEGER PRIMARY KEY CHECK (version >= 1),
    text BLOB NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    -- The certificates of the list, one after the other, binary.
    keyring BLOB NOT NULL,
    -- What stands above the keys: as it was written, and what it was written from.
    heading TEXT NOT NULL,
    event_name TEXT NOT NULL,
    organizer TEXT NOT NULL,
    -- As 2015-02-16 and 12:30.
    date TEXT NOT NULL,
    time TEXT NOT NULL,
    file_name TEXT NOT NULL,
    -- The first digits of the SHA-256 that stand in the list itself.
    digits TEXT NOT NULL CHECK (digits NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- The keys of a frozen version, each as it was then.
CREATE TABLE keysigning_entry (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    number INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    certificate_version INTEGER NOT NULL,
    -- The number of the same person's first key in that version.
    same_person_as INTEGER CHECK (same_person_as < number),
    -- What stands below the user ids, a line each.
    notes TEXT NOT NULL,
    PRIMARY KEY (version, number),
    FOREIGN KEY (number, submission) REFERENCES keysigning_number (number, submission),
    FOREIGN KEY (submission, certificate_version) REFERENCES keysigning_certificate (submission, version),
    FOREIGN KEY (version, same_person_as) REFERENCES keysigning_entry (version, number)
) STRICT, WITHOUT ROWID;

-- What an erratum says, against the version before.
CREATE TABLE keysigning_change (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    number INTEGER NOT NULL REFERENCES keysigning_number (number),
    kind TEXT NOT NULL CHECK (kind IN ('added', 'updated', 'absent', 'withdrawn', 'revoked', 'expired')),
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

-- Who took a frozen version home, once each.
CREATE TABLE keysigning_taking (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    registration INTEGER NOT NULL REFERENCES registration (id),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (version, registration)
) STRICT, WITHOUT ROWID;

-- A key whose owner did not come: later versions leave it out; its number stays. The newest row counts.
CREATE TABLE keysigning_presence (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    kind TEXT NOT NULL CHECK (kind IN ('absent', 'present')),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_presence_of ON keysigning_presence (submission, id);

-- What a participant checked at the keysigning; the newest row of reader, kind and subject counts.
CREATE TABLE keysigning_tick (
    id INTEGER PRIMARY KEY,
    reader INTEGER NOT NULL REFERENCES registration (id),
    kind TEXT NOT NULL CHECK (kind IN ('fingerprint', 'identity', 'checksum')),
    -- A number of the list; for the checksum, a version of it.
    subject INTEGER NOT NULL CHECK (subject >= 1),
    is_set INTEGER NOT NULL CHECK (is_set IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_tick_of ON keysigning_tick (reader, kind, subject, id);

-- A certification, or the revocation of one, that a participant made on a user id of another, as a key brought it back.
CREATE TABLE keysigning_certification (
    id INTEGER PRIMARY KEY,
    -- Numbers of the list.
    target INTEGER NOT NULL REFERENCES keysigning_number (number),
    signer INTEGER NOT NULL REFERENCES keysigning_number (number) CHECK (signer <> target),
    user_id BLOB NOT NULL,
    packet BLOB NOT NULL CHECK (length(packet) BETWEEN 1 AND 20000),
    -- Of target, user id and packet: each comes in once.
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    -- RFC 4880 section 5.2.1: 0x10 … 0x13, 0x30.
    type INTEGER NOT NULL CHECK (type IN (16, 17, 18, 19, 48)),
    created_s INTEGER NOT NULL,
    expires_s INTEGER,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX keysigning_certification_on ON keysigning_certification (target, signer);

-- What GnuPG found, once.
CREATE TABLE keysigning_check (
    certification INTEGER PRIMARY KEY REFERENCES keysigning_certification (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad', 'unusable')),
    is_exportable INTEGER NOT NULL CHECK (is_exportable IN (0, 1)),
    -- RFC 4880 section 9.4.
    hash INTEGER NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What takes a listed key or one of its user ids back comes in while the list is closed, too: it changes the packets of that key.
CREATE TRIGGER keysigning_closed_to_keys BEFORE INSERT ON keysigning_certificate
WHEN (SELECT kind FROM keysigning_phase ORDER BY id DESC LIMIT 1) = 'closed'
    AND NOT EXISTS (
        SELECT 1 FROM keysigning_certificate WHERE submission = NEW.submission AND packets <> NEW.packets)
BEGIN SELECT RAISE(ABORT, 'no keys are taken in while the list is closed'); END;

CREATE TRIGGER keysigning_number_grows BEFORE INSERT ON keysigning_number
WHEN NEW.number <= (SELECT coalesce(max(number), 0) FROM keysigning_number)
BEGIN SELECT RAISE(ABORT, 'numbers of the list only grow'); END;

CREATE TRIGGER keysigning_phase_is_fixed BEFORE UPDATE ON keysigning_phase
BEGIN SELECT RAISE(ABORT, 'keysigning_phase is append-only'); END;
CREATE TRIGGER keysigning_phase_is_kept BEFORE DELETE ON keysigning_phase
BEGIN SELECT RAISE(ABORT, 'keysigning_phase is append-only'); END;
CREATE TRIGGER keysigning_number_is_fixed BEFORE UPDATE ON keysigning_number
BEGIN SELECT RAISE(ABORT, 'a number of the list never changes'); END;
CREATE TRIGGER keysigning_number_is_kept BEFORE DELETE ON keysigning_number
BEGIN SELECT RAISE(ABORT, 'a number of the list never returns'); END;
CREATE TRIGGER keysigning_list_is_fixed BEFORE UPDATE ON keysigning_list
BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;
CREATE TRIGGER keysigning_list_is_kept BEFORE DELETE ON keysigning_list
BEGIN SELECT RAISE(ABORT, 'a frozen list is never deleted'); END;
CREATE TRIGGER keysigning_entry_is_fixed BEFORE UPDATE ON keysigning_entry
BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;
CREATE TRIGGER keysigning_entry_is_kept BEFORE DELETE ON keysigning_entry
BEGIN SELECT RAISE(ABORT, 'a frozen list is never deleted'); END;
CREATE TRIGGER keysigning_presence_is_fixed BEFORE UPDATE ON keysigning_presence
BEGIN SELECT RAISE(ABORT, 'keysigning_presence is append-only'); END;
CREATE TRIGGER keysigning_presence_is_kept BEFORE DELETE ON keysigning_presence
BEGIN SELECT RAISE(ABORT, 'keysigning_presence is append-only'); END;
CREATE TRIGGER keysigning_tick_is_fixed BEFORE UPDATE ON keysigning_tick
BEGIN SELECT RAISE(ABORT, 'keysigning_tick is append-only'); END;
CREATE TRIGGER keysigning_tick_is_kept BEFORE DELETE ON keysigning_tick
BEGIN SELECT RAISE(ABORT, 'keysigning_tick is append-only'); END;
CREATE TRIGGER keysigning_certification_is_fixed BEFORE UPDATE ON keysigning_certification
BEGIN SELECT RAISE(ABORT, 'keysigning_certification is append-only'); END;
CREATE TRIGGER keysigning_certification_is_kept BEFORE DELETE ON keysigning_certification
BEGIN SELECT RAISE(ABORT, 'keysigning_certification is append-only'); END;
CREATE TRIGGER keysigning_check_is_fixed BEFORE UPDATE ON keysigning_check
BEGIN SELECT RAISE(ABORT, 'keysigning_check is append-only'); END;
CREATE TRIGGER keysigning_check_is_kept BEFORE DELETE ON keysigning_check
BEGIN SELECT RAISE(ABORT, 'keysigning_check is append-only'); END;

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

-- Who leaves is on no further list, and their link is worth nothing. Whoever is merged into another record of the same
-- person takes keys, link, announcements and ticks along.
CREATE TRIGGER keysigning_of_who_left AFTER INSERT ON registration_history
WHEN NEW.kind IN ('cancelled', 'transferred')
BEGIN
    INSERT INTO keysigning_withdrawal (submission, reason, author, origin, at_ms)
    SELECT id, 'left the event', NEW.author, NEW.origin, NEW.at_ms FROM keysigning_submission
    WHERE registration = NEW.registration AND id NOT IN (SELECT submission FROM keysigning_withdrawal);
    UPDATE keysigning_invitation SET revoked_ms = NEW.at_ms
    WHERE registration = NEW.registration AND revoked_ms IS NULL;
END;

CREATE TRIGGER keysigning_of_the_merged AFTER INSERT ON registration_history
WHEN NEW.kind = 'merged'
BEGIN
    UPDATE keysigning_submission SET registration = (SELECT successor FROM registration WHERE id = NEW.registration)
    WHERE registration = NEW.registration;
    UPDATE keysigning_invitation SET registration = (SELECT successor FROM registration WHERE id = NEW.registration)
    WHERE registration = NEW.registration AND revoked_ms IS NULL;
    INSERT OR IGNORE INTO keysigning_announcement (registration, fingerprint, author, origin, at_ms)
    SELECT (SELECT successor FROM registration WHERE id = NEW.registration), fingerprint, author, origin, at_ms
    FROM keysigning_announcement WHERE registration = NEW.registration;
    INSERT INTO keysigning_tick (reader, kind, subject, is_set, author, origin, at_ms)
    SELECT (SELECT successor FROM registration WHERE id = NEW.registration), kind, subject, is_set, author, origin, at_ms
    FROM keysigning_tick WHERE reader = NEW.registration ORDER BY id;
    INSERT OR IGNORE INTO keysigning_taking (version, registration, at_ms)
    SELECT version, (SELECT successor FROM registration WHERE id = NEW.registration), at_ms
    FROM keysigning_taking WHERE registration = NEW.registration;
END;

CREATE TRIGGER keysigning_change_is_fixed BEFORE UPDATE ON keysigning_change
BEGIN SELECT RAISE(ABORT, 'a frozen list never changes'); END;
CREATE TRIGGER keysigning_change_is_kept BEFORE DELETE ON keysigning_change
BEGIN SELECT RAISE(ABORT, 'a frozen list is never deleted'); END;
CREATE TRIGGER keysigning_revocation_is_fixed BEFORE UPDATE ON keysigning_revocation
BEGIN SELECT RAISE(ABORT, 'keysigning_revocation is append-only'); END;
CREATE TRIGGER keysigning_revocation_is_kept BEFORE DELETE ON keysigning_revocation
BEGIN SELECT RAISE(ABORT, 'keysigning_revocation is append-only'); END;
CREATE TRIGGER keysigning_taking_is_fixed BEFORE UPDATE ON keysigning_taking
BEGIN SELECT RAISE(ABORT, 'keysigning_taking is append-only'); END;
CREATE TRIGGER keysigning_taking_is_kept BEFORE DELETE ON keysigning_taking
BEGIN SELECT RAISE(ABORT, 'keysigning_taking is append-only'); END;
