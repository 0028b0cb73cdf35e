/**
 * What the door keeps on the phone, in IndexedDB: what it learned of people and gates, what it let in by itself, what it has
 * not sent yet, and what the server acknowledged and may lose yet. A browser that is closed and opened again loses nothing of it.
 *
 * Names are never here in clear: a person's `sealedName` opens only with the badge that is scanned. Amounts are not here
 * at all, and codes, badges and whatever else is known of somebody only under the keys of `door-vault.js`.
 */

import { Vault } from "./door-vault.js";
import { keptAs } from "./server.js";

const DATABASE = keptAs("lanyard-door");
/**
 * What each version of the database changed, from the first on. A step that a released page took is never edited: what
 * is to be different is a new one. It runs within the upgrade's transaction and may wait for nothing else; what takes
 * longer is done by `#settle`, which a phone that was closed meanwhile does again.
 */
const STEPS = [
    (database) => {
        database.createObjectStore("facts");
        database.createObjectStore("people", { keyPath: "registration" });
        database.createObjectStore("queue", { keyPath: "sequence" });
        database.createObjectStore("own", { keyPath: "sequence" });
    },
    // People and scans are locked; what the server takes in no form is set aside.
    (database, transaction) => {
        transaction.objectStore("people").createIndex("mark", "mark");
        database.createObjectStore("aside", { keyPath: "sequence" });
    },
    // What the server acknowledged is kept until it lies in a copy as well.
    (database) => {
        database.createObjectStore("sent", { keyPath: "sequence" }).createIndex("scan", "scan");
    },
];

/** How many acknowledged scans are kept where no copy is ever made; then the oldest go. */
const SENT_MAX = 2000;

/** The store is of a later page than this one, which came from the browser's cache. */
export class StoreTooNew extends Error {}

/** Another tab holds the store of an earlier page. */
export class StoreHeld extends Error {}

/** Turns a request of IndexedDB into a promise. */
function settled(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** What version 1 kept, in today's words: a person's category was a role, and `cancelled` had one l. */
function renamed({ role, roles, ...kept }) {
    if (role !== undefined) kept.category = role;
    if (roles !== undefined) kept.categories = roles;
    if (kept.standing === "canceled") kept.standing = "cancelled";
    if (kept.verdict === "canceled") kept.verdict = "cancelled";
    if (kept.gates) kept.gates = kept.gates.map(renamed);
    return kept;
}

/** Waits until a transaction is on the disk. */
function durable(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        transaction.onerror = () => reject(transaction.error);
    });
}

/** Opens the database, and takes the steps that it has not taken. */
function opened() {
    const request = indexedDB.open(DATABASE, STEPS.length);
    request.onupgradeneeded = ({ oldVersion }) => {
        for (const step of STEPS.slice(oldVersion)) step(request.result, request.transaction);
    };
    return new Promise((resolve, reject) => {
        request.onblocked = () => reject(new StoreHeld());
        request.onsuccess = () => resolve(request.result);
        request.onerror = () =>
            reject(request.error.name === "VersionError" ? new StoreTooNew(request.error.message) : request.error);
    });
}

export class Memory {
    #database;
    #vault;

    static async open() {
        const memory = new Memory();
        memory.#database = await opened();
        // A later page in another tab wants to take its steps: this one is of no use any more.
        memory.#database.onversionchange = () => {
            memory.#database.close();
            location.reload();
        };
        if (Vault.isPossible) await memory.#settle();
        // The browser may then not clear it away when the disk runs full.
        await navigator.storage?.persist?.();
        return memory;
    }

    /** Whether people and scans can be kept. */
    get isLocked() {
        return this.#vault !== undefined;
    }

    /** Makes the keys where there are none, and locks what an earlier version kept in clear: all of it or nothing. */
    async #settle() {
        const keys = await this.fact("vault");
        if (keys) {
            this.#vault = new Vault(keys);
            return;
        }
        const made = await Vault.keys();
        const vault = new Vault(made);
        const [people, queue] = await Promise.all(["people", "queue"].map((store) => this.#all(store)));
        const snapshot = await this.fact("snapshot");
        const sealedPeople = await Promise.all(people.map((person) => sealPerson(vault, renamed(person))));
        const sealedScans = await Promise.all(queue.map((scan) => sealScan(vault, renamed(scan))));
        const transaction = this.#write(["facts", "people", "queue"]);
        for (const person of sealedPeople) transaction.objectStore("people").put(person);
        for (const scan of sealedScans) transaction.objectStore("queue").put(scan);
        if (snapshot) transaction.objectStore("facts").put(renamed(snapshot), "snapshot");
        transaction.objectStore("facts").put(made, "vault");
        await durable(transaction);
        this.#vault = vault;
    }

    /** Forgets everything: the device was revoked. */
    async wipe() {
        this.#database.onversionchange = null;
        this.#database.close();
        await settled(indexedDB.deleteDatabase(DATABASE));
    }

    /** A fact by its name: `snapshot`, `settings`, `clock`. */
    fact(name) {
        return settled(this.#read("facts").get(name));
    }

    async keepFact(name, value) {
        const transaction = this.#write(["facts"]);
        transaction.objectStore("facts").put(value, name);
        await durable(transaction);
    }

    async person(registration) {
        return this.#openPerson(await settled(this.#read("people").get(registration)));
    }

    /** The person with a short code, which is printed on the badge. */
    async personWithCode(code) {
        const mark = await this.#vault.mark(code);
        return this.#openPerson(await settled(this.#read("people").index("mark").get(mark)));
    }

    async #openPerson(person) {
        return person && { ...(await this.#vault.open(person.sealed)), registration: person.registration };
    }

    /** Takes in a page of the server's snapshot, all of it or nothing. */
    async learn(snapshot, { isWhole }) {
        const { people, ...facts } = snapshot;
        const sealed = await Promise.all(people.map((person) => sealPerson(this.#vault, person)));
        const transaction = this.#write(["facts", "people"]);
        transaction.objectStore("facts").put(facts, "snapshot");
        const store = transaction.objectStore("people");
        if (isWhole) store.clear();
        for (const person of sealed) store.put(person);
        await durable(transaction);
    }

    /** What waits to be sent, the oldest first. */
    async queue(limit) {
        const scans = await settled(this.#read("queue").getAll(null, limit));
        return Promise.all(
            scans.map(async ({ sequence, sealed }) => ({ ...(await this.#vault.open(sealed)), sequence })),
        );
    }

    queueLength() {
        return settled(this.#read("queue").count());
    }

    /** How many scans the server takes in no form. */
    asideLength() {
        return settled(this.#read("aside").count());
    }

    /** Whom the door itself let in at a gate and the server may not know of yet. */
    async ownAdmissions(registration, gate) {
        const own = await this.#all("own");
        return own.filter((entry) => entry.registration === registration && entry.gate === gate);
    }

    /**
     * Keeps a scan that the door answered by itself, with what it changed.
     *
     * @param scan as `/v1/uploads` takes it, without its `sequence`
     * @param opened the admission that it opened, or null
     * @param closed the `sequence` of the own admission that it closed, or null
     * @returns the scan's sequence number
     */
    async keepScan(scan, { opened, closed }) {
        const { sealed } = await sealScan(this.#vault, scan);
        const transaction = this.#write(["facts", "queue", "own"]);
        const sequence = await nextSequence(transaction);
        transaction.objectStore("queue").put({ sequence, sealed });
        const own = transaction.objectStore("own");
        if (opened) own.put({ ...opened, sequence });
        if (closed) own.delete(closed);
        await durable(transaction);
        return sequence;
    }

    /** Drops scans that were not sent: the server answered them by itself. */
    async forgetScans(sequences) {
        const transaction = this.#write(["queue"]);
        for (const sequence of sequences) transaction.objectStore("queue").delete(sequence);
        await durable(transaction);
    }

    /**
     * Puts scans that the server took aside, in case it loses them yet. When none waits any more, what the door let in stands
     * in the server's snapshot.
     *
     * @param taken the `sequence` of each, and the number of the `scan` as which the server has it, or null
     */
    async settleScans(taken) {
        const transaction = this.#write(["queue", "sent"]);
        const [queue, sent] = [transaction.objectStore("queue"), transaction.objectStore("sent")];
        for (const { sequence, scan } of taken) {
            const kept = await settled(queue.get(sequence));
            if (kept) sent.put({ sequence, sealed: kept.sealed, ...(scan == null ? {} : { scan }) });
            queue.delete(sequence);
        }
        await trim(sent);
        await durable(transaction);
    }

    /** Keeps a scan that the server answered, as `/v1/uploads` would take it, with the number as which the server has it. */
    async keepSent(scan, number) {
        const { sealed } = await sealScan(this.#vault, scan);
        const transaction = this.#write(["facts", "sent"]);
        const sequence = await nextSequence(transaction);
        const sent = transaction.objectStore("sent");
        sent.put({ sequence, scan: number, sealed });
        await trim(sent);
        await durable(transaction);
    }

    /** A scan that was acknowledged was undone, or overridden by somebody at the door: sent again, it would tell otherwise. */
    async changeSent(number, verdict) {
        const found = await settled(this.#read("sent").index("scan").get(number));
        if (!found) return;
        const scan = verdict && { ...(await this.#vault.open(found.sealed)), verdict };
        const changed = scan && { ...found, ...(await sealScan(this.#vault, scan)), sequence: found.sequence };
        const transaction = this.#write(["sent"]);
        if (changed) transaction.objectStore("sent").put(changed);
        else transaction.objectStore("sent").delete(found.sequence);
        await durable(transaction);
    }

    /**
     * What the server has acknowledged until now bears its `mark`; what bears one up to `copiedMark` lies in a copy, and is
     * dropped.
     */
    async markSent(mark, copiedMark) {
        const transaction = this.#write(["sent"]);
        const sent = transaction.objectStore("sent");
        for (const kept of await settled(sent.getAll())) {
            if (kept.mark === undefined) sent.put({ ...kept, mark });
            else if (kept.mark <= (copiedMark ?? 0)) sent.delete(kept.sequence);
        }
        await durable(transaction);
    }

    /** Another machine took over, which may lack what the one before acknowledged last: all of that is to be sent again. */
    async sendAgain() {
        const transaction = this.#write(["queue", "sent"]);
        const [queue, sent] = [transaction.objectStore("queue"), transaction.objectStore("sent")];
        for (const { sequence, sealed } of await settled(sent.getAll())) queue.put({ sequence, sealed });
        sent.clear();
        await durable(transaction);
    }

    /** Puts a scan beside the queue that the server takes in no form: it is kept, and holds up no other. */
    async setAside({ sequence, ...scan }, code) {
        const { sealed } = await sealScan(this.#vault, { ...scan, refusal: code });
        const transaction = this.#write(["queue", "aside"]);
        transaction.objectStore("aside").put({ sequence, sealed });
        transaction.objectStore("queue").delete(sequence);
        await durable(transaction);
    }

    /** Drops own admissions up to a scan: a snapshot that was fetched after it was sent tells of them. */
    async forgetOwnAdmissions(upTo) {
        const transaction = this.#write(["own"]);
        transaction.objectStore("own").delete(IDBKeyRange.upperBound(upTo));
        await durable(transaction);
    }

    /** Drops one own admission: the server turned the person away, and so did the door. */
    async forgetOwnAdmission(sequence) {
        const transaction = this.#write(["own"]);
        transaction.objectStore("own").delete(sequence);
        await durable(transaction);
    }

    #all(store) {
        return settled(this.#read(store).getAll());
    }

    #read(store) {
        return this.#database.transaction(store).objectStore(store);
    }

    #write(stores) {
        return this.#database.transaction(stores, "readwrite", { durability: "strict" });
    }
}

/** Above the time of day, so that a phone whose memory was cleared never takes a number twice. */
async function nextSequence(transaction) {
    const facts = transaction.objectStore("facts");
    const sequence = Math.max(((await settled(facts.get("sequence"))) ?? 0) + 1, Date.now());
    facts.put(sequence, "sequence");
    return sequence;
}

/** Drops the oldest of what is kept beyond the limit. */
async function trim(sent) {
    const excess = (await settled(sent.count())) - SENT_MAX;
    if (excess <= 0) return;
    for (const sequence of await settled(sent.getAllKeys(null, excess))) sent.delete(sequence);
}

/** A person as they are kept: whether they owe something, not how much. */
async function sealPerson(vault, { registration, dueCents, ...person }) {
    const owes = person.owes ?? dueCents > 0;
    return { registration, mark: await vault.mark(person.code), sealed: await vault.seal({ ...person, owes }) };
}

async function sealScan(vault, { sequence, ...scan }) {
    return { sequence, sealed: await vault.seal(scan) };
}
