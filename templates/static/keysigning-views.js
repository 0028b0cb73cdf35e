// What the participant's page shows: the way, where a typed fingerprint differs, which keys there are to choose from, and who
// has still to sign whom.
import { fill, make, words } from "./keysigning-server.js";

/** More differences than that, and it is another key altogether. */
const SLIPS_MAX = 8;
const GROUP = 4;

/** Reads `17:missing:A 20:wrong:B:8 33:extra:0`. */
function slips(difference) {
    return difference
        .split(" ")
        .filter(Boolean)
        .map((part) => {
            const [position, kind, first, second] = part.split(":");
            return {
                position: Number(position),
                kind,
                typed: kind === "missing" ? "" : first,
                actual: kind === "missing" ? first : (second ?? ""),
            };
        });
}

/** Two rows of digits, one above the other, in groups of four; what differs is marked by a frame and a sign. */
export function differs(typed, difference) {
    const found = slips(difference);
    const digits = [...typed.replace(/^0x/i, "").toUpperCase()].filter((digit) => /[0-9A-F]/.test(digit));
    const columns = [];
    for (
        let position = 1, next = 0;
        next < digits.length || found.some((slip) => slip.position >= position);
        position += 1
    ) {
        const here = found.filter((slip) => slip.position === position);
        for (let extra = here.filter(({ kind }) => kind === "extra").length; extra > 0; extra -= 1) {
            columns.push({ typed: digits[next++], actual: "–", isWrong: true, position: 0 });
        }
        const slip = here.find(({ kind }) => kind !== "extra");
        if (!slip && next >= digits.length) break;
        if (slip?.kind === "missing") columns.push({ typed: "–", actual: slip.actual, isWrong: true, position });
        else {
            const own = digits[next++];
            columns.push({ typed: own, actual: slip?.actual ?? own, isWrong: slip !== undefined, position });
        }
    }
    const row = (name) => {
        const line = make("p", { className: "code digits" });
        for (const column of columns) {
            line.append(make(column.isWrong ? "mark" : "span", { text: column[name] }));
            if (column.position > 0 && column.position % GROUP === 0) line.append(" ");
        }
        return line;
    };
    const list = found.slice(0, SLIPS_MAX).map((slip) => make("li", { text: fill(words[`slip_${slip.kind}`], slip) }));
    return [
        make("p", { className: "hint", text: words.you_typed }),
        row("typed"),
        make("p", { className: "hint", text: words.key_has }),
        row("actual"),
        ...(found.length > SLIPS_MAX ? [make("p", { text: words.slips_many })] : [make("ul", {}, ...list)]),
    ];
}

/** The steps of the keysigning in their order, with where the participant stands. */
export function path({ steps, next }) {
    return steps.map(({ step, done }) => {
        const state = done ? "done" : step === next ? "next" : "later";
        const item = make(
            "li",
            { className: state },
            make("strong", { text: words[`step_${step}`] }),
            " ",
            make("span", { className: "faint", text: `${done ? "✓ " : ""}${words[`step_${state}`]}` }),
        );
        if (state === "next") item.setAttribute("aria-current", "step");
        return item;
    });
}

/**
 * The keys of one paste, each with a button that hands it in.
 * @param chosen takes a fingerprint, and the item that it stood in
 */
export function choices(keys, chosen) {
    const items = keys.map(({ fingerprint, userID }) => {
        const grouped = fingerprint.match(/.{1,4}/g).join(" ");
        const button = make("button", {
            type: "button",
            id: `choose-${fingerprint}`,
            text: fill(words.choose, { fingerprint: grouped }),
        });
        const item = make("li", {}, make("bdi", { className: "fenced", text: userID }), " ", button);
        button.addEventListener("click", () => chosen(fingerprint, item));
        return item;
    });
    return [make("p", { text: words.several }), make("ul", { className: "listed" }, ...items)];
}

/** Both sides of the participant's account; numbers are those of the list. */
export function account(stand) {
    const keys = (title, none, items) => [
        make("h3", { text: title }),
        items.length === 0
            ? make("p", { className: "good-ink", text: `✓ ${none}` })
            : make(
                  "ul",
                  { className: "listed" },
                  ...items.map((key) =>
                      make(
                          "li",
                          {},
                          make("span", { className: "number", text: String(key.number).padStart(3, "0") }),
                          " ",
                          make("bdi", { text: key.userID }),
                      ),
                  ),
              ),
    ];
    return [
        make("p", { text: fill(words.stand, stand) }),
        ...(stand.unchecked > 0 ? [make("p", { className: "faint", text: words.checking })] : []),
        ...keys(words.owes, words.owes_none, stand.owes),
        ...keys(words.owed, words.owed_none, stand.owed),
    ];
}
