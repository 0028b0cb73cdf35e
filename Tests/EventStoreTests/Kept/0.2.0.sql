-- Written by scripts/keep-file. A released one is never changed.
PRAGMA application_id = 1280922180;
BEGIN TRANSACTION;
CREATE TABLE access_role (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "access_role" VALUES('desk');
INSERT INTO "access_role" VALUES('door');
INSERT INTO "access_role" VALUES('exhibitor');
INSERT INTO "access_role" VALUES('keysigning');
INSERT INTO "access_role" VALUES('kiosk');
INSERT INTO "access_role" VALUES('organizer');
INSERT INTO "access_role" VALUES('reports');
CREATE TABLE address_confirmation (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    until_ms INTEGER NOT NULL,
    confirmed_ms INTEGER,
    released_ms INTEGER,
    CHECK (confirmed_ms IS NULL OR released_ms IS NULL)
) STRICT;
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
INSERT INTO "admission" VALUES(1,1,1,1,NULL,NULL,NULL,NULL);
CREATE TABLE admission_void (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "admission_void" VALUES('conflict');
INSERT INTO "admission_void" VALUES('repeated');
INSERT INTO "admission_void" VALUES('undone');
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
CREATE TABLE allotment_use (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    allotment INTEGER NOT NULL REFERENCES allotment (id)
) STRICT;
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
CREATE TABLE approval (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    asked_ms INTEGER NOT NULL,
    approved INTEGER CHECK (approved IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    decided_ms INTEGER,
    CHECK ((approved IS NULL) = (decided_ms IS NULL))
) STRICT;
CREATE TABLE approval_proof (
    registration INTEGER PRIMARY KEY REFERENCES approval (registration),
    type TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/png', 'image/jpeg')),
    content BLOB NOT NULL CHECK (length(content) BETWEEN 1 AND 2097152),
    at_ms INTEGER NOT NULL
) STRICT;
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
INSERT INTO "badge_issue" VALUES(1,1,X'010190307429000000010001000F51B317ED8CE65F0BD783DD1E8FC4C0DD25F3DDC5B26D54F5D116AF3472B7BC1B017551F16B3DA6CE5166070DA20C836FE5A186BFF014FA3049002D8CB20FD10A',1,'','cli:keeper','',1795825443777);
INSERT INTO "badge_issue" VALUES(2,1,X'010190307429000000020001000F2E11919F88865AFBB3ACF19CA2AF9841A71EB716C6C5CAFD46207317A27BD070AAA447FC23EFC9870FF1C8B40F7AFE2B85AA613BF002C7EEF65420D2944E4E0A',1,'','cli:keeper','',1795825443777);
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
INSERT INTO "badge_print" VALUES(1,1,1,1,1,'affiliation=bfc438435777e2ef category=d2e0d80bb1472379 days=0566e8b6a2eb21b5 green-dot=33480be78fba1c2a name=772d645ab5bd724e','','cli:keeper','',1795825447895);
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
CREATE TABLE charge_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "charge_kind" VALUES('add_on');
INSERT INTO "charge_kind" VALUES('cancellation_fee');
INSERT INTO "charge_kind" VALUES('pass');
INSERT INTO "charge_kind" VALUES('voucher');
INSERT INTO "charge_kind" VALUES('waiver');
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
INSERT INTO "charge_line" VALUES(1,1,'add_on','dinner',1,6000,1);
INSERT INTO "charge_line" VALUES(1,2,'pass','four-days',1,35000,1);
INSERT INTO "charge_line" VALUES(2,1,'pass','four-days',1,35000,1);
INSERT INTO "charge_line" VALUES(3,1,'pass','four-days',1,35000,1);
INSERT INTO "charge_line" VALUES(4,1,'pass','day',3,30000,1);
INSERT INTO "charge_line" VALUES(5,1,'add_on','dinner',1,6000,1);
INSERT INTO "charge_line" VALUES(5,2,'pass','four-days',1,35000,1);
INSERT INTO "charge_line" VALUES(6,1,'pass','four-days',1,35000,1);
INSERT INTO "charge_line" VALUES(7,1,'pass','day',1,10000,1);
INSERT INTO "charge_line" VALUES(10,1,'pass','day',-1,-10000,1);
CREATE TABLE charge_tax (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    component TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES event_definition (version),
    cents INTEGER NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE checkout_share (
    checkout INTEGER NOT NULL REFERENCES checkout (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    cents INTEGER NOT NULL CHECK (cents > 0),
    PRIMARY KEY (checkout, registration)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkout_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "checkout_state" VALUES('begun');
INSERT INTO "checkout_state" VALUES('expired');
INSERT INTO "checkout_state" VALUES('failed');
INSERT INTO "checkout_state" VALUES('paid');
INSERT INTO "checkout_state" VALUES('pending');
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
CREATE TABLE clerk_presence (
    device INTEGER PRIMARY KEY REFERENCES device (id),
    clerk INTEGER NOT NULL REFERENCES clerk (id),
    since_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE custody (
    id INTEGER PRIMARY KEY,
    incarnation INTEGER NOT NULL REFERENCES incarnation (number),
    place TEXT NOT NULL REFERENCES custody_place (word),
    step TEXT NOT NULL REFERENCES custody_step (word),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE custody_place (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "custody_place" VALUES('server');
INSERT INTO "custody_place" VALUES('venue');
CREATE TABLE custody_step (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "custody_step" VALUES('closed');
INSERT INTO "custody_step" VALUES('closing');
INSERT INTO "custody_step" VALUES('opened');
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
INSERT INTO "device" VALUES(1,'North door','door',X'323E50E2BD9AEBEAB0E929906487907C4108E53E9057B86D8ECF5779A799F291','cli:keeper',1795825444545,NULL,NULL);
CREATE TABLE device_gate (
    device INTEGER NOT NULL REFERENCES device (id),
    gate TEXT NOT NULL REFERENCES gate (id),
    PRIMARY KEY (device, gate)
) STRICT, WITHOUT ROWID;
INSERT INTO "device_gate" VALUES(1,'main');
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
CREATE TABLE document_entry (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    FOREIGN KEY (kind, number) REFERENCES document (kind, number)
) STRICT;
CREATE TABLE document_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "document_kind" VALUES('credit_note');
INSERT INTO "document_kind" VALUES('invoice');
INSERT INTO "document_kind" VALUES('receipt');
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
CREATE TABLE door_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL UNIQUE REFERENCES registration (id)
) STRICT;
INSERT INTO "door_change" VALUES(10,3);
INSERT INTO "door_change" VALUES(13,4);
INSERT INTO "door_change" VALUES(17,5);
INSERT INTO "door_change" VALUES(20,6);
INSERT INTO "door_change" VALUES(28,8);
INSERT INTO "door_change" VALUES(29,7);
INSERT INTO "door_change" VALUES(31,2);
INSERT INTO "door_change" VALUES(32,1);
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
CREATE TABLE door_note_end (
    note INTEGER PRIMARY KEY REFERENCES door_note (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE door_policy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whether they get names, each locked with the badge that it belongs to.
    offers_names INTEGER NOT NULL CHECK (offers_names IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
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
CREATE TABLE enrollment_gate (
    enrollment INTEGER NOT NULL REFERENCES enrollment (id),
    gate TEXT NOT NULL REFERENCES gate (id),
    PRIMARY KEY (enrollment, gate)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    slug TEXT NOT NULL,
    -- Random; a credential of another event is told by it.
    tag BLOB NOT NULL CHECK (length(tag) = 4),
    created_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "event" VALUES(1,'netdev01',X'90307429',1795825437544);
CREATE TABLE event_definition (
    version INTEGER PRIMARY KEY,
    yaml TEXT NOT NULL,
    author TEXT NOT NULL,
    applied_ms INTEGER NOT NULL,
    -- What of what happens is told by mail, so that no booking has to read the YAML: words with blanks between them.
    mail_occasions TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "event_definition" VALUES(1,'# Netdev 0.1: the technical conference on Linux networking, Ottawa, 14 to 17 February 2015.
# Every key is explained in docs/event.md. Store a changed file with: lanyard event apply FILE EVENT.
event:
  slug: netdev01
  name: Netdev 0.1
  venue: Ottawa, Canada
  time_zone: America/Toronto
  day_starts_at: "04:00"
  currency: CAD

days:
  - date: 2015-02-14
    capacity: 300
  - date: 2015-02-15
    capacity: 300
  - date: 2015-02-16
    capacity: 300
  - date: 2015-02-17
    capacity: 300

# The price of any choice of days is the cheapest cover by these passes: 100, 200, 300, 350.
passes:
  - id: day
    name: One day
    days: 1
    price: 100.00
    fr: Une journée
  - id: four-days
    name: All four days
    days: 4
    price: 350.00
    fr: Les quatre jours

categories:
  attendee: { label: Attendee, fr: Participation, color: "#1f4e79", free: false }
  speaker: { label: Speaker, fr: Présentation, color: "#0f766e", free: false }
  organizer: { label: Organizing committee, fr: Comité organisateur, color: "#d4a017", free: true }
  volunteer: { label: Volunteer engineer, fr: Ingénierie bénévole, color: "#c62828", free: true }
  youth: { label: Youth volunteer, fr: Bénévolat jeunesse, color: "#1e6fd9", free: true }
  sponsor: { label: Sponsor, fr: Commandite, color: "#6b3fa0", free: false }
  press: { label: Press, fr: Presse, color: "#4b5563", free: true }

add_ons:
  - id: dinner
    name: Conference dinner
    price: 60.00
    seats: 25
    fr: Dîner de la conférence

gates:
  - id: main
    name: Main door
    fr: Porte principale
    days: all
    opens: "07:30"
    closes: "20:00"
    admits: any pass
    unpaid: refuse
    frequency: once per day
  - id: reception
    name: Opening reception
    fr: Réception d’ouverture
    days: "1"
    opens: "18:00"
    closes: "01:00"
    admits: any pass
    unpaid: refuse
    frequency: once
  - id: tutorials
    name: Tutorial room
    fr: Salle des tutoriels
    days: 1-2
    opens: "08:30"
    closes: "18:00"
    admits: any pass
    unpaid: refuse
    frequency: in and out, closing 18:00
  - id: dinner
    name: Conference dinner
    fr: Dîner de la conférence
    days: "3"
    opens: "18:30"
    closes: "22:00"
    admits: add-on dinner
    unpaid: refuse
    frequency: once
  - id: staff
    name: Staff room
    fr: Salle du personnel
    days: all
    opens: "06:00"
    closes: "24:00"
    admits: categories organizer, volunteer, youth
    unpaid: admit
    frequency: in and out, closing 24:00

badge:
  template: netdev01

keysigning:
  organizer: Kit Invented <keysigning@example.org>
  date: 2015-02-16
  time: "12:30"
','cli:keeper',1795825437544,'');
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
CREATE TABLE exhibitor_visit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exhibitor TEXT NOT NULL CHECK (length(exhibitor) BETWEEN 1 AND 63),
    registration INTEGER NOT NULL REFERENCES registration (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    UNIQUE (exhibitor, registration)
) STRICT;
CREATE TABLE feed_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL REFERENCES feed_kind (word),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- Of the badge's issue, or the key on the list.
    number INTEGER NOT NULL CHECK (number >= 0),
    at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "feed_event" VALUES(1,'badge.issued',1,1,1795825443777);
INSERT INTO "feed_event" VALUES(2,'badge.issued',2,1,1795825443777);
CREATE TABLE feed_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "feed_kind" VALUES('badge.issued');
INSERT INTO "feed_kind" VALUES('key.listed');
CREATE TABLE gate (
    number INTEGER PRIMARY KEY AUTOINCREMENT CHECK (number BETWEEN 1 AND 4294967295),
    id TEXT NOT NULL UNIQUE,
    closed_ms INTEGER,
    closed_by TEXT,
    closed_because TEXT CHECK (length(closed_because) > 0),
    CHECK ((closed_ms IS NULL) = (closed_by IS NULL) AND (closed_ms IS NULL) = (closed_because IS NULL))
) STRICT;
INSERT INTO "gate" VALUES(1,'main',NULL,NULL,NULL);
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
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('v0000-application-id');
INSERT INTO "grdb_migrations" VALUES('v0001-baseline');
CREATE TABLE guardian (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
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
CREATE TABLE import_mapping (
    list TEXT PRIMARY KEY CHECK (length(list) BETWEEN 1 AND 63),
    content TEXT NOT NULL,
    author TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE imported_person (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    list TEXT NOT NULL,
    mark BLOB NOT NULL CHECK (length(mark) = 32),
    -- A JSON object; empty for somebody who was erased.
    content TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "imported_person" VALUES(1,'own',X'EEBEF00BD5C020093AC94936DC7CCFCBD06FBE829D77C7D06F0C9ADB9619FA0F','{"add_ons":"dinner","affiliation":"Packet Bakery","badge_name":"","category":"attendee","days":"1,2,3,4","email":"ada.placeholder@example.com","name":"Ada Placeholder","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(2,'own',X'16C2C65FBDCCF093B815E732379A474F5B7BC89173A455C71B03C44786B82597','{"add_ons":"","affiliation":"Datagram & Daughters","badge_name":"","category":"attendee","days":"1,2,3,4","email":"desmond@example.net","name":"Desmond Datagram","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(3,'own',X'8AE694554AA54D1CAC3822E9A522B0D5D1E8B7375552146D07FCB54C52530FE6','{"add_ons":"","affiliation":"Half & Full","badge_name":"","category":"attendee","days":"1,2,3,4","email":"drusilla@example.org","name":"Drusilla Duplex","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(4,'own',X'016896317C46DA43DEB79F18DA93140EEFA6A6B1F2AFAF57A662FE97CCA610CD','{"add_ons":"","affiliation":"Universidad de Ninguna Parte","badge_name":"","category":"attendee","days":"1,2,3","email":"inigo@example.org","name":"Íñigo Enrutadoño","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(5,'own',X'5A32AD1CAD0132DD311A8FB9E21D54B33CDA1F4272328BC4EA3B56DFC1EB903C','{"add_ons":"dinner","affiliation":"Jumbo Frames & Pictures","badge_name":"Jo","category":"attendee","days":"1,2,3,4","email":"josephine@example.com","name":"Josephine Jumboframe","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(6,'own',X'546031A455C2E2A3AC8DB46485AA6FCB155C5CE2F93A57DD4BC45C21EB84F4B9','{"add_ons":"","affiliation":"数据包面包店","badge_name":"","category":"attendee","days":"1,2,3,4","email":"wang.diubao@example.com","name":"王丢包","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(7,'own',X'81727DA0773B66878C6C61129892CA8F13D165BAE7BFC5B4654027CDBFE8BA6B','{"add_ons":"","affiliation":"Näidisvõrk OÜ","badge_name":"","category":"volunteer","days":"1,2,3,4","email":"onne@example.org","name":"Õnne Võrguküla","status":"confirmed"}',1795825438791);
INSERT INTO "imported_person" VALUES(8,'own',X'2C9E33411404F6F9E9814334AD8F06B3071A46E7E147AAF5D62105929B063013','{"add_ons":"","affiliation":"株式会社パケット工房","badge_name":"","category":"attendee","days":"4","email":"kakuu.taro@example.net","name":"架空 太郎","status":"confirmed"}',1795825438791);
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
INSERT INTO "incarnation" VALUES(1,'created',1,0,'cli:keeper','',1795825437544);
CREATE TABLE incarnation_cause (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "incarnation_cause" VALUES('called_off');
INSERT INTO "incarnation_cause" VALUES('created');
INSERT INTO "incarnation_cause" VALUES('handed_over');
INSERT INTO "incarnation_cause" VALUES('restored');
INSERT INTO "incarnation_cause" VALUES('taken_over');
CREATE TABLE inquiry_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "inquiry_kind" VALUES('search');
INSERT INTO "inquiry_kind" VALUES('simulation');
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
INSERT INTO "journal_entry" VALUES(1,'charge',1,NULL,NULL,'import.registration:xTJAzMTqmqOpLJwv6im+IZ3wyU2M7U6lVa+NiN59SJU=','days 1,2,3,4',X'B23A7C6E66727ED85ECC411B293F7B894F5828D3B3236E7CED290CABBCF3A9D2',X'227A9ED9D9C6542776B9263A4D4568952A2B7B5F0C5EED26C9AF2FB9015C4B1A','cli:keeper','',1795825438791,NULL,X'0000000000000000000000000000000000000000000000000000000000000000',X'91015DFAE13B422F2F4BEBB6E6C5F56AB33A9DC4D4B80D332869C06026BFA3CF');
INSERT INTO "journal_entry" VALUES(2,'charge',2,NULL,NULL,'import.registration:a+Sca30GisEreSqUVbYLJ5zuhlAVrz/2Hwukvu+rvOU=','days 1,2,3,4',X'2CC1FAF18A8824A0AB4785E2271C2EB1FC0164D9219A567831E8D8437E3A4BF8',X'C5FE65FA3F310ABEC848C1875383CAAE457A1AE2CA2D776A6D5202075127F9BD','cli:keeper','',1795825438791,NULL,X'91015DFAE13B422F2F4BEBB6E6C5F56AB33A9DC4D4B80D332869C06026BFA3CF',X'4D14452DB8FAE90019C16D3AC807E3AB0571B285C13B0233F6129A9788864CF9');
INSERT INTO "journal_entry" VALUES(3,'charge',3,NULL,NULL,'import.registration:1ARG8oY97saytMpBWKqC1/hgubiX87+k2aR9Sbid0aM=','days 1,2,3,4',X'F6C5D2D204EA79D977AA4509061D8FA7AD9A58A1BABF26148A21601B72E2F497',X'985550DB045B6A648C7987FCE8ED0D8BE8FBEE78135DC8F8F6126549670F5ECA','cli:keeper','',1795825438791,NULL,X'4D14452DB8FAE90019C16D3AC807E3AB0571B285C13B0233F6129A9788864CF9',X'84BAB2C4C4EED56AE7803089F0296CECD4006491A32EDB153260B6631F7DE47A');
INSERT INTO "journal_entry" VALUES(4,'charge',4,NULL,NULL,'import.registration:sYu5/CBb1aDcuOk9lGjQglnk1EvQOIBr43896Kp3Hhw=','days 1,2,3',X'DA837CC315003C58294B76654055403EB03CDCEA5154AC7E203E68F00E7E65FC',X'4B9B774B4F769B0BF0993EE95EE02E1D54711797CACC8DA50559FAF59DBF00D4','cli:keeper','',1795825438791,NULL,X'84BAB2C4C4EED56AE7803089F0296CECD4006491A32EDB153260B6631F7DE47A',X'D6F4BDF1F1B0BC1B54EB18DE99933658063EE0ECFC375339269A887D1840E767');
INSERT INTO "journal_entry" VALUES(5,'charge',5,NULL,NULL,'import.registration:XzUDWdxbkVn+zXa5OZxQYS9AncHV4m4ow2k15aHTM58=','days 1,2,3,4',X'56843A9072EA4A559F6063C165F45BFD5226C3C16CCB3FE0E640F7FDCE9AF003',X'383A2824B7FE0DABE8CCAB0EC6B9BC733506A1C8C6E249F234054A2712FB89D9','cli:keeper','',1795825438791,NULL,X'D6F4BDF1F1B0BC1B54EB18DE99933658063EE0ECFC375339269A887D1840E767',X'202B714C700374D78EFBF6948A73946D0D6416E3248422C2595A2327DFBCF1D8');
INSERT INTO "journal_entry" VALUES(6,'charge',6,NULL,NULL,'import.registration:Cc0btulJoEHUntRZHTZy58e3uBAOBVNR0TiBIDr8oOg=','days 1,2,3,4',X'E1CBAB1E5605F7EC39364AA33A46753B30517195673C805857DB135BE2A69347',X'C2DB3C7048E5BE3B539B4D2EF17DC8D957676362ADF47D838562AF9A361F03D4','cli:keeper','',1795825438791,NULL,X'202B714C700374D78EFBF6948A73946D0D6416E3248422C2595A2327DFBCF1D8',X'331B464C0F579BFAAF5DDCA196E7250D82222B3F4E6738E4534317C6B56CCCDE');
INSERT INTO "journal_entry" VALUES(7,'charge',8,NULL,NULL,'import.registration:lpolHYCrtRZncgGl7s9eevTrluyjjQtRPEfFxv28UrQ=','days 4',X'072016FDFF4330DAF94C111D387915017BAA9D7C1BB6EECD8C63F0F9D87474E2',X'D821ED7065AFD77C1C5F56876CA79C6CC202ADBADCE860007E7DB90B72D4B93B','cli:keeper','',1795825438791,NULL,X'331B464C0F579BFAAF5DDCA196E7250D82222B3F4E6738E4534317C6B56CCCDE',X'DA143ACC6EC075D4EFC6EF3ED564E20AAC184D7E0CCCB355721210D0C5F464C7');
INSERT INTO "journal_entry" VALUES(8,'till',NULL,NULL,1,'once:2qq6zuf0gqi5i-3s31d0nlqp7j8','till front opened, shift 1',X'F77F8BF844A61D7A03838989BFD573B300CD0BE8CD5E54D2E53E559645E7D43D',X'1F5F0ADE73CDC1FEF6E8D5E3EDF4834DD1477236D3C463ABE07DB8F09733B16D','cli:keeper','',1795825439831,NULL,X'DA143ACC6EC075D4EFC6EF3ED564E20AAC184D7E0CCCB355721210D0C5F464C7',X'525FC650C74E12CA9A5FBD6E7C149F829C12FB318A805FD9EC5CE3D71768371E');
INSERT INTO "journal_entry" VALUES(9,'payment',1,NULL,NULL,'once:38yk1bxqtsqr5-3vg957bbriigw','',X'84948319E0D44809DE58C4503ECA09B660D69F9BA6AF558F8A198CFDF85278EB',X'51D47DAAD7744F483C0C713E4C24853BCA0774DB591498230A7B689D246248B1','cli:keeper','',1795825440739,NULL,X'525FC650C74E12CA9A5FBD6E7C149F829C12FB318A805FD9EC5CE3D71768371E',X'B9687E790D80B842ABFF47F067785F0EE006CC6C21CF97BD1DADADAE9784EE40');
INSERT INTO "journal_entry" VALUES(10,'credit',8,NULL,NULL,'once:3ag3vhzrnn1az-g888jrnqa2ic','cancelled',X'C9D5B5FC30A9FA8BB7E5FB35C1C9F7D02795BEA862CE233F6D3E17B3DEB2DC84',X'93F2E2BF3B55CD7E3B918E1BA297317FB3152F85F2E7BACCFF0E741BB04B79AB','cli:keeper','',1795825441647,NULL,X'B9687E790D80B842ABFF47F067785F0EE006CC6C21CF97BD1DADADAE9784EE40',X'E9231CA974432B174394ABC96A3D992EA69037E86A1AA6A0018C1329F2929BBE');
CREATE TABLE journal_kind (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "journal_kind" VALUES('charge');
INSERT INTO "journal_kind" VALUES('correction');
INSERT INTO "journal_kind" VALUES('credit');
INSERT INTO "journal_kind" VALUES('donation');
INSERT INTO "journal_kind" VALUES('manual');
INSERT INTO "journal_kind" VALUES('payment');
INSERT INTO "journal_kind" VALUES('refund');
INSERT INTO "journal_kind" VALUES('till');
INSERT INTO "journal_kind" VALUES('transfer');
INSERT INTO "journal_kind" VALUES('waiver');
CREATE TABLE keysigning_announcement (
    registration INTEGER NOT NULL REFERENCES registration (id),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, fingerprint, at_ms)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE keysigning_change (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    number INTEGER NOT NULL REFERENCES keysigning_number (number),
    kind TEXT NOT NULL CHECK (kind IN ('added', 'updated', 'absent', 'withdrawn', 'revoked', 'expired')),
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE keysigning_claim (
    registration INTEGER NOT NULL REFERENCES registration (id),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40 AND fingerprint NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, fingerprint)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE keysigning_invitation (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    revoked_ms INTEGER
) STRICT;
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
CREATE TABLE keysigning_number (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999),
    submission INTEGER NOT NULL UNIQUE REFERENCES keysigning_submission (id),
    at_ms INTEGER NOT NULL,
    UNIQUE (number, submission)
) STRICT;
CREATE TABLE keysigning_phase (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'closed')),
    reason TEXT NOT NULL CHECK (length(reason) <= 200),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE keysigning_presence (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES keysigning_submission (id),
    kind TEXT NOT NULL CHECK (kind IN ('absent', 'present')),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
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
CREATE TABLE keysigning_revocation (
    submission INTEGER PRIMARY KEY REFERENCES keysigning_submission (id),
    -- The fingerprint of another key whose owner was allowed to; null where the key revoked itself.
    revoker TEXT CHECK (length(revoker) IN (40, 64) AND revoker NOT GLOB '*[^0-9A-F]*'),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
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
CREATE TABLE keysigning_taking (
    version INTEGER NOT NULL REFERENCES keysigning_list (version),
    registration INTEGER NOT NULL REFERENCES registration (id),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (version, registration)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE keysigning_withdrawal (
    submission INTEGER PRIMARY KEY REFERENCES keysigning_submission (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE keysigning_wrong_code (
    id INTEGER PRIMARY KEY,
    challenge INTEGER NOT NULL REFERENCES keysigning_challenge (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE language (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "language" VALUES('en');
INSERT INTO "language" VALUES('fr');
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
CREATE TABLE letter_template (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    name TEXT NOT NULL,
    svg BLOB NOT NULL
) STRICT;
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
CREATE TABLE mail_answer (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "mail_answer" VALUES('accepted');
INSERT INTO "mail_answer" VALUES('deferred');
INSERT INTO "mail_answer" VALUES('refused');
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
CREATE TABLE mail_bounce (
    mail INTEGER PRIMARY KEY REFERENCES mail (id),
    -- SHA-256 of the address, in lower case.
    address_sha256 BLOB NOT NULL CHECK (length(address_sha256) = 32),
    status TEXT NOT NULL CHECK (length(status) BETWEEN 1 AND 11),
    -- What the server wrote, without the address.
    reply TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE mail_occasion (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "mail_occasion" VALUES('address_confirmation');
INSERT INTO "mail_occasion" VALUES('announcement');
INSERT INTO "mail_occasion" VALUES('called_off');
INSERT INTO "mail_occasion" VALUES('cancellation');
INSERT INTO "mail_occasion" VALUES('change');
INSERT INTO "mail_occasion" VALUES('confirmation');
INSERT INTO "mail_occasion" VALUES('keysigning_erratum');
INSERT INTO "mail_occasion" VALUES('keysigning_invitation');
INSERT INTO "mail_occasion" VALUES('keysigning_reminder');
INSERT INTO "mail_occasion" VALUES('keysigning_state');
INSERT INTO "mail_occasion" VALUES('letter');
INSERT INTO "mail_occasion" VALUES('link');
INSERT INTO "mail_occasion" VALUES('offer');
INSERT INTO "mail_occasion" VALUES('payment');
INSERT INTO "mail_occasion" VALUES('payment_request');
INSERT INTO "mail_occasion" VALUES('reminder');
INSERT INTO "mail_occasion" VALUES('ticket');
CREATE TABLE mail_pause (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    is_paused INTEGER NOT NULL CHECK (is_paused IN (0, 1)),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE mail_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "mail_state" VALUES('cancelled');
INSERT INTO "mail_state" VALUES('failed');
INSERT INTO "mail_state" VALUES('sent');
INSERT INTO "mail_state" VALUES('waiting');
CREATE TABLE mail_stop (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE mail_trouble (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (length(code) > 0),
    reply TEXT NOT NULL
) STRICT;
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
CREATE TABLE online_payout (
    provider TEXT NOT NULL REFERENCES payment_provider (word),
    number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 255),
    entry INTEGER NOT NULL UNIQUE REFERENCES journal_entry (number),
    PRIMARY KEY (provider, number)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE online_refund_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "online_refund_state" VALUES('cancelled');
INSERT INTO "online_refund_state" VALUES('failed');
INSERT INTO "online_refund_state" VALUES('sent');
INSERT INTO "online_refund_state" VALUES('waiting');
CREATE TABLE party (
    payer INTEGER PRIMARY KEY REFERENCES registration (id),
    bill_to TEXT NOT NULL,
    address TEXT NOT NULL,
    tax_number TEXT NOT NULL,
    order_number TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE party_member (
    registration INTEGER PRIMARY KEY REFERENCES registration (id),
    party INTEGER NOT NULL REFERENCES party (payer),
    CHECK (registration <> party)
) STRICT;
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
INSERT INTO "payment" VALUES(9,1,'cash',41000,NULL,0,1);
CREATE TABLE payment_method (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "payment_method" VALUES('bank');
INSERT INTO "payment_method" VALUES('card');
INSERT INTO "payment_method" VALUES('cash');
INSERT INTO "payment_method" VALUES('cheque');
INSERT INTO "payment_method" VALUES('online');
CREATE TABLE payment_provider (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "payment_provider" VALUES('stripe');
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
CREATE TABLE place (
    id TEXT PRIMARY KEY,
    taken INTEGER NOT NULL CHECK (taken >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO "place" VALUES('add-on:dinner',2);
INSERT INTO "place" VALUES('day:1',7);
INSERT INTO "place" VALUES('day:2',7);
INSERT INTO "place" VALUES('day:3',7);
INSERT INTO "place" VALUES('day:4',6);
CREATE TABLE posting (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    line INTEGER NOT NULL CHECK (line >= 1),
    account TEXT NOT NULL CHECK (length(account) > 0),
    cents INTEGER NOT NULL CHECK (cents <> 0),
    PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;
INSERT INTO "posting" VALUES(8,2,'cash',-10000);
INSERT INTO "posting" VALUES(8,1,'cash:front',10000);
INSERT INTO "posting" VALUES(9,1,'cash:front',41000);
INSERT INTO "posting" VALUES(1,1,'receivable',41000);
INSERT INTO "posting" VALUES(2,1,'receivable',35000);
INSERT INTO "posting" VALUES(3,1,'receivable',35000);
INSERT INTO "posting" VALUES(4,1,'receivable',30000);
INSERT INTO "posting" VALUES(5,1,'receivable',41000);
INSERT INTO "posting" VALUES(6,1,'receivable',35000);
INSERT INTO "posting" VALUES(7,1,'receivable',10000);
INSERT INTO "posting" VALUES(9,2,'receivable',-41000);
INSERT INTO "posting" VALUES(10,1,'receivable',-10000);
INSERT INTO "posting" VALUES(4,2,'revenue:day',-30000);
INSERT INTO "posting" VALUES(7,2,'revenue:day',-10000);
INSERT INTO "posting" VALUES(10,2,'revenue:day',10000);
INSERT INTO "posting" VALUES(1,2,'revenue:dinner',-6000);
INSERT INTO "posting" VALUES(5,2,'revenue:dinner',-6000);
INSERT INTO "posting" VALUES(1,3,'revenue:four-days',-35000);
INSERT INTO "posting" VALUES(2,2,'revenue:four-days',-35000);
INSERT INTO "posting" VALUES(3,2,'revenue:four-days',-35000);
INSERT INTO "posting" VALUES(5,3,'revenue:four-days',-35000);
INSERT INTO "posting" VALUES(6,2,'revenue:four-days',-35000);
CREATE TABLE presentation (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "presentation" VALUES('code');
INSERT INTO "presentation" VALUES('credential');
INSERT INTO "presentation" VALUES('registration');
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
INSERT INTO "print_job" VALUES(1,'print','file','badge.pdf','',1,1,'cli:keeper','',1795825447895);
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
INSERT INTO "print_job_state" VALUES(1,1,'done',NULL,'','cli:keeper',1795825447895);
CREATE TABLE print_medium (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "print_medium" VALUES('answer');
INSERT INTO "print_medium" VALUES('file');
INSERT INTO "print_medium" VALUES('queue');
CREATE TABLE print_state (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "print_state" VALUES('cancelled');
INSERT INTO "print_state" VALUES('done');
INSERT INTO "print_state" VALUES('failed');
INSERT INTO "print_state" VALUES('forgotten');
INSERT INTO "print_state" VALUES('held');
INSERT INTO "print_state" VALUES('printing');
INSERT INTO "print_state" VALUES('queued');
INSERT INTO "print_state" VALUES('stopped');
INSERT INTO "print_state" VALUES('waiting');
CREATE TABLE provider_trouble (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since_ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (length(code) > 0),
    reply TEXT NOT NULL
) STRICT;
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
INSERT INTO "registration" VALUES(1,'K15GJRB','Ada Placeholder','','Packet Bakery','ada.placeholder@example.com','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0001','','ada placeholder | packet bakery | ada.placeholder@example.com | k15gjrb | nd-0001',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(2,'NS25HZY','Desmond Datagram','','Datagram & Daughters','desmond@example.net','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0002','','desmond datagram | datagram & daughters | desmond@example.net | ns25hzy | nd-0002',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(3,'K4MBXG8','Drusilla Duplex','','Half & Full','drusilla@example.org','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0003','','drusilla duplex | half & full | drusilla@example.org | k4mbxg8 | nd-0003',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(4,'TZ28EQ3','Íñigo Enrutadoño','','Universidad de Ninguna Parte','inigo@example.org','','','en','attendee',7,'active',NULL,NULL,NULL,NULL,'ND-0004','','inigo enrutadono | universidad de ninguna parte | inigo@example.org | tz28eq3 | nd-0004',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(5,'H9XD1D9','Josephine Jumboframe','Jo','Jumbo Frames & Pictures','josephine@example.com','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0005','','josephine jumboframe | jo | jumbo frames & pictures | josephine@example.com | h9xd1d9 | nd-0005',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(6,'DQCPZYJ','王丢包','','数据包面包店','wang.diubao@example.com','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0006','','王丢包 | 数据包面包店 | wang.diubao@example.com | dqcpzyj | nd-0006',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(7,'KX67HGV','Õnne Võrguküla','','Näidisvõrk OÜ','onne@example.org','','','en','volunteer',15,'active',NULL,NULL,'kept as blocked',NULL,'ND-0007','','onne vorgukula | naidisvork ou | onne@example.org | kx67hgv | nd-0007',1795825438791,NULL,1795825438791,1,0);
INSERT INTO "registration" VALUES(8,'P7KP3DW','架空 太郎','','株式会社パケット工房','kakuu.taro@example.net','','','en','attendee',8,'cancelled',NULL,NULL,NULL,NULL,'ND-0008','','架空 太郎 | 株式会社パケット工房 | kakuu.taro@example.net | p7kp3dw | nd-0008 架空太郎',1795825438791,NULL,1795825438791,1,0);
CREATE TABLE registration_add_on (
    registration INTEGER NOT NULL REFERENCES registration (id),
    add_on TEXT NOT NULL,
    -- The definition that was in force when it was chosen.
    version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (registration, add_on)
) STRICT, WITHOUT ROWID;
INSERT INTO "registration_add_on" VALUES(1,'dinner',1);
INSERT INTO "registration_add_on" VALUES(5,'dinner',1);
CREATE TABLE registration_correction (
    happening INTEGER PRIMARY KEY REFERENCES registration_history (id),
    registration INTEGER NOT NULL REFERENCES registration (id),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    -- Random; goes with the two, so that nobody can find out by guessing what the digest in the history stands for.
    salt BLOB CHECK (salt IS NULL OR length(salt) = 32)
) STRICT;
CREATE TABLE registration_day (
    registration INTEGER NOT NULL REFERENCES registration (id),
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 16),
    since_ms INTEGER NOT NULL,
    since_version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (registration, day)
) STRICT, WITHOUT ROWID;
INSERT INTO "registration_day" VALUES(1,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(1,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(1,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(1,4,1795825438791,1);
INSERT INTO "registration_day" VALUES(2,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(2,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(2,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(2,4,1795825438791,1);
INSERT INTO "registration_day" VALUES(3,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(3,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(3,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(3,4,1795825438791,1);
INSERT INTO "registration_day" VALUES(4,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(4,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(4,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(5,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(5,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(5,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(5,4,1795825438791,1);
INSERT INTO "registration_day" VALUES(6,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(6,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(6,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(6,4,1795825438791,1);
INSERT INTO "registration_day" VALUES(7,1,1795825438791,1);
INSERT INTO "registration_day" VALUES(7,2,1795825438791,1);
INSERT INTO "registration_day" VALUES(7,3,1795825438791,1);
INSERT INTO "registration_day" VALUES(7,4,1795825438791,1);
INSERT INTO "registration_day" VALUES(8,4,1795825438791,1);
CREATE TABLE registration_end (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "registration_end" VALUES('merged');
INSERT INTO "registration_end" VALUES('transferred');
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
INSERT INTO "registration_history" VALUES(1,1,'registered','1,2,3,4','cli:keeper','',1795825438791,NULL,X'7FD67764FE41775F38C0CBBF1D3C98BA6D9E5452C78122F307F47F0D61AD2FEE');
INSERT INTO "registration_history" VALUES(2,2,'registered','1,2,3,4','cli:keeper','',1795825438791,NULL,X'8095ABC5FD75429D8E04B0E5742539C7ED5DBADEE11F7272EBDC4F6AEAB217A2');
INSERT INTO "registration_history" VALUES(3,3,'registered','1,2,3,4','cli:keeper','',1795825438791,NULL,X'397EA38FF7D6F59EFF793CC7A7B2C8F9ADC37751C4392F71DA828F72A2FD4326');
INSERT INTO "registration_history" VALUES(4,4,'registered','1,2,3','cli:keeper','',1795825438791,NULL,X'9D1BE4FA1B4CBF07FAAB41CBE002760585E37E00710D35C75B9886F5EC14D0C2');
INSERT INTO "registration_history" VALUES(5,5,'registered','1,2,3,4','cli:keeper','',1795825438791,NULL,X'227021ADC8063C078D3E211610CCE59CE06469C1E2824F63A6383E855E6469F3');
INSERT INTO "registration_history" VALUES(6,6,'registered','1,2,3,4','cli:keeper','',1795825438791,NULL,X'D541C90733FD8E525843B4F20D4D76D6968F77279677515937367B71DF386CA2');
INSERT INTO "registration_history" VALUES(7,7,'registered','1,2,3,4','cli:keeper','',1795825438791,NULL,X'73F918AF820436724D447CD5DBEB7563602332292E53071FE884E5A8D7E88F87');
INSERT INTO "registration_history" VALUES(8,8,'registered','4','cli:keeper','',1795825438791,NULL,X'B2DB022AD251C94DCA929901F775C69C9C528AEDDF291BDC462DDF28626E7FBD');
INSERT INTO "registration_history" VALUES(9,1,'paid','410.00 cash','cli:keeper','',1795825440739,NULL,X'7460EB72EDD8526CB1402483F9B3E62833DCEC9112A636571236D74D5131673E');
INSERT INTO "registration_history" VALUES(10,8,'cancelled','','cli:keeper','',1795825441647,NULL,X'1B43D60806FB48EC3DDA4E03CC55AA6770E32AFD2F54457A811F28BD4198E689');
INSERT INTO "registration_history" VALUES(11,7,'blocked','','cli:keeper','',1795825442668,NULL,X'72B3C7717A3D7C196DB48E31C74108BC9E7BCF68609A90DD06D04DA1DCDAFA02');
CREATE TABLE registration_search_change (
    -- A number is never given again, so that no process takes a later change for one that it knows.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL UNIQUE REFERENCES registration (id)
) STRICT;
INSERT INTO "registration_search_change" VALUES(1,1);
INSERT INTO "registration_search_change" VALUES(2,2);
INSERT INTO "registration_search_change" VALUES(3,3);
INSERT INTO "registration_search_change" VALUES(4,4);
INSERT INTO "registration_search_change" VALUES(5,5);
INSERT INTO "registration_search_change" VALUES(6,6);
INSERT INTO "registration_search_change" VALUES(7,7);
INSERT INTO "registration_search_change" VALUES(8,8);
CREATE TABLE registration_status (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "registration_status" VALUES('active');
INSERT INTO "registration_status" VALUES('cancelled');
CREATE TABLE report_share (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report TEXT NOT NULL CHECK (length(report) BETWEEN 1 AND 100),
    secret_sha256 BLOB NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT;
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
INSERT INTO "request" VALUES('import.registration:1ARG8oY97saytMpBWKqC1/hgubiX87+k2aR9Sbid0aM=','import.registration',X'B2A45166B57507B475A8C3EC18D12B590F2FC4B7FFD542F7514448C044C754FD','{"number":3}','cli:keeper','',1795825438791,4,X'2F6F77A8A20C1720041A1B7939A08B5AF8A4E8152CEC43F077C04A81844D5123');
INSERT INTO "request" VALUES('import.registration:Cc0btulJoEHUntRZHTZy58e3uBAOBVNR0TiBIDr8oOg=','import.registration',X'8F7BDF6CD3046625483675815D4809BD47B3AC6427E9D2EEE4140224DD7B1CEE','{"number":6}','cli:keeper','',1795825438791,7,X'84F726A80DB545F777D2D8B5008914E202F57206A46EC2ACAF30C845718ABC0D');
INSERT INTO "request" VALUES('import.registration:XzUDWdxbkVn+zXa5OZxQYS9AncHV4m4ow2k15aHTM58=','import.registration',X'861DFCC4A05C0AC04CF0BD8F71C7BE560401EBC43AF1C5E56C69B20FE930D08F','{"number":5}','cli:keeper','',1795825438791,6,X'6E5BFAACABD1E194E5E6AF5D15F62509E445547A7F753BC8BD4D6340160A64B5');
INSERT INTO "request" VALUES('import.registration:a+Sca30GisEreSqUVbYLJ5zuhlAVrz/2Hwukvu+rvOU=','import.registration',X'488CBCD804E45AF356C1B675754D7153893A31FFD4EEAACBB1AF4B7F764E8C6A','{"number":2}','cli:keeper','',1795825438791,3,X'EAEEEB090B936ACE9AD634A3AA0CBCC6AF888288E87F0F7BA950B9494C46F6FA');
INSERT INTO "request" VALUES('import.registration:lpolHYCrtRZncgGl7s9eevTrluyjjQtRPEfFxv28UrQ=','import.registration',X'78CB2F66E47692D178D0A92D2DB473C603F3FD0A2995624204F760ACBED49AF2','{"number":8}','cli:keeper','',1795825438791,9,X'FDA857063DE19020FD59E7918654CB751111DB6CE1DDD8311DD012F80D04521D');
INSERT INTO "request" VALUES('import.registration:sYu5/CBb1aDcuOk9lGjQglnk1EvQOIBr43896Kp3Hhw=','import.registration',X'06C241878E0FB884FF45DB8096CEA4A8D8C7CA5AD09D1F904A32B0B10B96612A','{"number":4}','cli:keeper','',1795825438791,5,X'5C0BB4585A6E42858F7BC37C09816D3BB0E971827038F06AC06F67D9EE0FB22B');
INSERT INTO "request" VALUES('import.registration:u7a7Ldfp3kpTkumbwTbh60Q/sC4wbBJHra9UbVjkCdw=','import.registration',X'221BE74295991BA282359060F9D8A8245BB8787A86E2381F1FFEA5FDA1C171FC','{"number":7}','cli:keeper','',1795825438791,8,X'7B3AFD4DB1751F4FDFCB38D0476F0A67682C182909808063CD4450FBFD90C7E4');
INSERT INTO "request" VALUES('import.registration:xTJAzMTqmqOpLJwv6im+IZ3wyU2M7U6lVa+NiN59SJU=','import.registration',X'F9EDD51AECD55EA04129ED3BDFA6EB5FFF65A8163C76116DD68654F7E5846458','{"number":1}','cli:keeper','',1795825438791,2,X'7EE799AA46034D60E91D6324B53C202BC3AA508ECF72F8C9BBAF6C9219EC7679');
INSERT INTO "request" VALUES('once:1cahlugxau6od-1sgw1uk002st0','registration.block',X'68CB67E78AEB94330AB3329A173B590E0F429495ADE5367DA655DD185FE939BF','{"number":7}','cli:keeper','',1795825442668,13,X'45E50EBFEBBE3FFCB727185BE53D72B83B68718E9243D9073864E4E18EE741B6');
INSERT INTO "request" VALUES('once:2qq6zuf0gqi5i-3s31d0nlqp7j8','till.open',X'23BE590100AC3AD79CAB399EEC9BC8395558B668755FD2C5E6507BA781AB39A4','{"number":1}','cli:keeper','',1795825439831,10,X'32E619CB0A3A73B6A3C40D6C540BEFAFBBB9D2E2A0D0E3F617E8984087715EE3');
INSERT INTO "request" VALUES('once:38yk1bxqtsqr5-3vg957bbriigw','ledger.pay',X'7BA18918BDD2E8B9B0597AF693D49815F1BA88CF72B6D3BA4E4C0981CC8F0875','{"changeCents":0,"roundingCents":0,"entry":9,"dueCents":0,"cents":41000}','cli:keeper','',1795825440739,11,X'369C5ABD91166DE1663C1DE792EF53A5E5746DDE985584D9554B758DF0D3CEB6');
INSERT INTO "request" VALUES('once:3ag3vhzrnn1az-g888jrnqa2ic','registration.cancel',X'5AE93D9E948117B1C0432FA43B1D93AEC3289017BF8E6684CB791E75088ECFD4','{"number":8}','cli:keeper','',1795825441647,12,X'CDCE38EDF1B4D3644698B6D2F40460B9B4A5EAC9D2E197DB0A11401A1A48E2DE');
INSERT INTO "request" VALUES('once:3lnbzta74mrfo-1o60dkzq6l8ek','badge.run',X'A3072BB29E1198149CAA0E2DF1769920C4A85CBD102664504A04D1C5B752157C','1','cli:keeper','',1795825447895,16,X'BD37A9B792DAB1B2B55496E07A186C7E24D262DD14FAFBD7A21A74402D74188F');
INSERT INTO "request" VALUES('once:3luh1vk9g29ez-2kh3nsourjonx','device.add',X'80383A46733A1D8F0E5003B006B97CBE8DAFE11625B2A1CADCFEB3E6BFBC6776','1','cli:keeper','',1795825444545,15,X'32E33DEB07FA7B76A2082B0CC941095AADA3757582E343AC5313A83F3E1136EF');
INSERT INTO "request" VALUES('once:ase8tekm7uee-2rsro8ti9fxae','badge.first',X'298F77DA3D7B793550DE8A3931739050FE43B1E65CBD4137F90ACE87478397D6','[{"registration":1,"issue":1},{"registration":2,"issue":1}]','cli:keeper','',1795825443777,14,X'91EBE8E1DBF814FB0D9B5FE3417D850E5912E7CDC1B2C6A6F027B2C9BC9C08B8');
INSERT INTO "request" VALUES('№1','event.define',X'C81FD94129639819C25B2816370ADEC2FA6E0FDE9364B43A2AF900AFFC1B8F51','1','cli:keeper','',1795825437544,1,X'4BBD182F5D67B99ED93EC3BDE585D8A13A9622694D0FEEAB18E3DA2C4D128FB0');
CREATE TABLE retained (
    registration INTEGER NOT NULL REFERENCES registration (id),
    version INTEGER NOT NULL REFERENCES event_definition (version),
    cents INTEGER NOT NULL CHECK (cents > 0),
    PRIMARY KEY (registration, version)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "scan" VALUES(1,1,'once:j6gzbec4gjhi-1g9ijdq3wdh5p',X'264FCCD2F6101E4526ADCCF38A50083D04B6E162F6EEEA7DA62D7A84C5A56874',1,'entry','code',1,NULL,1423924200083,NULL,1,570,'admitted','{"passage":"entry"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE scan_settlement (
    scan INTEGER PRIMARY KEY REFERENCES scan (id),
    note TEXT NOT NULL CHECK (length(note) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE scan_undo (
    scan INTEGER PRIMARY KEY REFERENCES scan (id),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
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
INSERT INTO "signing_key" VALUES(1,X'219A48347057DCECE0DED238DF896C78B695CC49D9A214A2867A5F4BF138D440',1795825437544,NULL,NULL,NULL);
INSERT INTO "signing_key" VALUES(2,X'6EC4570ED5BEBCCF9F0997EF212D6114035EAB0D3A072B2CF309D4FA482F43DC',1795825437544,NULL,NULL,NULL);
CREATE TABLE statement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    form TEXT NOT NULL REFERENCES statement_form (word),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE statement_form (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "statement_form" VALUES('camt');
INSERT INTO "statement_form" VALUES('csv');
INSERT INTO "statement_form" VALUES('mt940');
INSERT INTO "statement_form" VALUES('ofx');
INSERT INTO "statement_form" VALUES('online');
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
CREATE TABLE statement_outcome (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "statement_outcome" VALUES('booked');
INSERT INTO "statement_outcome" VALUES('not_ours');
INSERT INTO "statement_outcome" VALUES('reopened');
INSERT INTO "statement_outcome" VALUES('reversed');
CREATE TABLE statement_settlement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line INTEGER NOT NULL REFERENCES statement_line (id),
    outcome TEXT NOT NULL REFERENCES statement_outcome (word),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE statement_share (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    settlement INTEGER NOT NULL REFERENCES statement_settlement (id)
) STRICT;
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
INSERT INTO "till" VALUES(1,'front',10000,1795825439831,'cli:keeper',NULL,NULL,NULL,NULL);
CREATE TABLE till_drop (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    till INTEGER NOT NULL REFERENCES till (id),
    cents INTEGER NOT NULL CHECK (cents > 0)
) STRICT;
CREATE TABLE verdict (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "verdict" VALUES('admitted');
INSERT INTO "verdict" VALUES('already_admitted');
INSERT INTO "verdict" VALUES('blocked');
INSERT INTO "verdict" VALUES('cancelled');
INSERT INTO "verdict" VALUES('full');
INSERT INTO "verdict" VALUES('gate_closed');
INSERT INTO "verdict" VALUES('invalid');
INSERT INTO "verdict" VALUES('not_entitled');
INSERT INTO "verdict" VALUES('revoked');
INSERT INTO "verdict" VALUES('unpaid');
INSERT INTO "verdict" VALUES('wrong_day');
CREATE TABLE voucher_use (
    id INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registration (id),
    voucher TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES event_definition (version),
    since_ms INTEGER NOT NULL,
    released_ms INTEGER
) STRICT;
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
CREATE TABLE waiting_outcome (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "waiting_outcome" VALUES('declined');
INSERT INTO "waiting_outcome" VALUES('expired');
INSERT INTO "waiting_outcome" VALUES('left');
INSERT INTO "waiting_outcome" VALUES('promoted');
CREATE TABLE waiver (
    entry INTEGER NOT NULL REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    -- In listed prices.
    cents INTEGER NOT NULL CHECK (cents > 0),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    PRIMARY KEY (registration, entry)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE webhook_attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook INTEGER NOT NULL REFERENCES webhook (id),
    message TEXT NOT NULL CHECK (length(message) BETWEEN 1 AND 100),
    at_ms INTEGER NOT NULL,
    -- As HTTP numbers it; 0 where there was no answer, and then the code of an error stands in its place.
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 999),
    error TEXT NOT NULL
) STRICT;
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
CREATE TABLE withheld_scan_end (
    withheld INTEGER PRIMARY KEY REFERENCES withheld_scan (id),
    -- The scan that it became; null where somebody decided that it counts for nothing.
    scan INTEGER REFERENCES scan (id),
    note TEXT NOT NULL CHECK (length(note) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE withholding (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "withholding" VALUES('ahead');
INSERT INTO "withholding" VALUES('clock');
INSERT INTO "withholding" VALUES('crowd');
INSERT INTO "withholding" VALUES('enrollment');
INSERT INTO "withholding" VALUES('gate');
INSERT INTO "withholding" VALUES('revoked');
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
CREATE UNIQUE INDEX clerk_by_name ON clerk (device, name) WHERE removed_ms IS NULL;
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
CREATE TRIGGER device_gate_has_a_gate BEFORE INSERT ON device_gate
BEGIN INSERT INTO gate (id) SELECT NEW.gate WHERE NOT EXISTS (SELECT 1 FROM gate WHERE id = NEW.gate); END;
CREATE TRIGGER enrollment_gate_has_a_gate BEFORE INSERT ON enrollment_gate
BEGIN INSERT INTO gate (id) SELECT NEW.gate WHERE NOT EXISTS (SELECT 1 FROM gate WHERE id = NEW.gate); END;
CREATE INDEX imported_person_mark ON imported_person (mark);
CREATE INDEX imported_person_list ON imported_person (list);
CREATE INDEX registration_successor ON registration (successor) WHERE successor IS NOT NULL;
CREATE INDEX registration_name ON registration (search);
CREATE INDEX registration_email ON registration (email) WHERE email <> '';
CREATE INDEX registration_affiliation ON registration (affiliation) WHERE affiliation <> '';
CREATE INDEX registration_history_of ON registration_history (registration, id);
CREATE INDEX registration_correction_of ON registration_correction (registration);
CREATE INDEX barred_person_name ON barred_person (folded) WHERE folded <> '';
CREATE INDEX barred_person_email ON barred_person (email) WHERE email <> '';
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
CREATE INDEX party_member_of ON party_member (party);
CREATE INDEX address_confirmation_open ON address_confirmation (until_ms)
WHERE confirmed_ms IS NULL AND released_ms IS NULL;
CREATE INDEX allotment_use_of ON allotment_use (allotment);
CREATE INDEX approval_open ON approval (asked_ms) WHERE approved IS NULL;
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
CREATE TRIGGER party_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    UPDATE party SET bill_to = '', address = '', tax_number = '', order_number = '' WHERE payer = NEW.id;
    DELETE FROM approval_proof WHERE registration = NEW.id;
    UPDATE approval SET reason = '–' WHERE registration = NEW.id AND reason <> '';
    UPDATE guardian SET name = '', email = '' WHERE registration = NEW.id;
END;
CREATE TRIGGER waiting_has_a_place BEFORE INSERT ON waiting
BEGIN INSERT INTO place (id, taken) SELECT NEW.place, 0 WHERE NOT EXISTS (SELECT 1 FROM place WHERE id = NEW.place); END;
CREATE TRIGGER waiting_is_kept BEFORE DELETE ON waiting
BEGIN SELECT RAISE(ABORT, 'waiting ends, it is not deleted'); END;
CREATE INDEX exhibitor_visit_of ON exhibitor_visit (registration);
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
CREATE TRIGGER registration_is_searchable AFTER INSERT ON registration
BEGIN INSERT OR REPLACE INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_stays_searchable AFTER UPDATE OF search ON registration
WHEN NEW.search <> OLD.search
BEGIN INSERT OR REPLACE INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE INDEX journal_entry_of ON journal_entry (registration, number);
CREATE UNIQUE INDEX journal_entry_corrects ON journal_entry (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX posting_account ON posting (account, entry, cents);
CREATE UNIQUE INDEX voucher_use_held ON voucher_use (registration) WHERE released_ms IS NULL;
CREATE INDEX voucher_use_count ON voucher_use (voucher) WHERE released_ms IS NULL;
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
CREATE UNIQUE INDEX till_open ON till (name) WHERE closed_ms IS NULL;
CREATE INDEX till_named ON till (name, id);
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
CREATE INDEX statement_line_moved ON statement_line (dated, cents);
CREATE INDEX statement_line_reference ON statement_line (bank_reference) WHERE bank_reference <> '';
CREATE INDEX statement_line_of ON statement_line (registration) WHERE registration IS NOT NULL;
CREATE INDEX statement_line_from ON statement_line (counterparty, cents) WHERE counterparty <> '';
CREATE INDEX statement_settlement_of ON statement_settlement (line, id);
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
CREATE TRIGGER checkout_share_is_kept BEFORE DELETE ON checkout_share
BEGIN SELECT RAISE(ABORT, 'checkout_share is append-only'); END;
CREATE TRIGGER checkout_share_is_fixed BEFORE UPDATE ON checkout_share
BEGIN SELECT RAISE(ABORT, 'checkout_share is append-only'); END;
CREATE INDEX checkout_of ON checkout (registration, id);
CREATE INDEX checkout_poll ON checkout (poll_ms) WHERE poll_ms IS NOT NULL;
CREATE INDEX online_payment_of ON online_payment (checkout) WHERE checkout IS NOT NULL;
CREATE INDEX online_payment_back ON online_payment (gives_back) WHERE gives_back IS NOT NULL;
CREATE INDEX online_refund_due ON online_refund (due_ms, id) WHERE state = 'waiting';
CREATE INDEX online_refund_entry ON online_refund (entry);
CREATE INDEX online_refund_of ON online_refund (payment);
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
CREATE TRIGGER period_is_kept BEFORE DELETE ON period
BEGIN SELECT RAISE(ABORT, 'period is append-only'); END;
CREATE TRIGGER period_is_fixed BEFORE UPDATE ON period
BEGIN SELECT RAISE(ABORT, 'period is append-only'); END;
CREATE INDEX terminal_total_of ON terminal_total (dated, terminal, number);
CREATE UNIQUE INDEX seal_of ON seal (subject, last);
CREATE TRIGGER terminal_total_is_kept BEFORE DELETE ON terminal_total
BEGIN SELECT RAISE(ABORT, 'terminal_total is append-only'); END;
CREATE TRIGGER terminal_total_is_fixed BEFORE UPDATE ON terminal_total
BEGIN SELECT RAISE(ABORT, 'terminal_total is append-only'); END;
CREATE TRIGGER seal_is_kept BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_is_fixed BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE INDEX document_of ON document (registration, at_ms);
CREATE INDEX document_person_of ON document_person (registration);
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
CREATE INDEX print_job_state_of ON print_job_state (job, id);
CREATE INDEX badge_print_of ON badge_print (job);
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
CREATE INDEX scan_of ON scan (registration, id);
CREATE INDEX scan_verdict ON scan (gate, verdict);
CREATE INDEX scan_by ON scan (device, id);
CREATE INDEX scan_objected ON scan (id) WHERE objection IS NOT NULL;
CREATE INDEX scan_passage ON scan (registration, gate, day, id) WHERE verdict = 'admitted';
CREATE UNIQUE INDEX admission_open ON admission (registration, gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_inside ON admission (gate, day) WHERE closed_ms IS NULL;
CREATE INDEX admission_of ON admission (registration, gate);
CREATE INDEX admission_counted ON admission (gate, void);
CREATE INDEX admission_conflict ON admission (entry_scan) WHERE void = 'conflict';
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
CREATE INDEX door_note_of ON door_note (registration);
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
CREATE INDEX mail_due ON mail (due_ms, id) WHERE state = 'waiting';
CREATE INDEX mail_attempt_of ON mail_attempt (mail, id);
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
CREATE TRIGGER mail_of_who_left AFTER INSERT ON registration_history
WHEN NEW.kind IN ('cancelled', 'transferred', 'merged', 'erased')
BEGIN
    UPDATE mail SET state = 'cancelled', ended_ms = NEW.at_ms, because = NEW.kind
    WHERE registration = NEW.registration AND state = 'waiting';
END;
CREATE TRIGGER mail_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    UPDATE mail SET state = 'cancelled', ended_ms = NEW.erased_ms, because = 'erased'
    WHERE registration = NEW.id AND state = 'waiting';
    UPDATE mail_attempt SET reply = '' WHERE reply <> '' AND mail IN (SELECT id FROM mail WHERE registration = NEW.id);
    UPDATE mail_bounce SET reply = '', address_sha256 = zeroblob(32)
    WHERE mail IN (SELECT id FROM mail WHERE registration = NEW.id);
END;
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
CREATE INDEX keysigning_submission_of ON keysigning_submission (registration, id);
CREATE INDEX keysigning_submission_key ON keysigning_submission (fingerprint, id);
CREATE INDEX keysigning_submission_key_id ON keysigning_submission (substr(fingerprint, 25));
CREATE INDEX keysigning_submission_ends
    ON keysigning_submission (substr(fingerprint, 1, 4), substr(fingerprint, 37));
CREATE INDEX keysigning_submission_material ON keysigning_submission (material_sha256);
CREATE INDEX keysigning_claim_of ON keysigning_claim (fingerprint);
CREATE INDEX keysigning_user_id_mail ON keysigning_user_id (lower(mail));
CREATE INDEX keysigning_invitation_of ON keysigning_invitation (registration, id);
CREATE INDEX keysigning_announcement_of ON keysigning_announcement (fingerprint);
CREATE INDEX keysigning_challenge_of ON keysigning_challenge (submission, id);
CREATE INDEX keysigning_wrong_code_of ON keysigning_wrong_code (challenge);
CREATE INDEX keysigning_proof_of ON keysigning_proof (submission);
CREATE INDEX keysigning_dot_of ON keysigning_dot (submission, id);
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
CREATE TRIGGER keysigning_number_is_told AFTER INSERT ON keysigning_number
BEGIN INSERT INTO feed_event (kind, registration, number, at_ms)
      SELECT 'key.listed', registration, NEW.number, NEW.at_ms FROM keysigning_submission WHERE id = NEW.submission; END;
CREATE INDEX keysigning_presence_of ON keysigning_presence (submission, id);
CREATE INDEX keysigning_tick_of ON keysigning_tick (reader, kind, subject, id);
CREATE INDEX keysigning_certification_on ON keysigning_certification (target, signer);
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
CREATE TRIGGER keysigning_of_the_erased AFTER UPDATE OF erased_ms ON registration
WHEN OLD.erased_ms IS NULL AND NEW.erased_ms IS NOT NULL
BEGIN
    INSERT INTO keysigning_withdrawal (submission, reason, author, origin, at_ms)
    SELECT id, 'personal data erased', 'lanyard', '', NEW.erased_ms FROM keysigning_submission
    WHERE registration = NEW.id AND id NOT IN (SELECT submission FROM keysigning_withdrawal);
    UPDATE keysigning_invitation SET revoked_ms = NEW.erased_ms
    WHERE registration = NEW.id AND revoked_ms IS NULL;
END;
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('registration_search_change',8);
INSERT INTO "sqlite_sequence" VALUES('door_change',32);
INSERT INTO "sqlite_sequence" VALUES('registration',8);
INSERT INTO "sqlite_sequence" VALUES('till',1);
INSERT INTO "sqlite_sequence" VALUES('feed_event',2);
INSERT INTO "sqlite_sequence" VALUES('device',1);
INSERT INTO "sqlite_sequence" VALUES('gate',1);
INSERT INTO "sqlite_sequence" VALUES('scan',1);
INSERT INTO "sqlite_sequence" VALUES('print_job',1);
INSERT INTO "sqlite_sequence" VALUES('print_job_state',1);
COMMIT;
