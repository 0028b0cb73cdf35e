// Whom a participant checked at the keysigning: noted by number, or by the code on a badge or slip.

import { ask, element, fill, make, post, words } from "./keysigning-server.js";

const threeDigits = (number) => String(number).padStart(3, "0");
let ticked = [];

/**
 * Shows the keys that are ticked, each with a button that clears it.
 * @param act does something that writes, says what came of it, and shows the page anew
 */
export async function showTicks(act) {
    ticked = (await (await ask("GET", "/ticks")).json()).keys;
    element("ticked").replaceChildren(
        ...ticked.map(({ number, userID }) => {
            const clear = make("button", {
                type: "button",
                id: `untick-${number}`,
                text: fill(words.untick, { number }),
            });
            clear.addEventListener(
                "click",
                () =>
                    void act(async () => {
                        await post("/ticks", JSON.stringify({ subject: String(number), set: false }));
                        return fill(words.unticked, { number });
                    }),
            );
            return make(
                "li",
                { className: "row" },
                make("span", { className: "number", text: threeDigits(number) }),
                "✓",
                make("bdi", { className: "grow", text: userID }),
                clear,
            );
        }),
    );
}

/** Ticks what was typed or scanned into the form: fingerprint and identity. */
export async function tick() {
    const subject = element("tick").value.trim();
    const { keys } = await post("/ticks", JSON.stringify({ subject }));
    const added = keys.filter(({ number }) => !ticked.some((key) => key.number === number));
    element("tick-form").reset();
    return added.length === 0
        ? words.ticked_before
        : fill(words.ticked, {
              keys: added.map(({ number, userID }) => `${threeDigits(number)} ${userID}`).join(", "),
          });
}
