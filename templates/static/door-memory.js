/**
 * What the door keeps on the phone, in IndexedDB: what it learned of people and gates, what it let in by itself, and
 * what it has not sent yet. A browser that is closed and opened again loses nothing of it.
 *
 * Names are never here in clear: a person's `sealedName` opens only with the badge that is scanned.
 */

const DATABASE = "lanyard-door";
const STORES = { facts: null, people: "registration", queue: "sequence", own: "sequence" };

/** Turns a request of IndexedDB into a promise. */
function settled(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** Waits until a transaction is on the disk. */
function durable(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
}

export class Memory {
    #database;

    constructor(database) {
        this.#database = database;
    }

    static async open() {
        const request = indexedDB.open(DATABASE, 1);
        request.onupgradeneeded = () => {
            for (const [name, keyPath] of Object.entries(STORES)) {
                request.result.createObjectStore(name, keyPath ? { keyPath } : undefined);
            }
        };
        const memory = new Memory(await settled(request));
        // The browser may then not clear it away when the disk runs full.
        await navigator.storage?.persist?.();
        return memory;
    }

    /** Forgets everything: the device was revoked. */
    async wipe() {
        this.#database.close();
        await settled(indexedDB.deleteDatabase(DATABASE));
    }

    /** A fact by its name: `snapshot`, `settings`, `clock`. */
    fact(name) {
        return settled(this.#database.transaction("facts").objectStore("facts").get(name));
    }

    async keepFact(name, value) {
        const transaction = this.#write(["facts"]);
        transaction.objectStore("facts").put(value, name);
        await durable(transaction);
    }

    person(registration) {
        return settled(this.#database.transaction("people").objectStore("people").get(registration));
    }

    /** The person with a short code, which is printed on the badge. */
    async personWithCode(code) {
        const people = await settled(this.#database.transaction("people").objectStore("people").getAll());
        return people.find((person) => person.code === code);
    }

    /** Takes in a page of the server's snapshot, all of it or nothing. */
    async learn(snapshot, { isWhole }) {
        const { people, ...facts } = snapshot;
        const transaction = this.#write(["facts", "people"]);
        transaction.objectStore("facts").put(facts, "snapshot");
        const store = transaction.objectStore("people");
        if (isWhole) store.clear();
        for (const person of people) store.put(person);
        await durable(transaction);
    }

    /** What waits to be sent, the oldest first. */
    queue(limit) {
        return settled(this.#database.transaction("queue").objectStore("queue").getAll(null, limit));
    }

    queueLength() {
        return settled(this.#database.transaction("queue").objectStore("queue").count());
    }

    /** Whom the door itself let in at a gate and the server may not know of yet. */
    async ownAdmissions(registration, gate) {
        const own = await settled(this.#database.transaction("own").objectStore("own").getAll());
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
        const transaction = this.#write(["facts", "queue", "own"]);
        const facts = transaction.objectStore("facts");
        // Above the time of day, so that a phone whose memory was cleared never takes a number twice.
        const sequence = Math.max(((await settled(facts.get("sequence"))) ?? 0) + 1, Date.now());
        facts.put(sequence, "sequence");
        transaction.objectStore("queue").put({ ...scan, sequence });
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

    /** Drops own admissions up to a scan: a snapshot that was fetched after it was sent tells of them. */
    async forgetOwnAdmissions(upTo) {
        const transaction = this.#write(["own"]);
        transaction.objectStore("own").delete(IDBKeyRange.upperBound(upTo));
        await durable(transaction);
    }

    #write(stores) {
        return this.#database.transaction(stores, "readwrite", { durability: "strict" });
    }
}
