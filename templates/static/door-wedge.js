/**
 * Scanners that type: a hand scanner is a keyboard that writes a code within milliseconds and ends it with Enter.
 */

/** Milliseconds between two characters of a scanner; people are slower. */
const PAUSE_MAX = 60;
/** The same within what begins like a badge's code: a scanner without a wire, or a phone that is busy, takes its time. */
const BADGE_PAUSE_MAX = 3000;
const BADGE = "LY:";
/** Characters that nobody types at this speed. */
const LENGTH_MIN = 8;
/** The longest code that is listened to. */
const LENGTH_MAX = 512;

/**
 * Listens to what is typed outside of any input.
 *
 * @param heard is called with each code that a scanner typed
 */
export function listenToScanners(heard) {
    let text = "";
    let last = 0;
    addEventListener("keydown", (event) => {
        const isTyping = event.target instanceof Element && event.target.closest("input:not([type=radio]), textarea");
        if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
        const isBadge = text !== "" && (text.startsWith(BADGE) || BADGE.startsWith(text));
        if (event.timeStamp - last > (isBadge ? BADGE_PAUSE_MAX : PAUSE_MAX)) text = "";
        last = event.timeStamp;
        if (event.key === "Enter") {
            if (text.length >= LENGTH_MIN) {
                // The key must not press the button that has the focus.
                event.preventDefault();
                // A key that was pressed before is no part of a badge.
                heard(text.slice(Math.max(0, text.lastIndexOf(BADGE))));
            }
            text = "";
        } else if (event.key.length === 1 && text.length < LENGTH_MAX) {
            text += event.key;
            // A blank within a code would press the focused button.
            if (event.key === " " && text.length > 1) event.preventDefault();
        }
    });
}
