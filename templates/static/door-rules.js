// The door rules in a page: a wrapper around door.wasm, whose rows of numbers Sources/DoorRules/DoorQuestion.swift
// describes. Gates, people and their open entries are objects as /v1/snapshot gives them.

const flaws = [
    "not_a_credential",
    "wrong_length",
    "not_base45",
    "unknown_version",
    "wrong_event",
    "unknown_key",
    "not_genuine",
    "keyboard_layout",
    "superseded",
];
const invalidities = [...flaws, "ticket_not_badge", "unknown_registration"];
const verdicts = [
    "admitted",
    "invalid",
    "revoked",
    "cancelled",
    "blocked",
    "unpaid",
    "gate_closed",
    "wrong_day",
    "not_entitled",
    "already_admitted",
    "full",
];
const frequencies = ["once", "once_per_day", "in_and_out"];
const standings = ["active", "cancelled", "transferred"];
const closures = ["for_ever", "not_today", "until", "since"];
const entryStandings = ["open", "closed", "conflict", "repeated"];

export class DoorRules {
    #wasm;

    constructor(instance) {
        this.#wasm = instance.exports;
    }

    /** @param {BufferSource} bytes of door.wasm */
    static async load(bytes) {
        return new DoorRules((await WebAssembly.instantiate(bytes, {})).instance);
    }

    /**
     * Asks a question as it is: "moment", "examine", "decide", "merge" or "replay".
     * @param {(number|bigint|boolean)[]} numbers whole, below 2^53
     * @returns {number[]} the answer
     */
    ask(question, numbers) {
        const address = this.#wasm.door_row(numbers.length);
        if (address === 0) throw new RangeError("too many numbers");
        new BigInt64Array(this.#wasm.memory.buffer, address, numbers.length).set(numbers.map(BigInt));
        const length = this.#wasm[`door_${question}`](numbers.length);
        if (length < 0) throw new TypeError(`not a question to ${question}`);
        const answer = new BigInt64Array(this.#wasm.memory.buffer, this.#wasm.door_row(length), length);
        return Array.from(answer, Number);
    }

    /**
     * Where an instant falls among the event's days.
     * @param {number} second since 1970, by the server's clock
     * @returns {{second: number, day: ?number, minute: number}} the minute runs past 1440 after midnight
     */
    moment(snapshot, second) {
        const offset = snapshot.offsets.findLast((offset) => offset.from <= second)?.seconds ?? 0;
        return readMoment(
            this.ask("moment", [snapshot.dayStart, snapshot.dates.length, ...snapshot.dates, second, offset]),
        );
    }

    /**
     * Reads what a camera saw or a scanner typed, with what a keyboard made of it undone.
     * @param {number} which of its readings: the next where the signature of the one before does not hold; nearly always
     *     there is one, and behind the last the flaw is "not_genuine"
     * @returns {{flaw: string} | {key: number, superseded: boolean, registration: number, issue: number, days: number,
     *     message: Uint8Array, signature: Uint8Array}} with a flaw it is no credential of this event; without, the
     *     signature is still to be verified by the key of that id, and if it does not hold, the flaw is "not_genuine"
     */
    examine(snapshot, text, which = 0) {
        const bytes = new TextEncoder().encode(text);
        const keys = snapshot.keys.flatMap(({ id, registrationsMax, issuesMax }) =>
            registrationsMax === undefined ? [id, 0] : [id, 1, registrationsMax, issuesMax],
        );
        const [isRead, ...answer] = this.ask("examine", [
            parseInt(snapshot.event, 16),
            snapshot.keys.length,
            ...keys,
            bytes.length,
            ...bytes,
            which,
        ]);
        if (isRead === 0) return { flaw: flaws[answer[0]] };
        const [key, superseded, registration, issue, days, length] = answer;
        return {
            key,
            superseded: superseded === 1,
            registration,
            issue,
            days,
            message: Uint8Array.from(answer.slice(6, 6 + length)),
            signature: Uint8Array.from(answer.slice(7 + length)),
        };
    }

    /**
     * Decides.
     * @param gate one of the snapshot's
     * @param {{flaw?: string, issue?: number, superseded?: boolean, exit?: boolean, moment: object}} attempt a flaw, or the issue of a good
     *     credential and whether its key signs no more, or neither for somebody whose code was typed
     * @param person one of the snapshot's; null for nobody
     * @param {object[]} open the person's entries at all gates that no exit closed
     * @returns {{verdict: string}} with its particulars: reason, issue, transferred, closure and minute,
     *     days, addOn or categories, entry (of already_admitted, and of an exit), passage
     */
    decide(gate, attempt, person, open) {
        const here = open.filter((entry) => entry.gate === gate.number);
        const answer = this.ask("decide", [
            ...gateRow(gate),
            ...attemptRow(attempt),
            ...personRow(person),
            here.length,
            ...here.flatMap(entryRow),
            // How many are inside nobody knows who is alone.
            0,
        ]);
        return readVerdict(answer);
    }

    /**
     * Says what entries count for.
     * @param {{id: number, millisecond: number, device: number, queued: boolean, sequence: number, moment: object,
     *     exit: boolean, forced: boolean}[]} passages of one person at one gate
     * @returns {{id: number, standing: string, other: number}[]} one an entry; other is the passage that closed it, or
     *     the earlier entry with which it is in conflict
     */
    merge(gate, passages) {
        const rows = passages.flatMap((passage) => [
            passage.id,
            passage.millisecond,
            passage.device,
            passage.queued,
            passage.sequence,
            ...momentRow(passage.moment),
            passage.exit,
            passage.forced,
        ]);
        const answer = this.ask("merge", [...gateRow(gate), passages.length, ...rows]);
        return Array.from({ length: answer[0] }, (_, index) => {
            const [id, standing, other] = answer.slice(1 + 3 * index);
            return { id, standing: entryStandings[standing], other };
        });
    }
}

function momentRow(moment) {
    return [moment.second, moment.day ?? 0, moment.minute];
}

function entryRow(entry) {
    return [...momentRow(entry), entry.gate, entry.device];
}

function gateRow(gate) {
    const entitlement = gate.addOn != null ? [1, gate.addOn] : gate.categories != null ? [2, gate.categories] : [0, 0];
    return [
        gate.number,
        gate.closed,
        gate.wantsPassForDay,
        gate.admitsUnpaid,
        frequencies.indexOf(gate.frequency),
        gate.closing ?? 0,
        ...entitlement,
        gate.capacity ?? 0,
        0,
        gate.hours.length,
        ...gate.hours.flatMap((hours) => [hours.days, hours.opens, hours.closes]),
    ];
}

function attemptRow(attempt) {
    const badge = attempt.superseded ? 3 : 1;
    const presented =
        attempt.flaw != null
            ? [0, flaws.indexOf(attempt.flaw)]
            : attempt.issue != null
              ? [badge, attempt.issue]
              : [2, 0];
    return [...presented, attempt.exit ?? false, ...momentRow(attempt.moment)];
}

function personRow(person) {
    if (person == null) return [0];
    return [
        1,
        person.registration,
        standings.indexOf(person.standing),
        person.blocked,
        person.registration,
        // How much is due makes no difference to the rules.
        person.owes ? 1 : 0,
        person.days,
        person.category,
        person.issue,
        person.issueRevoked,
        person.addOns.length,
        ...person.addOns,
        person.owesAddOns?.length ?? 0,
        ...(person.owesAddOns ?? []).flatMap((addOn) => [addOn, 1]),
    ];
}

function readMoment([second, day, minute]) {
    return { second, day: day === 0 ? null : day, minute };
}

function readEntry(row) {
    return { ...readMoment(row), gate: row[3], device: row[4] };
}

function readVerdict([code, ...rest]) {
    const verdict = verdicts[code];
    switch (verdict) {
        case "admitted":
            return rest[0] === 1
                ? { verdict, passage: "exit", entry: readEntry(rest.slice(1)) }
                : { verdict, passage: rest[0] === 0 ? "entry" : "exit_only" };
        case "invalid":
            return { verdict, reason: invalidities[rest[0]] };
        case "revoked":
            return { verdict, issue: rest[0] === 0 ? null : rest[0] };
        case "cancelled":
            return { verdict, transferred: rest[0] === 1 };
        case "gate_closed":
            return { verdict, closure: closures[rest[0]], minute: rest[1] };
        case "wrong_day":
            return { verdict, days: rest[0] };
        case "not_entitled":
            return rest[0] === 0 ? { verdict, addOn: rest[1] } : { verdict, categories: rest[1] };
        case "full":
            return { verdict, capacity: rest[0] };
        case "already_admitted":
            return { verdict, entry: readEntry(rest) };
        default:
            return { verdict };
    }
}
