/**
 * The door page: something is scanned, typed or picked; the server says what it means, or the rules on the phone do;
 * the verdict fills the screen.
 */

import { LonelyDoor } from "./door-alone.js";
import { Camera } from "./door-camera.js";
import { Memory } from "./door-memory.js";
import { DoorRules } from "./door-rules.js";
import { DeviceRevoked, NotEnrolled, server } from "./door-server.js";
import { give, unlockSound } from "./door-signals.js";
import { present } from "./door-verdict.js";
import { listenToScanners } from "./door-wedge.js";
import { element, fill, newKey, Refusal, request, ServerAway } from "./server.js";

/** Milliseconds in which the same code again is the same scan: scanners fire twice, and cameras see on. */
const SAME_SCAN = 3000;
/** Milliseconds between two attempts to reach the server. */
const BEAT = 4000;
/** Scans in one upload. */
const UPLOAD_MAX = 100;

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
    #isAway = false;
    #isBusy = false;
    #waiting = null;
    #names = { gates: Object.fromEntries(page.gates.map(({ id, name }) => [id, name])) };

    static async start() {
        const door = new Door();
        door.#memory = await Memory.open();
        door.#settings = {
            gate: page.gates[0]?.id,
            direction: "entry",
            isMuted: false,
            ...(await door.#memory.fact("settings")),
        };
        if (!(door.#settings.gate in door.#names.gates)) door.#settings.gate = page.gates[0]?.id;
        // Without WebAssembly the door still asks the server.
        const rules = await loadRules(page.rulesAddress).catch(() => null);
        door.#alone = rules && new LonelyDoor(door.#memory, rules);
        door.#listen();
        await door.#showState();
        void door.#beat();
    }

    #listen() {
        listenToScanners((text) => void this.#scan({ text }));
        this.#camera = new Camera(element("picture"), {
            decoderAddress: page.decoderAddress,
            server,
            seen: (text) => void this.#scan({ text }, { isSeen: true }),
        });
        element("camera").addEventListener("click", () => void this.#toggleCamera());
        element("torch").addEventListener("click", () => void this.#toggleTorch());
        element("code-form").addEventListener("submit", (event) => {
            event.preventDefault();
            const typed = element("code").value;
            const text = scanned(typed);
            element("code").value = "";
            if (text) void this.#scan({ text });
            else if (typed.trim()) void this.#scan({ code: typed.trim() });
        });
        element("search-form").addEventListener("submit", (event) => {
            event.preventDefault();
            const typed = element("search").value;
            const text = scanned(typed);
            if (text === null) return void this.#search(typed.trim());
            element("search").value = "";
            void this.#scan({ text });
        });
        element("gate").value = this.#settings.gate;
        element("gate").addEventListener("change", () => {
            this.#set({ gate: element("gate").value });
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

    /** Answers one attempt; `subject` has a `text`, a `code` or a `registration`. */
    async #scan(subject, { isSeen = false } = {}) {
        const what = subject.text ?? subject.code ?? `#${subject.registration}`;
        const now = performance.now();
        const isSame = what === this.#last.text && now - this.#last.at < SAME_SCAN;
        // As long as a badge stays before the camera it is one scan.
        if (isSame && (isSeen || this.#isBusy || subject.text)) {
            this.#last.at = now;
            return;
        }
        if (this.#isBusy) {
            // A camera sees the badge again; what was scanned by hand or typed comes next.
            if (!isSeen) this.#waiting = subject;
            return;
        }
        this.#isBusy = true;
        this.#last = { text: what, at: now };
        const scan = {
            nonce: newKey(),
            gate: this.#settings.gate,
            direction: this.#settings.direction,
            scannedAt: new Date().toISOString(),
            ...subject,
        };
        try {
            this.#show(await this.#answer(scan));
        } catch (error) {
            this.#fail(error);
        } finally {
            this.#isBusy = false;
        }
        const next = this.#waiting;
        this.#waiting = null;
        if (next) await this.#scan(next);
    }

    async #answer(scan) {
        // Once the server was missed, nobody waits for it again: the beat finds out when it is back.
        if (!this.#isAway) {
            try {
                return await server.scan(scan);
            } catch (error) {
                if (!(error instanceof ServerAway)) throw error;
                this.#isAway = true;
            }
        }
        if (!this.#alone || !(await this.#alone.isReady()) || scan.registration !== undefined) {
            throw new Unanswered(words.offline_cannot);
        }
        const outcome = await this.#alone.answer(scan);
        void this.#showState();
        return outcome;
    }

    #show(outcome) {
        this.#shown = outcome;
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
        give(view.signal, this.#settings);
        element("next").focus({ preventScroll: true });
    }

    #clear() {
        this.#shown = null;
        element("verdict").hidden = true;
        element("message").textContent = "";
        element("results").replaceChildren();
        element("search").value = "";
    }

    #fail(error) {
        if (error instanceof DeviceRevoked) return void this.#forgetAll();
        if (error instanceof NotEnrolled) return location.replace("/enroll");
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
                    button.addEventListener("click", () => void this.#scan({ registration: person.number }));
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
            const { timeMilliseconds } = await server.report(
                {
                    clockAheadMilliseconds: (await this.#memory.fact("clock")) ?? 0,
                    queued,
                    batteryPercent: await battery(),
                },
                newKey(),
            );
            // Halfway between question and answer the server looked at its clock.
            await this.#memory.keepFact("clock", Math.round((sentAt + Date.now()) / 2) - timeMilliseconds);
            this.#isAway = false;
            const last = (await this.#memory.fact("sequence")) ?? 0;
            await this.#send();
            await this.#learn();
            // What was sent before the snapshot was fetched stands in it.
            await this.#memory.forgetOwnAdmissions(last);
            this.#showCounts((await server.gates()).items);
        } catch (error) {
            if (error instanceof DeviceRevoked) return void this.#forgetAll();
            if (error instanceof NotEnrolled) return location.replace("/enroll");
            if (error instanceof ServerAway) this.#isAway = true;
            else console.error(error.name);
        }
        await this.#showState();
        this.#timer = setTimeout(() => void this.#beat(), BEAT);
    }

    #timer = 0;

    async #send() {
        for (;;) {
            const scans = await this.#memory.queue(UPLOAD_MAX);
            if (scans.length === 0) return;
            const { items } = await server.upload(scans);
            for (const item of items) {
                // The desk has to look at it; sent again it would be refused again.
                if (item.result === "refused") element("message").textContent = fill(words.upload_refused, item);
            }
            await this.#memory.forgetScans(scans.map(({ sequence }) => sequence));
        }
    }

    async #learn() {
        for (;;) {
            const known = await this.#memory.fact("snapshot");
            const snapshot = await server.snapshot(known?.cursor ?? null);
            await this.#memory.learn(snapshot, { isWhole: known === undefined });
            if (!snapshot.more) break;
        }
        document.documentElement.dataset.learned = "true";
    }

    #showCounts(gates) {
        const gate = gates.find(({ id }) => id === this.#settings.gate);
        element("counts").textContent =
            gate === undefined
                ? ""
                : fill(
                      gate.inside === null || gate.inside === undefined ? words.counts_admitted : words.counts_inside,
                      gate,
                  );
    }

    async #showState() {
        const waiting = await this.#memory.queueLength();
        const state = element("state");
        state.dataset.state = this.#isAway ? "away" : "here";
        if (this.#isAway) element("counts").textContent = "";
        state.textContent = this.#isAway
            ? fill(words[waiting === 1 ? "offline_one" : "offline_many"], { count: waiting })
            : waiting === 0
              ? words.online
              : fill(words.sending, { count: waiting });
    }

    /** The device was revoked: nothing of the event may stay on it. */
    async #forgetAll() {
        this.#camera.stop();
        await this.#memory.wipe();
        for (const name of await caches.keys()) await caches.delete(name);
        for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
            await registration.unregister();
        }
        location.replace("/enroll?revoked");
    }

    async #stayAwake() {
        if (document.hidden) return;
        await navigator.wakeLock?.request("screen").catch(() => {});
    }
}

/** What a scanner wrote into a field, behind what stood there: no name and no short code has the signs it begins with. */
function scanned(text) {
    const start = text.lastIndexOf("LY:");
    return start < 0 ? null : text.slice(start);
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
    const registration = await navigator.serviceWorker.register("/door/worker.js", { scope: "/door" });
    registration.active?.postMessage("refresh");
}
await Door.start();
document.documentElement.dataset.door = "ready";
