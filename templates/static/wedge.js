/**
 * Scanners that type: a hand scanner is a keyboard that writes a code within milliseconds and ends it with Enter, into
 * whatever has the keyboard at that moment. What one typed is taken out of there again and handed over whole; a second
 * Enter that some send is dropped. What the keyboard's layout made of the signs is put right where the text is read
 * (`ScannedText` in the door rules), and before that here where the browser knows better: it names the keys themselves.
 */

/** Milliseconds between two keys of a scanner; nobody types a whole code at this pace. */
const PAUSE_MAX = 80;
/** Milliseconds between two keys on the average. */
const PACE_MAX = 60;
/** The same within what begins like one of our badges: a scanner without a wire, or a phone that is busy, takes its time. */
const BADGE_PAUSE_MAX = 3000;
/** The same where it could as well be somebody who types into a field. */
const FIELD_PAUSE_MAX = 500;
const BADGE = "LY:";
/** How a badge begins, whatever layout the keyboard has, behind what some scanners put before (ISO 15424, AIM ECI). */
const BEGINS = /^(?:\][A-Z]\d|\\\d{6})?L[YZ][^A-Z0-9\s]/i;
/** The same by the keys: a scanner presses Shift for each capital, and nobody's name begins so. */
const BEGINS_BY_KEYS = /^(?:\][A-Z]\d|\\\d{6})*LY:/;
/** A badge, as it is printed. */
const PRINTED = /^(?:\][A-Z]\d|\\\d{6})*LY:[0-9A-Z $%*+\-./:]{117}$/;
/** What the keys of a keyboard of the United States write, alone and with Shift; letters and digits aside. */
const SIGNS = {
    Minus: "-_",
    Equal: "=+",
    Semicolon: ";:",
    Period: ".>",
    Comma: ",<",
    Slash: "/?",
    Space: "  ",
    BracketLeft: "[{",
    BracketRight: "]}",
    Backslash: "\\|",
    Quote: "'\"",
    Backquote: "`~",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";
/** Fewer signs than any code of ours has. */
const LENGTH_MIN = 7;
/** The longest code that is listened to. */
const LENGTH_MAX = 512;
/** Milliseconds after a scan in which another Enter belongs to it. */
const ENTER_AGAIN_MAX = 600;

/**
 * The sign for which a scanner presses this key, whatever layout the computer has: scanners know the keyboard of the United
 * States. Empty for a key that has none.
 */
function signOf({ code = "", shiftKey }) {
    if (code.startsWith("Key")) return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
    if (code.startsWith("Digit")) return shiftKey ? SHIFTED_DIGITS[Number(code.slice(5))] : code.slice(5);
    return SIGNS[code]?.[shiftKey ? 1 : 0] ?? "";
}

/** What the key wrote. An accent that waits for its letter is a sign as well; the letter comes with it or without. */
function writtenBy({ key, shiftKey }) {
    if (key === "Dead") return shiftKey ? "`" : "´";
    return key;
}

/** A run of keys at a machine's pace, with the field that had the keyboard when it began. */
class Burst {
    text = "";
    /** The same by the keys that were pressed. */
    #signs = "";
    isTaken = false;
    #field;
    #before;
    #first;
    #last;
    #slowest = 0;

    constructor(field, time) {
        this.#field = field;
        this.#first = time;
        this.#last = time;
        if (field instanceof HTMLSelectElement) this.#before = field.selectedIndex;
        else if (field) this.#before = [field.value, field.selectionStart, field.selectionEnd];
    }

    add(event, time) {
        this.#slowest = Math.max(this.#slowest, time - this.#last);
        this.#last = time;
        this.text += writtenBy(event);
        this.#signs += signOf(event);
    }

    /** Whether it begins like a badge, by what was written or by the keys. */
    get isBadge() {
        return BEGINS.test(this.text) || BEGINS_BY_KEYS.test(this.#signs);
    }

    /** What the scanner read: the keys tell where the layout spoiled it. */
    get scanned() {
        return !PRINTED.test(this.text) && PRINTED.test(this.#signs) ? this.#signs : this.text;
    }

    /** Whether a key at this time goes on with it. */
    isGoingOn(time) {
        const isBadge = [this.text, this.#signs].some(
            (text) => text !== "" && (BADGE.startsWith(text) || text.startsWith(BADGE)),
        );
        const most = !isBadge ? PAUSE_MAX : this.#field && !this.isTaken ? FIELD_PAUSE_MAX : BADGE_PAUSE_MAX;
        return time - this.#last <= (this.isTaken ? Math.max(most, FIELD_PAUSE_MAX) : most);
    }

    /** Whether an Enter at this time ends a scan. */
    isScan(time) {
        if (!this.isGoingOn(time)) return false;
        if (this.isTaken) return true;
        const pace = (time - this.#first) / this.text.length;
        return this.text.length >= LENGTH_MIN && this.#slowest <= PAUSE_MAX && pace <= PACE_MAX;
    }

    /** Takes what was typed out of the field again. */
    retract() {
        const field = this.#field;
        if (!field?.isConnected) return;
        if (field instanceof HTMLSelectElement) {
            if (field.selectedIndex === this.#before) return;
            field.selectedIndex = this.#before;
            field.dispatchEvent(new Event("change", { bubbles: true }));
        } else if (field.value !== this.#before[0]) {
            field.value = this.#before[0];
            // Fields for addresses and numbers have no selection that could be set.
            if (this.#before[1] !== null) field.setSelectionRange(this.#before[1], this.#before[2]);
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }
    }

    /** Puts what was taken into the field after all: somebody typed it. */
    giveBack() {
        const field = this.#field;
        if (!this.isTaken || !field?.isConnected || field instanceof HTMLSelectElement) return;
        if (this.#before[1] === null) field.value += this.text;
        else field.setRangeText(this.text, this.#before[1], this.#before[2], "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }
}

/** What has the keyboard, where what is typed changes it. */
function fieldWithKeyboard(target) {
    const field = target instanceof Element ? target.closest("input, textarea, select") : null;
    return field?.matches("[type=checkbox], [type=radio]") ? null : field;
}

function swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
}

/**
 * Listens to what scanners type anywhere on the page.
 *
 * @param heard is called with each text
 */
export function listenToScanners(heard) {
    let burst = null;
    let endedAt = Number.NEGATIVE_INFINITY;
    let timer = 0;
    const end = () => {
        clearTimeout(timer);
        burst = null;
    };
    const listen = (event) => {
        if (event.isComposing || event.key === "Shift") return;
        const time = event.timeStamp;
        if (
            event.ctrlKey ||
            event.altKey ||
            event.metaKey ||
            (event.key.length > 1 && !["Enter", "Dead"].includes(event.key))
        ) {
            // Some scanners end with Tab.
            if (event.key === "Tab" && burst?.isTaken && burst.isScan(time)) return finish(event);
            burst?.giveBack();
            return end();
        }
        if (event.key === "Enter") {
            if (burst?.isScan(time)) return finish(event);
            burst?.giveBack();
            end();
            if (time - endedAt > ENTER_AGAIN_MAX) return;
            endedAt = time;
            return swallow(event);
        }
        if (burst && (!burst.isGoingOn(time) || burst.text.length >= LENGTH_MAX)) {
            burst.giveBack();
            end();
        }
        burst ??= new Burst(fieldWithKeyboard(event.target), time);
        burst.add(event, time);
        if (!burst.isTaken && burst.isBadge) {
            burst.isTaken = true;
            burst.retract();
        }
        if (burst.isTaken) {
            clearTimeout(timer);
            timer = setTimeout(() => {
                burst?.giveBack();
                burst = null;
            }, BADGE_PAUSE_MAX);
            swallow(event);
        } else if (event.key === " " && burst.text.length > 2 && !fieldWithKeyboard(event.target)) {
            // A blank within a code would press the button that has the keyboard.
            event.preventDefault();
        }
    };
    const finish = (event) => {
        const { scanned: text, isTaken } = burst;
        endedAt = event.timeStamp;
        swallow(event);
        if (!isTaken) burst.retract();
        end();
        heard(text);
    };
    addEventListener("keydown", listen, { capture: true });
    // Somebody went on by hand: the next Enter is theirs.
    const goOn = (event) => {
        if (event.isTrusted) endedAt = Number.NEGATIVE_INFINITY;
    };
    addEventListener("pointerdown", goOn, { capture: true });
    addEventListener("input", goOn, { capture: true });
}
