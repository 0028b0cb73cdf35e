-- Written by scripts/keep-file. A released one is never changed.
PRAGMA application_id = 1280922180;
BEGIN TRANSACTION;
CREATE TABLE access_role (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "access_role" VALUES('desk');
INSERT INTO "access_role" VALUES('door');
INSERT INTO "access_role" VALUES('keysigning');
INSERT INTO "access_role" VALUES('kiosk');
INSERT INTO "access_role" VALUES('organizer');
INSERT INTO "access_role" VALUES('reports');
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
CREATE TABLE badge_issue (
    registration INTEGER NOT NULL REFERENCES registration (id),
    issue INTEGER NOT NULL CHECK (issue BETWEEN 0 AND 65535),
    -- What the QR code carries; online a credential is good if it equals this.
    credential BLOB NOT NULL UNIQUE CHECK (length(credential) = 78),
    signing_key INTEGER NOT NULL REFERENCES signing_key (id),
    -- Why a badge takes the place of another.
    reason TEXT NOT NULL CHECK (issue < 2 OR length(reason) > 0),
    author TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (registration, issue)
) STRICT, WITHOUT ROWID;
INSERT INTO "badge_issue" VALUES(1,1,X'0101616C1B63000000010001000FE1623828DB9AE8FD0A4278A2B93CC9BE4ADFB7036DD903753201DAF4F750470DCD70878472BD7BC8C2F11CD94634D5BB016F8F11310D6033F24BC7C7E6289D01',1,'','cli:keeper','',1795722414161);
INSERT INTO "badge_issue" VALUES(2,1,X'0101616C1B63000000020001000F00CF63D929FD63CE1E1465E859E518327DC52DF873D0B5EB57E68778F91ED718E5FD39181C6EE9C45B6D25FBBB7B7C19F1757F3C562471A48577871E1147C907',1,'','cli:keeper','',1795722414161);
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
INSERT INTO "badge_print" VALUES(1,1,1,1,1,'affiliation=d16ba80ca95f2e03 category=38c288215b60a24a days=6ff1b57656e14a03 green-dot=4c3fb8469fa7492f name=d8b6de33c13c06bc','','cli:keeper','',1795722415971);
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
CREATE TABLE device (
    id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4294967295),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 400),
    role TEXT NOT NULL REFERENCES access_role (word),
    token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    revoked_ms INTEGER
) STRICT;
INSERT INTO "device" VALUES(1,'North door','door',X'22990B5D14CB6FAAFC97156CCA96E9A32FED6769EF9092811931357295651C57','cli:keeper',1795722414364,NULL);
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
    battery_percent INTEGER CHECK (battery_percent BETWEEN 0 AND 100)
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
    kind TEXT NOT NULL CHECK (kind IN ('search', 'simulation')),
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
    device INTEGER UNIQUE REFERENCES device (id)
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
INSERT INTO "event" VALUES(1,'netdev01',X'616C1B63',1795722411790);
CREATE TABLE event_definition (
    version INTEGER PRIMARY KEY,
    yaml TEXT NOT NULL,
    author TEXT NOT NULL,
    applied_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "event_definition" VALUES(1,'# Netdev 0.1: the technical conference on Linux networking, Ottawa, 14 to 17 February 2015.
# Every key is explained in schema/event.schema.json. Store a changed file with: lanyard event apply FILE EVENT.
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
','cli:keeper',1795722411790);
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
CREATE TABLE journal_entry (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    kind TEXT NOT NULL REFERENCES journal_kind (word),
    -- Null for an entry of a till and for one that a treasurer made: they belong to no registration.
    registration INTEGER REFERENCES registration (id),
    -- The entry that this one corrects.
    corrects INTEGER REFERENCES journal_entry (number) CHECK (corrects < number),
    -- The shift that an entry of a till belongs to.
    till INTEGER REFERENCES till (id),
    -- The key of the request that wrote it.
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
INSERT INTO "journal_entry" VALUES(1,'charge',1,NULL,NULL,'import.registration:xTJAzMTqmqOpLJwv6im+IZ3wyU2M7U6lVa+NiN59SJU=','days 1,2,3,4',X'652BF67D174F434F5883AE45918032EE92D35785FBC0FC287E5B135AC65A1559',X'4AE80668869172E39C3372B48C3798A7C321CFC7DEA767EC67D088C59F9B5178','cli:keeper','',1795722412103,NULL,X'0000000000000000000000000000000000000000000000000000000000000000',X'E14B71CA143FE363760638ED19A4D9BA8CB44AEE5E7116C11AC89187C087D60E');
INSERT INTO "journal_entry" VALUES(2,'charge',2,NULL,NULL,'import.registration:a+Sca30GisEreSqUVbYLJ5zuhlAVrz/2Hwukvu+rvOU=','days 1,2,3,4',X'220A6336FE5FE229BCD8961D3BED00A021C2BE9E820CF6A10247C8F3B3C4F0E5',X'9BE2B884520F097547F32B3D65D61173350E44D01239C32FA3C53F20A801C466','cli:keeper','',1795722412103,NULL,X'E14B71CA143FE363760638ED19A4D9BA8CB44AEE5E7116C11AC89187C087D60E',X'831F1ACE74105B3E214CAEFA78AE7A1FC1B553568DAD74391C81DC6AFCA5858C');
INSERT INTO "journal_entry" VALUES(3,'charge',3,NULL,NULL,'import.registration:1ARG8oY97saytMpBWKqC1/hgubiX87+k2aR9Sbid0aM=','days 1,2,3,4',X'CCE3BBCCC295DCF6B5472446D7E664DE5AE95A3F582301EBD47C155F1C15A6AE',X'E83019E3C855BE7DC4EF1EEC4C9823F600035E1217B934E3D5BD6D7F96F794A9','cli:keeper','',1795722412103,NULL,X'831F1ACE74105B3E214CAEFA78AE7A1FC1B553568DAD74391C81DC6AFCA5858C',X'9F0614ADAF22FDB302CDA79BD6BCD296BCA090292949E0C743AA40F716B89751');
INSERT INTO "journal_entry" VALUES(4,'charge',4,NULL,NULL,'import.registration:sYu5/CBb1aDcuOk9lGjQglnk1EvQOIBr43896Kp3Hhw=','days 1,2,3',X'D34A770BFF716CA870FDCB379B3DBCE8DAC281DCFCB5A38F8BCF117F96D4CBA5',X'0AF2B63B49381F1EC29FBDCFC1C9E3FA89BC0EB4A0BF768FED47B2A9056EB22F','cli:keeper','',1795722412103,NULL,X'9F0614ADAF22FDB302CDA79BD6BCD296BCA090292949E0C743AA40F716B89751',X'B7A15080517C2CE50070FBA94E1D55CA80B70F7D065B95B98F22EDA61748BD35');
INSERT INTO "journal_entry" VALUES(5,'charge',5,NULL,NULL,'import.registration:XzUDWdxbkVn+zXa5OZxQYS9AncHV4m4ow2k15aHTM58=','days 1,2,3,4',X'0DF486966CDACAC191A06C70A87F466BB060FD0C6872B3F5E31D2CEBEFE2A94E',X'F2DF53BA230A3641D0CD8A9FB22F24F048FEC2A913B8BA9315C032937A91AB03','cli:keeper','',1795722412103,NULL,X'B7A15080517C2CE50070FBA94E1D55CA80B70F7D065B95B98F22EDA61748BD35',X'D2CF54F17566D9D1BE64F0C0C320BF24EBAE934238370B0A0C4C01280A339CAE');
INSERT INTO "journal_entry" VALUES(6,'charge',6,NULL,NULL,'import.registration:Cc0btulJoEHUntRZHTZy58e3uBAOBVNR0TiBIDr8oOg=','days 1,2,3,4',X'617C9F76C0D5032D9B0F3D40831881E498DA6964F97088302EDABCBF8DB0FB07',X'6666C38A6BB0023FDA177B9955D6AFE12E498C8735408049F53CA8B59C546F84','cli:keeper','',1795722412103,NULL,X'D2CF54F17566D9D1BE64F0C0C320BF24EBAE934238370B0A0C4C01280A339CAE',X'23F3D50243CE49313E925D968F8A0F174EE2F3581E257326B02A6F23C4F2EED2');
INSERT INTO "journal_entry" VALUES(7,'charge',8,NULL,NULL,'import.registration:lpolHYCrtRZncgGl7s9eevTrluyjjQtRPEfFxv28UrQ=','days 4',X'3F543A251FE136984F3C6FD4BBF424724448DE3DB8B2B834EF05703477E49EF3',X'2D5A19C0024D3B201AA977FD7FC5571FFED8275ACD48EDF5209C88B183EBC41B','cli:keeper','',1795722412103,NULL,X'23F3D50243CE49313E925D968F8A0F174EE2F3581E257326B02A6F23C4F2EED2',X'623C12C0943161B2946E3577FD7B1AFEB76FDF9BA7FAEA80D927B618FA16D29D');
INSERT INTO "journal_entry" VALUES(8,'till',NULL,NULL,1,'once:2vyj73chdoj4w-37sau28ozkuyk','till front opened, shift 1',X'F9BFE9F7844DDD6A66DA8387A284B6836002D773FBDFDAAE488D25234AA7FBDD',X'E9F832FD11D9FE01CB3932ACA6A6A6383EAE8994349D683F1911091725EEAA38','cli:keeper','',1795722412430,NULL,X'623C12C0943161B2946E3577FD7B1AFEB76FDF9BA7FAEA80D927B618FA16D29D',X'49C5372616CC6F7B40CE6BB534053A289F1060422AB3CF88BBA6F0501479D8D7');
INSERT INTO "journal_entry" VALUES(9,'payment',1,NULL,NULL,'once:2463aq4rci6x9-e3gr1tvtcv3i','',X'6F535890C2A7CA55D4FEE88894DC06013FD03443D11016AB182779B342CF4A9E',X'478F9FDE255A7BA79B6BE25E83926D72C01BD2F1BFABEC7AABFFD0FAACEED69B','cli:keeper','',1795722412662,NULL,X'49C5372616CC6F7B40CE6BB534053A289F1060422AB3CF88BBA6F0501479D8D7',X'79FA2CCCC62BB16B4163BC169A1209F7EC8D09F164537BBAFDE15955D5414ED9');
INSERT INTO "journal_entry" VALUES(10,'credit',8,NULL,NULL,'once:1hrqn5z4phtbr-g8whtta1yn2d','cancelled',X'312631F4FB4E14721AA3F4C6C3238482A61D7487FAF89E2793C199951A06AFFF',X'F5DC80985CE440470FFA9D371018511942ADE430815EB900698B08FC4A7C4A20','cli:keeper','',1795722412988,NULL,X'79FA2CCCC62BB16B4163BC169A1209F7EC8D09F164537BBAFDE15955D5414ED9',X'3C586291B52AD84A654269A0DA21E1B8F12844B669B71C8519A6333136597CC8');
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
    PRIMARY KEY (registration, fingerprint)
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
CREATE TABLE payment (
    entry INTEGER PRIMARY KEY REFERENCES journal_entry (number),
    registration INTEGER NOT NULL REFERENCES registration (id),
    method TEXT NOT NULL REFERENCES payment_method (word),
    -- Negative where it went out.
    cents INTEGER NOT NULL CHECK (cents <> 0),
    -- What was handed over in cash.
    tendered_cents INTEGER CHECK (tendered_cents >= cents),
    -- By how much less was paid than was settled, because there is no smaller coin.
    rounding_cents INTEGER NOT NULL,
    till INTEGER REFERENCES till (id)
) STRICT;
INSERT INTO "payment" VALUES(9,1,'cash',41000,NULL,0,1);
CREATE TABLE payment_method (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "payment_method" VALUES('bank');
INSERT INTO "payment_method" VALUES('card');
INSERT INTO "payment_method" VALUES('cash');
INSERT INTO "payment_method" VALUES('cheque');
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
INSERT INTO "print_job" VALUES(1,'print','file','badge.pdf','',1,1,'cli:keeper','',1795722415971);
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
INSERT INTO "print_job_state" VALUES(1,1,'done',NULL,'','cli:keeper',1795722415971);
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
    -- Name, badge name, affiliation, e-mail and reference, folded for search.
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
INSERT INTO "registration" VALUES(1,'MKN165Y','Ada Placeholder','','Packet Bakery','ada.placeholder@example.com','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0001','ada placeholder | packet bakery | ada.placeholder@example.com | mkn165y | nd-0001',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(2,'TDDQHBA','Desmond Datagram','','Datagram & Daughters','desmond@example.net','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0002','desmond datagram | datagram & daughters | desmond@example.net | tddqhba | nd-0002',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(3,'HWZG19D','Drusilla Duplex','','Half & Full','drusilla@example.org','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0003','drusilla duplex | half & full | drusilla@example.org | hwzg19d | nd-0003',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(4,'B6J5XA8','Íñigo Enrutadoño','','Universidad de Ninguna Parte','inigo@example.org','','','en','attendee',7,'active',NULL,NULL,NULL,NULL,'ND-0004','inigo enrutadono | universidad de ninguna parte | inigo@example.org | b6j5xa8 | nd-0004',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(5,'Q82Z46E','Josephine Jumboframe','Jo','Jumbo Frames & Pictures','josephine@example.com','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0005','josephine jumboframe | jo | jumbo frames & pictures | josephine@example.com | q82z46e | nd-0005',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(6,'AW81KN1','王丢包','','数据包面包店','wang.diubao@example.com','','','en','attendee',15,'active',NULL,NULL,NULL,NULL,'ND-0006','王丢包 | 数据包面包店 | wang.diubao@example.com | aw81kn1 | nd-0006',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(7,'BR4HATS','Õnne Võrguküla','','Näidisvõrk OÜ','onne@example.org','','','en','volunteer',15,'active',NULL,NULL,'kept as blocked',NULL,'ND-0007','onne vorgukula | naidisvork ou | onne@example.org | br4hats | nd-0007',1795722412103,NULL,1795722412103,1,0);
INSERT INTO "registration" VALUES(8,'5T4GV4R','架空 太郎','','株式会社パケット工房','kakuu.taro@example.net','','','en','attendee',8,'cancelled',NULL,NULL,NULL,NULL,'ND-0008','架空 太郎 | 株式会社パケット工房 | kakuu.taro@example.net | 5t4gv4r | nd-0008',1795722412103,NULL,1795722412103,1,0);
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
    after TEXT NOT NULL
) STRICT;
CREATE TABLE registration_day (
    registration INTEGER NOT NULL REFERENCES registration (id),
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 16),
    since_ms INTEGER NOT NULL,
    since_version INTEGER NOT NULL REFERENCES event_definition (version),
    PRIMARY KEY (registration, day)
) STRICT, WITHOUT ROWID;
INSERT INTO "registration_day" VALUES(1,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(1,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(1,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(1,4,1795722412103,1);
INSERT INTO "registration_day" VALUES(2,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(2,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(2,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(2,4,1795722412103,1);
INSERT INTO "registration_day" VALUES(3,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(3,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(3,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(3,4,1795722412103,1);
INSERT INTO "registration_day" VALUES(4,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(4,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(4,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(5,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(5,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(5,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(5,4,1795722412103,1);
INSERT INTO "registration_day" VALUES(6,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(6,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(6,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(6,4,1795722412103,1);
INSERT INTO "registration_day" VALUES(7,1,1795722412103,1);
INSERT INTO "registration_day" VALUES(7,2,1795722412103,1);
INSERT INTO "registration_day" VALUES(7,3,1795722412103,1);
INSERT INTO "registration_day" VALUES(7,4,1795722412103,1);
INSERT INTO "registration_day" VALUES(8,4,1795722412103,1);
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
    -- A digest of what it vouches for: of a document that was issued.
    vouches BLOB CHECK (length(vouches) = 32),
    -- SHA-256 of the hash of the row before it and all that this one says.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO "registration_history" VALUES(1,1,'registered','1,2,3,4','cli:keeper','',1795722412103,NULL,X'31673D7D4F8415D5DC1FB6232268A46A8B4C4022D9FB071008D066D8BB2B6216');
INSERT INTO "registration_history" VALUES(2,2,'registered','1,2,3,4','cli:keeper','',1795722412103,NULL,X'3522D42ECED799192753AB5AAF814FC1E5FB6D47E5EFAFAFF476FC86714C0323');
INSERT INTO "registration_history" VALUES(3,3,'registered','1,2,3,4','cli:keeper','',1795722412103,NULL,X'66829E06EDCBC909287168883D3221491201120CE7470BE54D882223D209A3A6');
INSERT INTO "registration_history" VALUES(4,4,'registered','1,2,3','cli:keeper','',1795722412103,NULL,X'F99D9694AFB3094B3531CFF20FBF1BD64535A3415D5315CD629674A5E1595E62');
INSERT INTO "registration_history" VALUES(5,5,'registered','1,2,3,4','cli:keeper','',1795722412103,NULL,X'2C25FEA1B88B9074DC8E1D19279CCF15D9F73563BF429C1D339F89CADD994D71');
INSERT INTO "registration_history" VALUES(6,6,'registered','1,2,3,4','cli:keeper','',1795722412103,NULL,X'471A3188D5E50030F7BBD76EAE4D9B39FD191AF2D3AA4AB7696BA30B9B11D27B');
INSERT INTO "registration_history" VALUES(7,7,'registered','1,2,3,4','cli:keeper','',1795722412103,NULL,X'E5B0C98A7A71BA9F40095C661823D48FEEA269D166DD94E51C196F40F7FF4956');
INSERT INTO "registration_history" VALUES(8,8,'registered','4','cli:keeper','',1795722412103,NULL,X'38F5F43026690D20BE4EB43B52ACA609C74606413585448205F9C24527DD008F');
INSERT INTO "registration_history" VALUES(9,1,'paid','410.00 cash','cli:keeper','',1795722412662,NULL,X'09051A67B58F17A9C697BC4652FA588C2102EC6E8EC7608C9D60D0F62FC69F5D');
INSERT INTO "registration_history" VALUES(10,8,'cancelled','','cli:keeper','',1795722412988,NULL,X'1B4A2186D15495BD5F0B2DF830E941CD9584E0F6064570F1A13307CD453186AD');
INSERT INTO "registration_history" VALUES(11,7,'blocked','','cli:keeper','',1795722413674,NULL,X'0FC696F2DFC81015D31331F0FBF510FE7C4B59DE7B0A2AD5029F2BDF1133976E');
CREATE TABLE registration_search_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registration (id)
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
INSERT INTO "request" VALUES('import.registration:1ARG8oY97saytMpBWKqC1/hgubiX87+k2aR9Sbid0aM=','import.registration',X'B2A45166B57507B475A8C3EC18D12B590F2FC4B7FFD542F7514448C044C754FD','{"number":3}','cli:keeper','',1795722412103,3,X'2D1AB177DADDFADFA4CA13699A9D8B99E19DE26C8568592C843B988CA7E44861');
INSERT INTO "request" VALUES('import.registration:Cc0btulJoEHUntRZHTZy58e3uBAOBVNR0TiBIDr8oOg=','import.registration',X'8F7BDF6CD3046625483675815D4809BD47B3AC6427E9D2EEE4140224DD7B1CEE','{"number":6}','cli:keeper','',1795722412103,6,X'0206896FB5F9B1CD20EB6D71B9808158AEE813A14CC657B86C72028227904E8C');
INSERT INTO "request" VALUES('import.registration:XzUDWdxbkVn+zXa5OZxQYS9AncHV4m4ow2k15aHTM58=','import.registration',X'861DFCC4A05C0AC04CF0BD8F71C7BE560401EBC43AF1C5E56C69B20FE930D08F','{"number":5}','cli:keeper','',1795722412103,5,X'C2EE6806AE77894E3CF7C7E421548C633D2E803F6963C036B6FC10A9C4E46D31');
INSERT INTO "request" VALUES('import.registration:a+Sca30GisEreSqUVbYLJ5zuhlAVrz/2Hwukvu+rvOU=','import.registration',X'488CBCD804E45AF356C1B675754D7153893A31FFD4EEAACBB1AF4B7F764E8C6A','{"number":2}','cli:keeper','',1795722412103,2,X'D8B02971900206F8209450F9DA49B43A64537686D79F428A78EC811BB2FC4E15');
INSERT INTO "request" VALUES('import.registration:lpolHYCrtRZncgGl7s9eevTrluyjjQtRPEfFxv28UrQ=','import.registration',X'78CB2F66E47692D178D0A92D2DB473C603F3FD0A2995624204F760ACBED49AF2','{"number":8}','cli:keeper','',1795722412103,8,X'DF4F13ABA31B4365350DF8E7C58731E0D1E4CCB8D8A53C22204016409C2A9733');
INSERT INTO "request" VALUES('import.registration:sYu5/CBb1aDcuOk9lGjQglnk1EvQOIBr43896Kp3Hhw=','import.registration',X'06C241878E0FB884FF45DB8096CEA4A8D8C7CA5AD09D1F904A32B0B10B96612A','{"number":4}','cli:keeper','',1795722412103,4,X'53EDD09C29B4199C5EEA438A3D6A055D6873A6D15891BFE27951A1A14515E5BF');
INSERT INTO "request" VALUES('import.registration:u7a7Ldfp3kpTkumbwTbh60Q/sC4wbBJHra9UbVjkCdw=','import.registration',X'221BE74295991BA282359060F9D8A8245BB8787A86E2381F1FFEA5FDA1C171FC','{"number":7}','cli:keeper','',1795722412103,7,X'2D0C090EE529923CD69439ADA882BFA04856F5297D00BC75C052E8743A19E12A');
INSERT INTO "request" VALUES('import.registration:xTJAzMTqmqOpLJwv6im+IZ3wyU2M7U6lVa+NiN59SJU=','import.registration',X'F9EDD51AECD55EA04129ED3BDFA6EB5FFF65A8163C76116DD68654F7E5846458','{"number":1}','cli:keeper','',1795722412103,1,X'FB8C25645A4C68B968AB1C472E6D393DA0368C03C006C042F2DCD7046E238D7F');
INSERT INTO "request" VALUES('once:18zcf9i97vc5-3hgqyb0flldu2','device.add',X'80383A46733A1D8F0E5003B006B97CBE8DAFE11625B2A1CADCFEB3E6BFBC6776','1','cli:keeper','',1795722414364,14,X'D1B3813526B8C842DDFD50BA522DFBD544A44C8191BFDD9547FDF8230007917E');
INSERT INTO "request" VALUES('once:1hrqn5z4phtbr-g8whtta1yn2d','registration.cancel',X'5AE93D9E948117B1C0432FA43B1D93AEC3289017BF8E6684CB791E75088ECFD4','{"number":8}','cli:keeper','',1795722412988,11,X'32287CF2A181F5455DA228CB23897D47E792B2DF07BCD8B83958428716C270A7');
INSERT INTO "request" VALUES('once:2463aq4rci6x9-e3gr1tvtcv3i','ledger.pay',X'7BA18918BDD2E8B9B0597AF693D49815F1BA88CF72B6D3BA4E4C0981CC8F0875','{"cents":41000,"changeCents":0,"roundingCents":0,"entry":9,"dueCents":0}','cli:keeper','',1795722412662,10,X'23C531581D86F0FA6F25119F86A464D8176FAE19BD41128519F7D3145B5500A2');
INSERT INTO "request" VALUES('once:2q3mz1n6fuw65-9x4mfj79f4zg','badge.run',X'7FD14ADA6F8C8065A152CA3B01D5A4E2E248749FE45342EE884F8A6BF5AE5189','1','cli:keeper','',1795722415971,15,X'2DADE76464B2C4005426A8C4AA1A65FCCD4BB26F022D77B13969D87E9B5325D2');
INSERT INTO "request" VALUES('once:2qrwq50bmm1et-24gbivv51la0i','badge.first',X'298F77DA3D7B793550DE8A3931739050FE43B1E65CBD4137F90ACE87478397D6','[{"issue":1,"registration":1},{"issue":1,"registration":2}]','cli:keeper','',1795722414161,13,X'7D6470E00484F8C3B42A714255269BC60023BA0687F93F1E988262BAD3FB3A26');
INSERT INTO "request" VALUES('once:2vyj73chdoj4w-37sau28ozkuyk','till.open',X'23BE590100AC3AD79CAB399EEC9BC8395558B668755FD2C5E6507BA781AB39A4','{"number":1}','cli:keeper','',1795722412430,9,X'EBFA9FFD9F0A59380A4B9525C8B676F4D5683B58BC05758249BF812477291E2C');
INSERT INTO "request" VALUES('once:t7t76xnoebyt-sae1yqs8xced','registration.block',X'68CB67E78AEB94330AB3329A173B590E0F429495ADE5367DA655DD185FE939BF','{"number":7}','cli:keeper','',1795722413674,12,X'3D6F09289159AF2D94D6508F9EE3960B37D5DAB55FE089919EEC873E7C8738A1');
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
    presented TEXT NOT NULL CHECK (presented IN ('credential', 'code', 'registration')),
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
    -- The refusal in spite of which staff let the person in, and why.
    overrides INTEGER REFERENCES scan (id) CHECK (overrides < id),
    because TEXT CHECK (length(because) > 0),
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
    CHECK ((overrides IS NULL) = (because IS NULL)),
    CHECK ((sequence IS NULL) = (ahead_ms IS NULL) AND (sequence IS NULL) = (received_ms IS NULL)),
    CHECK (sequence IS NULL OR device_ms IS NOT NULL AND at_ms = device_ms - ahead_ms),
    CHECK (objection IS NULL OR sequence IS NOT NULL AND verdict = 'admitted')
) STRICT;
INSERT INTO "scan" VALUES(1,1,'once:381ndoxmrxn1r-24wupzu7vmn4c',X'BAA8533889491E1F6A0C56B091C0B7F6CCA5B695CCB3874CADF6586D0DEEB170',1,'entry','code',1,NULL,1423924200095,NULL,1,570,'admitted','{"passage":"entry"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
    withdrawn_ms INTEGER
) STRICT;
INSERT INTO "signing_key" VALUES(1,X'53FAD52050E97303271A06521420F0A490426B4628B37D6F28D7E2C800A10919',1795722411790,NULL);
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
INSERT INTO "till" VALUES(1,'front',10000,1795722412430,'cli:keeper',NULL,NULL,NULL,NULL);
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
CREATE TABLE withheld_scan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    nonce TEXT NOT NULL CHECK (length(nonce) BETWEEN 1 AND 200),
    -- As of a scan.
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    -- As the device named it; there may be no such gate.
    gate TEXT NOT NULL CHECK (length(gate) <= 100),
    direction TEXT NOT NULL CHECK (direction IN ('entry', 'exit')),
    presented TEXT NOT NULL CHECK (presented IN ('credential', 'code', 'registration')),
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
CREATE INDEX journal_entry_of ON journal_entry (registration, number);
CREATE UNIQUE INDEX journal_entry_corrects ON journal_entry (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX posting_account ON posting (account, entry, cents);
CREATE UNIQUE INDEX voucher_use_held ON voucher_use (registration) WHERE released_ms IS NULL;
CREATE INDEX voucher_use_count ON voucher_use (voucher) WHERE released_ms IS NULL;
CREATE UNIQUE INDEX till_open ON till (name) WHERE closed_ms IS NULL;
CREATE INDEX till_named ON till (name, id);
CREATE INDEX till_drop_of ON till_drop (till);
CREATE INDEX payment_till ON payment (till, entry) WHERE till IS NOT NULL;
CREATE INDEX payment_of ON payment (registration, entry);
CREATE INDEX statement_line_moved ON statement_line (dated, cents);
CREATE INDEX statement_line_reference ON statement_line (bank_reference) WHERE bank_reference <> '';
CREATE INDEX statement_line_of ON statement_line (registration) WHERE registration IS NOT NULL;
CREATE INDEX statement_line_from ON statement_line (counterparty, cents) WHERE counterparty <> '';
CREATE INDEX statement_settlement_of ON statement_settlement (line, id);
CREATE INDEX statement_share_of ON statement_share (settlement);
CREATE INDEX terminal_total_of ON terminal_total (dated, terminal, number);
CREATE UNIQUE INDEX seal_of ON seal (subject, last);
CREATE INDEX document_of ON document (registration, at_ms);
CREATE INDEX document_person_of ON document_person (registration);
CREATE INDEX document_entry_of ON document_entry (kind, number);
CREATE INDEX print_job_state_of ON print_job_state (job, id);
CREATE INDEX badge_print_of ON badge_print (job);
CREATE INDEX hand_over_of ON hand_over (registration, item, id);
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
CREATE INDEX door_note_of ON door_note (registration);
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
CREATE INDEX keysigning_presence_of ON keysigning_presence (submission, id);
CREATE INDEX keysigning_tick_of ON keysigning_tick (reader, kind, subject, id);
CREATE INDEX keysigning_certification_on ON keysigning_certification (target, signer);
CREATE TRIGGER event_definition_is_kept BEFORE DELETE ON event_definition
BEGIN SELECT RAISE(ABORT, 'event_definition is append-only'); END;
CREATE TRIGGER event_definition_is_fixed BEFORE UPDATE ON event_definition
BEGIN SELECT RAISE(ABORT, 'event_definition is append-only'); END;
CREATE TRIGGER signing_key_is_kept BEFORE DELETE ON signing_key
BEGIN SELECT RAISE(ABORT, 'a signing key is withdrawn, not deleted'); END;
CREATE TRIGGER request_is_kept BEFORE DELETE ON request
BEGIN SELECT RAISE(ABORT, 'request is append-only'); END;
CREATE TRIGGER request_is_fixed BEFORE UPDATE ON request
BEGIN SELECT RAISE(ABORT, 'request is append-only'); END;
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
BEGIN SELECT RAISE(ABORT, 'a correction is blanked, not changed'); END;
CREATE TRIGGER barred_person_is_kept BEFORE DELETE ON barred_person
BEGIN SELECT RAISE(ABORT, 'a barred person is taken off the list, not deleted'); END;
CREATE TRIGGER barred_person_is_fixed BEFORE UPDATE ON barred_person
WHEN OLD.ended_ms IS NOT NULL OR NEW.ended_ms IS NULL OR NEW.id <> OLD.id OR NEW.at_ms <> OLD.at_ms
    OR NEW.author <> OLD.author
BEGIN SELECT RAISE(ABORT, 'a barred person is taken off the list once'); END;
CREATE TRIGGER waiting_has_a_place BEFORE INSERT ON waiting
BEGIN INSERT INTO place (id, taken) SELECT NEW.place, 0 WHERE NOT EXISTS (SELECT 1 FROM place WHERE id = NEW.place); END;
CREATE TRIGGER waiting_is_kept BEFORE DELETE ON waiting
BEGIN SELECT RAISE(ABORT, 'waiting ends, it is not deleted'); END;
CREATE TRIGGER registration_is_searchable AFTER INSERT ON registration
BEGIN INSERT INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_stays_searchable AFTER UPDATE OF search ON registration
WHEN NEW.search <> OLD.search
BEGIN INSERT INTO registration_search_change (registration) VALUES (NEW.id); END;
CREATE TRIGGER registration_search_change_is_kept BEFORE DELETE ON registration_search_change
BEGIN SELECT RAISE(ABORT, 'registration_search_change is append-only'); END;
CREATE TRIGGER registration_search_change_is_fixed BEFORE UPDATE ON registration_search_change
BEGIN SELECT RAISE(ABORT, 'registration_search_change is append-only'); END;
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
CREATE TRIGGER till_drop_is_kept BEFORE DELETE ON till_drop
BEGIN SELECT RAISE(ABORT, 'till_drop is append-only'); END;
CREATE TRIGGER till_drop_is_fixed BEFORE UPDATE ON till_drop
BEGIN SELECT RAISE(ABORT, 'till_drop is append-only'); END;
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
CREATE TRIGGER period_is_kept BEFORE DELETE ON period
BEGIN SELECT RAISE(ABORT, 'period is append-only'); END;
CREATE TRIGGER period_is_fixed BEFORE UPDATE ON period
BEGIN SELECT RAISE(ABORT, 'period is append-only'); END;
CREATE TRIGGER terminal_total_is_kept BEFORE DELETE ON terminal_total
BEGIN SELECT RAISE(ABORT, 'terminal_total is append-only'); END;
CREATE TRIGGER terminal_total_is_fixed BEFORE UPDATE ON terminal_total
BEGIN SELECT RAISE(ABORT, 'terminal_total is append-only'); END;
CREATE TRIGGER seal_is_kept BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_is_fixed BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
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
CREATE TRIGGER door_policy_is_heard AFTER INSERT ON door_policy
BEGIN INSERT OR REPLACE INTO door_change (registration) SELECT id FROM registration ORDER BY id; END;
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
END;
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
INSERT INTO "sqlite_sequence" VALUES('gate',1);
INSERT INTO "sqlite_sequence" VALUES('scan',1);
INSERT INTO "sqlite_sequence" VALUES('print_job',1);
INSERT INTO "sqlite_sequence" VALUES('print_job_state',1);
COMMIT;
