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
/**
 * How a badge begins, whatever layout the keyboard has, behind what some scanners put before (ISO 15424, AIM ECI). Both
 * letters are large, or with caps lock both are small: `Ly-` is how a name begins.
 */
const BEGINS = /^(?:\][A-Za-z]\d|\\\d{6})*(?:L[YZ]|l[yz])[^A-Za-z0-9\s]/;
/** The same by the keys: a scanner presses Shift for each capital, and nobody's name begins so. */
const BEGINS_BY_KEYS = /^(?:\][A-Z]\d|\\\d{6})*LY:/;
/** A badge, as it is printed. */
const PRINTED = /^(?:\][A-Z]\d|\\\d{6})*LY:[0-9A-Z $%*+\-./:]{117}$/;
/** The short code of a badge. */
export const SHORT_CODE = /^#?[0-9A-Z]{3}-?[0-9A-Z]{4}$/i;
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
/** Fewer signs than a layout leaves of a badge, which has 120: an accent swallows the letter behind it. */
const BADGE_LENGTH_MIN = 80;
/** What a blank presses. */
const PRESSED_BY_BLANK = "button, summary, input[type=checkbox], input[type=radio]";
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

    /** What had the keyboard, if anything that is typed into did. */
    get field() {
        return this.#field;
    }

    add(event, time) {
        this.#slowest = Math.max(this.#slowest, time - this.#last);
        this.#last = time;
        this.text += writtenBy(event);
        this.#signs += signOf(event);
    }

    /** Whether it begins like a badge, by what was written or by the keys; in a field only at a machine's pace. */
    get isBadge() {
        return (!this.#field || this.isByMachine) && (BEGINS.test(this.text) || BEGINS_BY_KEYS.test(this.#signs));
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
        if (this.isTaken && this.text.length >= BADGE_LENGTH_MIN) return true;
        const pace = (time - this.#first) / this.text.length;
        return this.text.length >= LENGTH_MIN && this.isByMachine && pace <= PACE_MAX;
    }

    /** Whether it is a badge, or a code that stands on one. */
    get isOurs() {
        return this.isTaken || SHORT_CODE.test(this.text);
    }

    /** Whether no key came later than a scanner's. */
    get isByMachine() {
        return this.#slowest <= PAUSE_MAX;
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
 * @param heard is called with each text, and the field that had the keyboard, if any
 */
export function listenToScanners(heard) {
    let burst = null;
    let endedAt = Number.NEGATIVE_INFINITY;
    let timer = 0;
    let pressing = 0;
    const end = () => {
        clearTimeout(timer);
        burst = null;
    };
    // A scanner's blank, before a code or within it, would press what has the keyboard. A person's presses it, when no other
    // key came after it at once.
    const press = (event) => {
        const pressed = event.target.closest?.(PRESSED_BY_BLANK);
        if (!pressed) return;
        event.preventDefault();
        if (!event.repeat) pressing = setTimeout(() => pressed.isConnected && pressed.click(), PAUSE_MAX);
    };
    const listen = (event) => {
        if (event.isComposing || event.key === "Shift") return;
        clearTimeout(pressing);
        const time = event.timeStamp;
        if (
            event.ctrlKey ||
            event.altKey ||
            event.metaKey ||
            (event.key.length > 1 && !["Enter", "Dead"].includes(event.key))
        ) {
            // Some scanners end with Tab; after anything but one of our codes it is somebody on the way to the next field.
            if (event.key === "Tab" && !event.shiftKey && burst?.isScan(time) && burst.isOurs) return finish(event);
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
        } else if (event.key === " " && !fieldWithKeyboard(event.target)) {
            press(event);
        }
    };
    const finish = (event) => {
        const { scanned: text, isTaken, field } = burst;
        endedAt = event.timeStamp;
        swallow(event);
        if (!isTaken) burst.retract();
        end();
        heard(text, field);
    };
    addEventListener("keydown", listen, { capture: true });
    // Somebody went on by hand: the next Enter is theirs.
    const goOn = (event) => {
        if (event.isTrusted) endedAt = Number.NEGATIVE_INFINITY;
    };
    addEventListener("pointerdown", goOn, { capture: true });
    addEventListener("input", goOn, { capture: true });
}
