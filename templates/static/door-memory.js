/**
 * What the door keeps on the phone, in IndexedDB: what it learned of people and gates, what it let in by itself, and
 * what it has not sent yet. A browser that is closed and opened again loses nothing of it.
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
];

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
        const facts = transaction.objectStore("facts");
        // Above the time of day, so that a phone whose memory was cleared never takes a number twice.
        const sequence = Math.max(((await settled(facts.get("sequence"))) ?? 0) + 1, Date.now());
        facts.put(sequence, "sequence");
        transaction.objectStore("queue").put({ sequence, sealed });
        const own = transaction.objectStore("own");
        if (opened) own.put({ ...opened, sequence });
        if (closed) own.delete(closed);
        await durable(transaction);
        return sequence;
    }

    /** Drops scans that the server has. When none is left, what the door let in stands in the server's snapshot. */
    async forgetScans(sequences) {
        const transaction = this.#write(["queue"]);
        for (const sequence of sequences) transaction.objectStore("queue").delete(sequence);
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

/** A person as they are kept: whether they owe something, not how much. */
async function sealPerson(vault, { registration, dueCents, ...person }) {
    const owes = person.owes ?? dueCents > 0;
    return { registration, mark: await vault.mark(person.code), sealed: await vault.seal({ ...person, owes }) };
}

async function sealScan(vault, { sequence, ...scan }) {
    return { sequence, sealed: await vault.seal(scan) };
}
