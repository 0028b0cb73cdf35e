/**
 * A door without its server: it decides by the very rules that the server runs (`DoorRules`, as WebAssembly), from what
 * it learned before, and keeps what it answered until the server is back.
 */

const encoder = new TextEncoder();

function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * A code as it is printed: people type it in either case, without the hyphen, with a number sign before it, and take O for 0
 * and I or L for 1.
 */
function printed(code) {
    const symbols = code
        .toUpperCase()
        .replace(/^\s*#/, "")
        .replace(/[-\s]/g, "")
        .replaceAll("O", "0")
        .replace(/[IL]/g, "1");
    return `${symbols.slice(0, 3)}-${symbols.slice(3)}`;
}

/** Opens a name that is locked with a badge's 78 bytes: AES-256-GCM under a key of HKDF-SHA-256, as `SealedName` says. */
async function unlock(sealed, credential) {
    const secret = await crypto.subtle.importKey("raw", credential, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
        { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode("lanyard-door-name-v1") },
        secret,
        { name: "AES-GCM", length: 256 },
        false,
        ["decrypt"],
    );
    const box = bytesOf(sealed);
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.subarray(0, 12) }, key, box.subarray(12));
    return JSON.parse(new TextDecoder().decode(text));
}

/** Whether the key that a badge names made its signature: Ed25519, by the browser. */
async function isGenuine(badge, snapshot) {
    const { publicKey } = snapshot.keys.find(({ id }) => id === badge.key);
    const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, badge.signature, badge.message);
}

export class LonelyDoor {
    #memory;
    #rules;
    #last = Promise.resolve();

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
     * @returns {Promise<{outcome: object, kept: ?number}>} what the server would answer, as far as it can be known here,
     *     and the number under which the scan is kept
     */
    answer(scan) {
        // One after another: the second must know whom the first let in.
        const answer = this.#last.then(() => this.#decide(scan));
        this.#last = answer.catch(() => {});
        return answer;
    }

    async #decide(scan) {
        const snapshot = await this.#memory.fact("snapshot");
        const gate = snapshot.gates.find(({ id }) => id === scan.gate);
        const ahead = (await this.#memory.fact("clock")) ?? 0;
        const now = Date.now();
        const moment = this.#rules.moment(snapshot, Math.floor((now - ahead) / 1000));
        const isExit = scan.direction === "exit";
        const { presented, person, badge } = await this.#examine(scan, snapshot);
        // What this door let in since it is alone counts like what it learned; a gate without a number has only that.
        const own = person ? await this.#memory.ownAdmissions(person.registration, gate.id) : [];
        const open = [...(person?.open ?? []), ...own.map((entry) => ({ ...entry, gate: gate.number }))];
        const verdict = this.#rules.decide(gate, { ...presented, exit: isExit, moment }, person, open);
        // Nobody has the code that was typed: a slip, of which the server keeps no record either.
        if (scan.code && !person) {
            return { outcome: await outcome(scan, verdict, { snapshot, gate, person, badge, moment }), kept: null };
        }
        const isEntry = verdict.verdict === "admitted" && verdict.passage === "entry";
        const left =
            verdict.passage === "exit"
                ? own.find(({ second, device }) => second === verdict.entry.second && device === verdict.entry.device)
                : null;
        const kept = await this.#memory.keepScan(
            {
                nonce: scan.nonce,
                gate: gate.id,
                direction: scan.direction,
                text: scan.text,
                code: scan.code,
                scannedAt: new Date(now).toISOString(),
                clockAheadMilliseconds: ahead,
                verdict: verdict.verdict,
                incarnation: snapshot.incarnation,
            },
            {
                opened: isEntry ? { registration: person.registration, gate: gate.id, device: 0, ...moment } : null,
                closed: left?.sequence ?? null,
            },
        );
        return { outcome: await outcome(scan, verdict, { snapshot, gate, person, badge, moment }), kept };
    }

    async #examine(scan, snapshot) {
        if (scan.code)
            return { presented: {}, person: (await this.#memory.personWithCode(printed(scan.code))) ?? null };
        let badge = this.#rules.examine(snapshot, scan.text);
        for (let which = 1; !badge.flaw && !(await isGenuine(badge, snapshot)); which++)
            badge = this.#rules.examine(snapshot, scan.text, which);
        if (badge.flaw) return { presented: { flaw: badge.flaw }, person: null };
        const person = (await this.#memory.person(badge.registration)) ?? null;
        return { presented: { issue: badge.issue, superseded: badge.superseded }, person, badge };
    }
}

/** A verdict of the rules in the form of the server's answer. */
async function outcome(scan, verdict, { snapshot, gate, person, badge, moment }) {
    const answer = {
        scan: null,
        verdict: verdict.verdict,
        direction: scan.direction,
        gate: gate.id,
        issue: badge?.issue ?? null,
        reason: verdict.reason ?? null,
        answeredAlone: true,
        notices: [],
    };
    if (person) {
        const category = snapshot.categories[Math.log2(person.category)] ?? "";
        answer.person = { code: person.code, category, ...(await nameOf(person, badge)) };
        if (verdict.passage === "entry") answer.notices = answer.person.notices ?? [];
        // Two people had this place, and the first came in here today.
        const earlier = (person.earlier ?? []).filter(
            (entry) => entry.gate === gate.number && entry.day === moment.day,
        );
        if (verdict.passage === "entry" && earlier.length > 0) {
            answer.sharedPlace = { time: new Date(earlier.at(-1).second * 1000).toISOString() };
        }
        // Who is alone keeps nobody out for want of room, and says that there may be none.
        answer.mayBeFull = verdict.passage === "entry" && gate.crowding !== undefined && gate.crowding !== "roomy";
    }
    switch (verdict.verdict) {
        case "unpaid":
            return answer;
        case "wrong_day":
            return { ...answer, coveredDays: daysIn(verdict.days) };
        case "revoked":
            return { ...answer, goodBadge: verdict.issue && { issue: verdict.issue } };
        case "already_admitted": {
            const { second, device } = verdict.entry;
            const time = new Date(second * 1000).toISOString();
            return { ...answer, firstAdmission: { time, gate: gate.id, device } };
        }
        default:
            return answer;
    }
}

/** What the badge's own lock opens: name, affiliation and what to notice; nothing where names are not given out. */
async function nameOf(person, badge) {
    if (!person.sealedName || badge?.issue !== person.issue) return {};
    const { message, signature } = badge;
    // The 14 bytes that are signed come last in the message.
    return unlock(person.sealedName, new Uint8Array([...message.slice(-14), ...signature]));
}

/** The days in a mask: bit i−1 for day i. */
function daysIn(mask) {
    return Array.from({ length: 16 }, (_, index) => index + 1).filter((day) => mask & (1 << (day - 1)));
}
