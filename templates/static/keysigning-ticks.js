// Whom a participant checked at the keysigning: noted by number, or by the code on a badge or slip.

import { ask, element, fill, make, post, words } from "./keysigning-server.js";

/**
 * Shows the numbers that are ticked, each with a button that clears it.
 * @param act does something that writes, says what came of it, and shows the page anew
 */
export async function showTicks(act) {
  const ticks = await (await ask("GET", "/ticks")).json();
  const numbers = [...new Set([...ticks.fingerprint, ...ticks.identity])].sort((a, b) => a - b);
  element("ticked").replaceChildren(...numbers.map((number) => {
    const clear = make("button", { type: "button", text: fill(words.untick, { number }) });
    clear.addEventListener("click", () => void act(async () => {
      await post("/ticks", JSON.stringify({ subject: String(number), set: false }));
      return fill(words.unticked, { number });
    }));
    return make("li", {}, make("span", { className: "code", text: String(number).padStart(3, "0") }), " ✓ ", clear);
  }));
}

/** Ticks what was typed or scanned into the form: fingerprint and identity. */
export async function tick() {
  const subject = element("tick").value.trim();
  await post("/ticks", JSON.stringify({ subject }));
  element("tick-form").reset();
  return fill(words.ticked, { subject });
}
