/**
 * What a door and its server have to tell each other: the scans that the phone answered by itself, and what changed of
 * the people meanwhile.
 */

import { server } from "./door-server.js";
import { fill, Refusal, ServerAway } from "./server.js";

/** Scans in one upload, and the bytes of its text. */
const UPLOAD_MAX = 100;
const UPLOAD_BYTES = 60_000;
/** Refusals of an upload that are of what was sent; all others pass. */
const UNSENDABLE = [400, 413, 422];

/** Another machine goes on with the event, and the door has seen it. */
export const TAKEN_OVER = "event_taken_over";

const { words } = JSON.parse(document.getElementById("door").dataset.facts);

const encoder = new TextEncoder();

/** As many scans from the first on as one upload holds. */
function batch(scans) {
    let bytes = 0;
    const end = scans.findIndex((scan) => {
        bytes += encoder.encode(JSON.stringify(scan)).length + 1;
        return bytes > UPLOAD_BYTES;
    });
    return end < 0 ? scans : scans.slice(0, Math.max(1, end));
}

/**
 * Sends what waits, the oldest first, until nothing is left.
 *
 * @param say is called with words about a scan that the desk has to look at
 */
export async function send(memory, say) {
    let most = UPLOAD_MAX;
    for (;;) {
        const scans = batch(await memory.queue(most));
        if (scans.length === 0) return;
        try {
            const { items } = await server.upload(scans);
            // Sent again it would be refused again.
            for (const item of items) if (item.result === "refused") say(fill(words.upload_refused, item));
            if (items.some(({ result }) => result === "withheld")) say(words.upload_withheld);
            await memory.settleScans(scans.map(({ sequence }, index) => ({ sequence, scan: items[index]?.scan })));
            most = UPLOAD_MAX;
        } catch (error) {
            if (!(error instanceof Refusal && UNSENDABLE.includes(error.problem.status))) throw error;
            // What the server does not take at once it takes in halves; one that it never takes holds up no other.
            if (scans.length > 1) {
                most = Math.ceil(scans.length / 2);
            } else {
                await memory.setAside(scans[0], error.problem.code);
                say(fill(words.upload_refused, error.problem));
            }
        }
    }
}

/**
 * Takes in what the server says of itself: which incarnation of the event it serves, and up to where its books lie in a copy.
 *
 * @throws {ServerAway} for an earlier incarnation than was seen: another machine has taken over from that one
 */
export async function follow(memory, { incarnation, mark, copiedMark }) {
    const known = await memory.fact("incarnation");
    if (incarnation < known) throw new ServerAway("an earlier incarnation", TAKEN_OVER);
    if (incarnation > known) await memory.sendAgain();
    if (incarnation !== known) await memory.keepFact("incarnation", incarnation);
    await memory.markSent(mark, copiedMark);
}

/** Learns what changed since the last time; everything the first time. */
export async function learn(memory) {
    // Without a lock nothing of anybody is kept.
    if (!memory.isLocked) return;
    for (;;) {
        const known = await memory.fact("snapshot");
        let isWhole = known === undefined;
        let snapshot = await server.snapshot(known?.cursor ?? null);
        // Another machine took over, or the file was restored: it may know less than what was learned before.
        if (!isWhole && snapshot.incarnation !== (known.incarnation ?? 1)) {
            isWhole = true;
            snapshot = await server.snapshot(null);
        }
        await memory.learn(snapshot, { isWhole });
        if (!snapshot.more) break;
    }
    document.documentElement.dataset.learned = "true";
}
