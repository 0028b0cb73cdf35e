/**
 * A door without its server: it decides by the very rules that the server runs (`DoorRules`, as WebAssembly), from what
 * it learned before, and keeps what it answered until the server is back.
 */

const encoder = new TextEncoder();

function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Opens a name that is locked with a badge's 78 bytes: AES-256-GCM under a key of HKDF-SHA-256, as `SealedName` says. */
async function unlock(sealed, credential) {
    const secret = await crypto.subtle.importKey("raw", credential, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
        { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode("lanyard-door-name-v1") },
        secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const box = bytesOf(sealed);
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.subarray(0, 12) }, key, box.subarray(12));
    return JSON.parse(new TextDecoder().decode(text));
}

/** Whether a signature is that of one of the event's keys: Ed25519, by the browser. */
async function isGenuine(badge, publicKey) {
    const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, badge.signature, badge.message);
}

export class LonelyDoor {
    #memory;
    #rules;

    constructor(memory, rules) {
        this.#memory = memory;
        this.#rules = rules;
    }

    /** Whether it knows enough to decide. */
    async isReady() {
        return (await this.#memory.fact("snapshot")) !== undefined;
    }

    /**
     * Answers a scan and keeps it to be sent.
     *
     * @param scan the body of `POST /v1/scans`, with `text` or `code`
     * @returns what the server would answer, as far as it can be known here
     */
    async answer(scan) {
        const snapshot = await this.#memory.fact("snapshot");
        const gate = snapshot.gates.find(({ id }) => id === scan.gate);
        const ahead = (await this.#memory.fact("clock")) ?? 0;
        const now = Date.now();
        const moment = this.#moment(snapshot, now - ahead);
        const { presented, person, badge } = await this.#examine(scan, snapshot);
        const own = person ? await this.#memory.ownAdmissions(person.registration, gate.id) : [];
        const known = (person?.open ?? []).filter((entry) => entry.gate === gate.number);
        // The newest first: the rules name the first that stands.
        const open = [...known, ...own].sort((left, right) => left.second - right.second);
        const verdict = this.#rules.decide({
            gate, presented, direction: scan.direction, moment, holder: person ?? null, open });
        const kept = {
            nonce: scan.nonce, gate: gate.id, direction: scan.direction, text: scan.text, code: scan.code,
            scannedAt: new Date(now).toISOString(), clockAheadMilliseconds: ahead, verdict: verdict.code,
        };
        const opens = verdict.code === "admitted" && verdict.passage === "entry";
        await this.#memory.keepScan(kept, {
            opened: opens
                ? { registration: person.registration, gate: gate.id, device: 0, ...moment, nonce: scan.nonce } : null,
            closed: verdict.passage === "exit" ? (open[verdict.admission]?.sequence ?? null) : null,
        });
        return this.#outcome(scan, verdict, { snapshot, gate, person, badge, open, moment });
    }

    #moment(snapshot, milliseconds) {
        const second = Math.floor(milliseconds / 1000);
        const offset = snapshot.offsets.findLast(({ from }) => from <= second)?.seconds ?? 0;
        return this.#rules.moment(snapshot, second, offset);
    }

    async #examine(scan, snapshot) {
        if (scan.code) {
            const person = await this.#memory.personWithCode(scan.code.toUpperCase());
            return { presented: { kind: "person" }, person };
        }
        const badge = this.#rules.read(scan.text);
        if (badge.flaw) return { presented: { kind: "flawed", flaw: badge.flaw } };
        const flaw = await this.#flaw(badge, snapshot);
        if (flaw) return { presented: { kind: "flawed", flaw } };
        const person = await this.#memory.person(badge.registration);
        return { presented: { kind: "badge", issue: badge.issue }, person, badge };
    }

    async #flaw(badge, snapshot) {
        if (badge.event !== snapshot.event) return "wrong_event";
        const key = snapshot.keys.find(({ id }) => id === badge.key);
        if (!key) return "unknown_key";
        return (await isGenuine(badge, key.publicKey)) ? null : "not_genuine";
    }

    async #outcome(scan, verdict, { snapshot, gate, person, badge, open, moment }) {
        const outcome = {
            scan: null, verdict: verdict.code, direction: scan.direction, gate: gate.id, day: moment.day,
            issue: badge?.issue ?? null, reason: verdict.reason ?? null, answeredAlone: true, notices: [],
        };
        if (person) {
            const roleIndex = Math.log2(person.role);
            outcome.person = { code: person.code, role: snapshot.roles[roleIndex] ?? "" };
            const sealed = badge?.issue === person.issue && person.sealedName;
            if (sealed) {
                const { name, affiliation, notices } = await unlock(sealed, badge.bytes);
                Object.assign(outcome.person, { name, affiliation });
                if (verdict.code === "admitted" && scan.direction === "entry") outcome.notices = notices;
            }
        }
        if (verdict.code === "unpaid") outcome.dueCents = person.dueCents;
        if (verdict.code === "wrong_day") outcome.coveredDays = verdict.coveredDays;
        if (verdict.code === "revoked" && verdict.goodIssue) outcome.goodBadge = { issue: verdict.goodIssue };
        if (verdict.code === "already_admitted") {
            const first = open[verdict.admission];
            outcome.firstAdmission = {
                time: new Date(first.second * 1000).toISOString(), gate: gate.id, device: first.device };
        }
        return outcome;
    }
}
