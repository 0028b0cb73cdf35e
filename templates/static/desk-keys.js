/**
 * The keys of the desk. F2, F4, F8 and F9, which stand in no name, are for what is done all day; Alt and a letter leads
 * to a field or an action of the page, wherever it is folded away (`data-hot` names the letter); Alt and a digit ticks
 * that day. None of them books anything: that is left to Enter.
 */

import { isSearching, leave, step } from "./desk-search.js";
import { at } from "./server.js";
import { swap } from "./swap.js";

const find = (selector) => document.querySelector(selector);

/** Puts the keyboard there, with what is in it ready to be typed over. */
function take(target) {
    target?.focus();
    target?.select?.();
}

function unfold(target) {
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

/** Whom the page shows; nobody while somebody else is searched for, or a page is on its way. */
const isPersonOnScreen = () => find("article[data-person]") !== null && !isSomebodyElseMeant();

/** Whether a page is on its way, or somebody is searched for over the person whose page it is. */
const isSomebodyElseMeant = () =>
    document.body.hasAttribute("aria-busy") || (isSearching() && find("article[data-person]") !== null);

function print() {
    const button = find("#print");
    if (!isPersonOnScreen() || !button) return;
    button.focus();
    button.click();
}

const FUNCTION_KEYS = {
    F2: () => {
        // With what was typed as the name.
        const button = find("#walk-in");
        if (document.body.hasAttribute("aria-busy")) return;
        if (find("form.walk-in")) find("#name").focus();
        else if (button) button.click();
        else void swap(at("/desk/walk-in"));
    },
    F4: () => {
        if (isSomebodyElseMeant()) return;
        const field = find("#tendered");
        if (field) unfold(field);
        take(field);
    },
    F8: print,
    F9: () => isSomebodyElseMeant() || take(find("#hand button:not([hidden])")),
    // First out of the search or the field, then back to where every task begins.
    Escape: () => {
        const box = find("#q");
        if (!box || (!isSearching() && document.activeElement === box && !find("#results:not(.over)"))) {
            void swap(at("/desk"));
            return;
        }
        leave();
        box.focus();
    },
};

/** Goes where a letter leads; says whether there is such a place. */
function go(letter) {
    if (/^[1-9]$/.test(letter)) {
        const day = find(`main form input[name=day][value="${letter}"]:not(:disabled)`);
        day?.focus();
        day?.click();
        return day !== null;
    }
    const target = find(`[data-hot="${letter}"]`);
    if (!target) return false;
    if (target.tagName === "SUMMARY") {
        unfold(target);
        const fold = target.parentElement;
        take(
            fold.querySelector("input:not([type=hidden]), select, textarea") ?? fold.querySelector("button") ?? target,
        );
    } else {
        unfold(target);
        take(target);
    }
    return true;
}

/** Signs that keyboards of a Mac write with Alt and a letter or digit. */
const SIGNS_OF_ALT = /^[@#[\]{}|\\~€]$/;

/** The letter or digit of a key, on whatever layout; Alt makes other signs of them on some. */
function signOf(event) {
    if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
    return /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code)?.[1].toLowerCase() ?? "";
}

/** Whether what is typed goes into the element that has the keyboard. */
const takesText = (focus) => focus?.matches("input:not([type=checkbox], [type=radio]), textarea, select") === true;

function press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const focus = document.activeElement;
    if (event.altKey) {
        // Where a keyboard writes this with Alt, it is written.
        if (SIGNS_OF_ALT.test(event.key) && takesText(focus)) return;
        if (isSomebodyElseMeant() || go(signOf(event))) event.preventDefault();
        return;
    }
    const isInList = focus?.closest?.("#results") !== null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const mayStep = isInList || focus?.id === "q";
        if (mayStep && step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (FUNCTION_KEYS[event.key]) {
        event.preventDefault();
        // A key that is held down is one key.
        if (!event.repeat) FUNCTION_KEYS[event.key]();
    } else if (event.key === "Enter" && focus instanceof HTMLSelectElement && focus.form?.hasAttribute("data-swap")) {
        // As in any other field.
        event.preventDefault();
        focus.form.requestSubmit();
    } else if (event.key.length === 1 && event.key !== " " && !takesText(focus)) {
        // Whoever types searches.
        find("#q")?.focus();
    }
}

export function keys() {
    document.addEventListener("keydown", press);
}
