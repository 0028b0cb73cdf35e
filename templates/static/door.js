/**
 * The door page: something is scanned, typed or picked; the server says what it means, or the rules on the phone do;
 * the verdict fills the screen.
 */

import { LonelyDoor } from "./door-alone.js";
import { Camera } from "./door-camera.js";
import { Memory, StoreHeld, StoreTooNew } from "./door-memory.js";
import { DoorRules } from "./door-rules.js";
import { DeviceRevoked, NotEnrolled, server } from "./door-server.js";
import { give, unlockSound } from "./door-signals.js";
import { follow, learn, send, TAKEN_OVER } from "./door-sync.js";
import { present } from "./door-verdict.js";
import { at, element, fill, keptAs, newKey, Refusal, request, ServerAway } from "./server.js";
import { listenToScanners, SHORT_CODE } from "./wedge.js";

/** What is longer than any way of writing a short code is what a badge says. */
const CODE_LENGTH_MAX = 20;
/** Milliseconds in which the same code again is the same scan: scanners fire twice, and cameras see on. */
const SAME_SCAN = 3000;
/** Milliseconds between two attempts to reach the server. */
const BEAT = 4000;
/** Milliseconds after which the phone decides by itself, where it can: nobody waits at a door. */
const MOMENT = 700;
/** Milliseconds that a verdict stands at the least while others wait to be shown. */
const SHOWN_MIN = { admitted: 350, refused: 900 };
/** How many of the last verdicts stand below the newest. */
const RECENT_MAX = 4;

const page = JSON.parse(document.getElementById("door").dataset.facts);
const { words } = page;

/** Why there is no answer, in words for whoever holds the phone. */
class Unanswered extends Error {}

class Door {
    #memory;
    #alone;
    #camera;
    #settings;
    #last = { text: "", at: 0 };
    #shown = null;
    #shownAttempt = null;
    /** What was scanned and is not shown yet, or just now, in order. */
    #attempts = [];
    #isAway = false;
    /** Whether the server is one from which another machine has taken over. */
    #isOld = false;
    #names = { gates: Object.fromEntries(page.gates.map(({ id, name }) => [id, name])) };

    static async start() {
        const door = new Door();
        element("idle").hidden = false;
        door.#memory = await Memory.open();
        door.#settings = {
            gate: page.gates[0]?.id,
            direction: "entry",
            isMuted: false,
            ...(await door.#memory.fact("settings")),
        };
        if (!(door.#settings.gate in door.#names.gates)) door.#settings.gate = page.gates[0]?.id;
        // Without WebAssembly the door still asks the server.
        const rules = await loadRules(at(page.rulesAddress)).catch(() => null);
        door.#alone = rules && door.#memory.isLocked ? new LonelyDoor(door.#memory, rules) : null;
        door.#listen();
        await door.#showState();
        void door.#beat();
    }

    #listen() {
        listenToScanners((text) => this.#scan(SHORT_CODE.test(text) ? { code: text } : { text }));
        this.#camera = new Camera(element("picture"), {
            decoderAddress: at(page.decoderAddress),
            server,
            seen: (text) => this.#scan({ text }, { isSeen: true }),
        });
        element("camera").addEventListener("click", () => void this.#toggleCamera());
        element("torch").addEventListener("click", () => void this.#toggleTorch());
        element("code-form").addEventListener("submit", (event) => {
            event.preventDefault();
            const typed = element("code").value.trim();
            element("code").value = "";
            // What a badge says may have been pasted.
            if (typed) this.#scan(typed.length > CODE_LENGTH_MAX ? { text: typed } : { code: typed });
        });
        element("search-form").addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#search(element("search").value.trim());
        });
        element("gate").value = this.#settings.gate;
        element("gate").addEventListener("change", () => {
            this.#set({ gate: element("gate").value });
            void this.#showState();
            // What a scanner types must not choose another gate.
            element("gate").blur();
        });
        for (const input of document.querySelectorAll("input[name=direction]")) {
            input.checked = input.value === this.#settings.direction;
            input.addEventListener("change", () => this.#set({ direction: input.value }));
        }
        element("mute").setAttribute("aria-pressed", String(this.#settings.isMuted));
        element("mute").addEventListener("click", () => {
            const isMuted = !this.#settings.isMuted;
            element("mute").setAttribute("aria-pressed", String(isMuted));
            this.#set({ isMuted });
        });
        element("next").addEventListener("click", () => this.#clear());
        for (const kind of ["undo", "override"]) {
            element(kind).addEventListener("click", () => {
                element(`${kind}-form`).hidden = false;
            });
            element(`${kind}-form`).addEventListener("submit", (event) => {
                event.preventDefault();
                void this.#correct(kind, element(`${kind}-reason`).value.trim());
            });
        }
        addEventListener("pointerdown", unlockSound);
        addEventListener("keydown", unlockSound);
        addEventListener("online", () => void this.#beat());
        document.addEventListener("visibilitychange", () => void this.#stayAwake());
        void this.#stayAwake();
    }

    #set(change) {
        Object.assign(this.#settings, change);
        // At another gate, or the other way, the same badge is another scan.
        this.#last = { text: "", at: 0 };
        void this.#memory.keepFact("settings", this.#settings);
        this.#clear();
    }

    /** Takes one attempt; `subject` has a `text`, a `code` or a `registration`. */
    #scan(subject, { isSeen = false } = {}) {
        const what = subject.text ?? subject.code ?? `#${subject.registration}`;
        const now = performance.now();
        const isSame = what === this.#last.text && now - this.#last.at < SAME_SCAN;
        // As long as a badge stays before the camera it is one scan.
        if (isSame && (isSeen || this.#attempts.length > 0 || subject.text)) {
            this.#last.at = now;
            return;
        }
        this.#last = { text: what, at: now };
        const scan = {
            nonce: newKey(),
            gate: this.#settings.gate,
            direction: this.#settings.direction,
            scannedAt: new Date().toISOString(),
            ...subject,
        };
        const attempt = { scan, isShown: false, kept: null };
        attempt.answer = this.#answer(attempt).then(
            (outcome) => ({ outcome }),
            (error) => ({ error }),
        );
        this.#attempts.push(attempt);
        if (this.#attempts.length === 1) void this.#showInOrder();
    }

    /** Shows the verdicts in the order of the scans, each for a moment at the least. */
    async #showInOrder() {
        while (this.#attempts.length > 0) {
            const [attempt] = this.#attempts;
            const { outcome, error } = await attempt.answer;
            if (error) this.#fail(error);
            else this.#show(attempt.late ?? outcome, attempt);
            attempt.isShown = true;
            if (this.#attempts.length > 1) {
                const tone = outcome?.verdict === "admitted" ? "admitted" : "refused";
                await new Promise((resolve) => setTimeout(resolve, SHOWN_MIN[tone]));
            }
            this.#attempts.shift();
        }
    }

    /** What the server says, or the phone where the server is away or takes longer than a moment. */
    async #answer(attempt) {
        const { scan } = attempt;
        const mayDecide = scan.registration === undefined && (await this.#alone?.isReady()) === true;
        // Once the server was missed, nobody waits for it again: the beat finds out when it is back.
        if (this.#isAway) return this.#decide(attempt, mayDecide);
        const asked = server.scan(scan);
        const first = mayDecide ? Promise.race([asked, new Promise((resolve) => setTimeout(resolve, MOMENT))]) : asked;
        let answer;
        try {
            answer = await first;
        } catch (error) {
            if (!(error instanceof ServerAway)) throw error;
            this.#isAway = true;
            return this.#decide(attempt, mayDecide);
        }
        if (answer) {
            void this.#keep(scan, answer);
            return answer;
        }
        const own = await this.#decide(attempt, mayDecide);
        asked.then(
            (late) => this.#takeIn(attempt, own, late),
            (error) => {
                if (error instanceof ServerAway) this.#isAway = true;
            },
        );
        return own;
    }

    /** What the server answered it may lose yet, if its machine dies now. */
    async #keep(scan, outcome) {
        if (!this.#memory.isLocked || !outcome.scan) return;
        const kept = {
            ...scan,
            clockAheadMilliseconds: (await this.#memory.fact("clock")) ?? 0,
            verdict: outcome.verdict,
            incarnation: await this.#memory.fact("incarnation"),
        };
        await this.#memory.keepSent(kept, outcome.scan);
    }

    async #decide(attempt, mayDecide) {
        if (!mayDecide) throw new Unanswered(words.offline_cannot);
        const { outcome, kept } = await this.#alone.answer(attempt.scan);
        attempt.kept = kept;
        void this.#showState();
        return outcome;
    }

    /**
     * The server answered after the phone had. Where both agree, or the verdict is still to be seen, what the server says
     * is shown and stands in its books; else what the door did stands, and is sent.
     */
    async #takeIn(attempt, own, late) {
        const isSame = late.verdict === own.verdict;
        const isSeen = !attempt.isShown || this.#shownAttempt === attempt;
        if (!isSame && !isSeen) return;
        if (attempt.kept !== null) {
            await this.#memory.forgetScans([attempt.kept]);
            if (late.verdict !== "admitted") await this.#memory.forgetOwnAdmission(attempt.kept);
        }
        await this.#keep(attempt.scan, late);
        attempt.late = late;
        if (this.#shownAttempt === attempt) this.#show(late, attempt, { isAgain: isSame });
        void this.#showState();
    }

    #show(outcome, attempt = null, { isAgain = false } = {}) {
        this.#shown = outcome;
        this.#shownAttempt = attempt;
        const view = present(outcome, { ...page, gateNames: this.#names.gates });
        const verdict = element("verdict");
        verdict.hidden = false;
        verdict.dataset.verdict = outcome.verdict;
        verdict.dataset.tone = view.tone;
        element("sign").setAttribute("href", `#sign-${view.sign}`);
        element("word").textContent = view.word;
        element("reason").textContent = view.reason;
        element("name").textContent = view.name;
        element("who").textContent = [view.affiliation, view.category].filter(Boolean).join(" · ");
        element("days").textContent = view.days;
        element("notices").replaceChildren(
            ...view.notices.map((notice) => {
                const item = document.createElement("li");
                item.textContent = notice;
                return item;
            }),
        );
        element("alone").hidden = !view.isAlone;
        element("undo").hidden = outcome.verdict !== "admitted" || !outcome.scan;
        element("override").hidden = !page.mayOverride || outcome.verdict === "admitted" || !outcome.scan;
        element("undo-form").hidden = element("override-form").hidden = true;
        element("results").replaceChildren();
        element("message").textContent = "";
        element("idle").hidden = true;
        if (!isAgain) give(view.signal, this.#settings);
        this.#showRecent(outcome, view, attempt);
        element("next").focus({ preventScroll: true });
    }

    /** The last verdicts, the newest first: whoever looks up late sees them still. */
    #showRecent(outcome, view, attempt) {
        const item = document.createElement("li");
        item.dataset.verdict = outcome.verdict;
        item.textContent = [view.word, view.name].filter(Boolean).join(" · ");
        const list = element("recent");
        const old = attempt?.recent;
        if (old?.isConnected) old.replaceWith(item);
        else list.prepend(item);
        if (attempt) attempt.recent = item;
        while (list.children.length > RECENT_MAX) list.lastElementChild.remove();
    }

    #clear() {
        this.#shown = null;
        this.#shownAttempt = null;
        element("idle").hidden = this.#camera.isOn;
        element("verdict").hidden = true;
        element("message").textContent = "";
        element("results").replaceChildren();
        element("search").value = "";
    }

    /** A door that was revoked hands over what it still holds, for the desk to judge; says whether all of it is sent. */
    async #handOver() {
        try {
            await send(this.#memory, () => {});
            return true;
        } catch (error) {
            // It tries again with the next beat, unless the server takes nothing from it any more.
            return !(error instanceof ServerAway || error instanceof Refusal);
        }
    }

    #fail(error) {
        if (error instanceof DeviceRevoked) return void this.#handOver().then((isSent) => isSent && this.#forgetAll());
        if (error instanceof NotEnrolled) return location.replace(at("/enroll"));
        element("verdict").hidden = true;
        element("message").textContent =
            error instanceof Refusal
                ? (words[`refused_${error.problem.code}`] ?? error.problem.title)
                : error instanceof Unanswered
                  ? error.message
                  : words.failure;
        give("already_admitted", this.#settings);
    }

    async #correct(kind, reason) {
        if (!reason || !this.#shown?.scan) return;
        try {
            const outcome = await server[kind](this.#shown.scan, reason, newKey());
            element(`${kind}-reason`).value = "";
            if (this.#memory.isLocked) {
                await this.#memory.changeSent(this.#shown.scan, kind === "override" ? "admitted" : null);
            }
            if (kind === "override") return this.#show(outcome);
            this.#clear();
            element("message").textContent = words.undone;
        } catch (error) {
            this.#fail(error);
        }
    }

    async #search(text) {
        if (!text) return;
        try {
            const found = await server.find(text);
            element("message").textContent = found.length === 0 ? words.search_nobody : "";
            element("results").replaceChildren(
                ...found.map((person) => {
                    const button = document.createElement("button");
                    button.type = "button";
                    button.textContent = [person.badgeName, person.affiliation, person.code]
                        .filter(Boolean)
                        .join(" · ");
                    button.addEventListener("click", () => this.#scan({ registration: person.number }));
                    const item = document.createElement("li");
                    item.append(button);
                    return item;
                }),
            );
        } catch (error) {
            this.#fail(error instanceof ServerAway ? new Unanswered(words.search_offline) : error);
        }
    }

    async #toggleCamera() {
        const button = element("camera");
        if (this.#camera.isOn) {
            this.#camera.stop();
        } else {
            try {
                await this.#camera.start();
            } catch {
                element("message").textContent = words.camera_none;
            }
        }
        button.setAttribute("aria-pressed", String(this.#camera.isOn));
        element("view").hidden = !this.#camera.isOn;
        element("door").dataset.camera = this.#camera.isOn ? "on" : "off";
        element("idle").hidden = this.#camera.isOn || this.#shown !== null;
        element("torch").hidden = !this.#camera.hasTorch;
        // Each time the camera starts its light is off.
        element("torch").setAttribute("aria-pressed", "false");
    }

    async #toggleTorch() {
        const button = element("torch");
        const isOn = button.getAttribute("aria-pressed") !== "true";
        try {
            await this.#camera.setTorch(isOn);
            button.setAttribute("aria-pressed", String(isOn));
        } catch {
            // Some cameras promise a light that they do not have.
            button.hidden = true;
        }
    }

    /** Sends what waits, learns what changed, and tells how this device is; again and again. */
    async #beat() {
        clearTimeout(this.#timer);
        try {
            const queued = await this.#memory.queueLength();
            const sentAt = Date.now();
            const told = await server.report(
                {
                    clockAheadMilliseconds: (await this.#memory.fact("clock")) ?? 0,
                    queued,
                    batteryPercent: await battery(),
                },
                newKey(),
            );
            // Halfway between question and answer the server looked at its clock.
            await this.#memory.keepFact("clock", Math.round((sentAt + Date.now()) / 2) - told.timeMilliseconds);
            await follow(this.#memory, told);
            this.#isAway = this.#isOld = false;
            const last = (await this.#memory.fact("sequence")) ?? 0;
            await send(this.#memory, (text) => {
                element("message").textContent = text;
            });
            await learn(this.#memory);
            // What was sent before the snapshot was fetched stands in it.
            await this.#memory.forgetOwnAdmissions(last);
            this.#showCounts((await server.gates()).items);
        } catch (error) {
            if (error instanceof DeviceRevoked && (await this.#handOver())) return void this.#forgetAll();
            if (error instanceof NotEnrolled) return location.replace(at("/enroll"));
            this.#isOld = error.code === TAKEN_OVER;
            if (error instanceof ServerAway || error instanceof DeviceRevoked) this.#isAway = true;
            else console.error(error.name);
        }
        await this.#showState();
        this.#timer = setTimeout(() => void this.#beat(), BEAT);
    }

    #timer = 0;

    #showCounts(gates) {
        const gate = gates.find(({ id }) => id === this.#settings.gate);
        let counts = "";
        if (gate?.crowding !== undefined) counts = fill(words[`counts_${gate.crowding}`], gate);
        else if (typeof gate?.inside === "number") counts = fill(words.counts_inside, gate);
        else if (gate) counts = fill(words.counts_admitted, gate);
        for (const place of [element("counts"), element("idle-counts")]) {
            place.textContent = counts;
            place.dataset.crowding = gate?.crowding ?? "";
        }
    }

    async #showState() {
        const waiting = await this.#memory.queueLength();
        const state = element("state");
        state.dataset.state = this.#isAway ? "away" : "here";
        element("idle-gate").textContent = this.#names.gates[this.#settings.gate] ?? "";
        if (this.#isAway) this.#showCounts([]);
        state.textContent = this.#isOld
            ? words.taken_over
            : this.#isAway
              ? fill(words[waiting === 1 ? "offline_one" : "offline_many"], { count: waiting })
              : waiting === 0
                ? words.online
                : fill(words.sending, { count: waiting });
    }

    /** The device was revoked: nothing of the event may stay on it. */
    async #forgetAll() {
        this.#camera.stop();
        await this.#memory.wipe();
        await caches.delete(keptAs("lanyard-door-page"));
        // Of this event alone: the phone may be a door of another one on the same host.
        await (await navigator.serviceWorker?.getRegistration(at("/door")))?.unregister();
        location.replace(at("/enroll?revoked"));
    }

    async #stayAwake() {
        if (document.hidden) return;
        await navigator.wakeLock?.request("screen").catch(() => {});
    }
}

async function loadRules(address) {
    const response = await request(address);
    if (!response.ok) throw new Error("the door rules were not built");
    return DoorRules.load(await response.arrayBuffer());
}

async function battery() {
    const state = await navigator.getBattery?.().catch(() => null);
    return state ? Math.round(state.level * 100) : null;
}

if (navigator.serviceWorker) {
    const registration = await navigator.serviceWorker.register(at("/door/worker.js"), { scope: at("/door") });
    registration.active?.postMessage("refresh");
}
try {
    await Door.start();
    document.documentElement.dataset.door = "ready";
} catch (error) {
    const why = error instanceof StoreTooNew ? words.store_new : error instanceof StoreHeld ? words.store_held : null;
    element("message").textContent = why ?? words.failure;
    if (!why) throw error;
}
