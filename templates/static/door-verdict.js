/**
 * What a verdict looks like and says. Each has a sign and a word of its own, so that none is told by its colour alone.
 */

import { fill } from "./server.js";

/** The sign of each, among the page's symbols. */
const SIGNS = {
    admitted: "check",
    goodbye: "leave",
    invalid: "cross",
    revoked: "replaced",
    cancelled: "slash",
    blocked: "hand",
    unpaid: "coin",
    gate_closed: "clock",
    wrong_day: "calendar",
    not_entitled: "lock",
    already_admitted: "twice",
    full: "full",
};

/** Who made a badge: a device by its number, somebody at a terminal by their name. */
function maker(author, words) {
    const [kind, name] = author.split(/:(.*)/s);
    return kind === "device" ? fill(words.maker, { number: name }) : (name ?? author);
}

/**
 * What to show of an outcome, which is an answer of `POST /v1/scans` or the lonely door's.
 *
 * @returns sign, signal of `door-signals.js`, tone (`admitted` or `refused`), word, reason, and who it is
 */
export function present(outcome, { words, language, timeZone, dayLabels, categories, gateNames, currency }) {
    const isIn = outcome.verdict === "admitted";
    const signal = isIn && outcome.direction === "exit" ? "goodbye" : outcome.verdict;
    const time = (text) =>
        new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(
            new Date(text),
        );
    const days = (numbers) => numbers.map((number) => dayLabels[number - 1] ?? number).join(", ");
    const money = (amount) =>
        new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(
            amount,
        );
    const reasons = {
        invalid: () => words[`reason_${outcome.reason}`] ?? "",
        revoked: () => {
            if (!outcome.goodBadge) return words.reason_revoked;
            const { issue, madeAt, madeBy } = outcome.goodBadge;
            const sentence = madeAt ? words.reason_revoked_made : words.reason_revoked_good;
            return fill(sentence, { issue, by: madeBy && maker(madeBy, words), time: madeAt && time(madeAt) });
        },
        // A phone that decided alone, and a server that does not tell doors, name no amount.
        unpaid: () => (outcome.due ? fill(words.reason_unpaid, { due: money(outcome.due) }) : words.reason_unpaid_bare),
        wrong_day: () =>
            outcome.coveredDays.length === 0
                ? words.reason_no_day
                : fill(words.reason_wrong_day, { days: days(outcome.coveredDays) }),
        // The server knows whether it is shut for now, or opens later.
        gate_closed: () => outcome.message ?? words.reason_gate_closed,
        full: () => fill(words.reason_full, { capacity: outcome.capacity ?? "" }),
        already_admitted: () => {
            const first = outcome.firstAdmission;
            if (!first) return words.reason_already_admitted_bare;
            return fill(words.reason_already_admitted, {
                time: time(first.time),
                gate: gateNames[first.gate] ?? first.gate,
                device:
                    first.deviceName ??
                    (first.device ? fill(words.device, { number: first.device }) : words.this_device),
            });
        },
    };
    const notices = [...(outcome.notices ?? [])];
    if (outcome.mayBeFull) notices.push(words.full_alone);
    if (outcome.sharedPlace) notices.push(fill(words.shared_place, { time: time(outcome.sharedPlace.time) }));
    const category = outcome.person ? (categories[outcome.person.category] ?? outcome.person.category) : "";
    return {
        sign: SIGNS[signal],
        signal,
        tone: isIn ? "admitted" : "refused",
        word: words[`verdict_${signal}`],
        reason: reasons[outcome.verdict]?.() ?? words[`reason_${outcome.verdict}`] ?? "",
        name: outcome.person?.name ?? outcome.person?.code ?? "",
        affiliation: outcome.person?.affiliation ?? "",
        // Not twice: whoever comes in has it among the notices.
        category: outcome.person && !notices.includes(category) ? category : "",
        // The reason says them where they are the reason.
        days: outcome.person?.days && outcome.verdict !== "wrong_day" ? days(outcome.person.days) : "",
        notices,
        isAlone: outcome.answeredAlone === true,
    };
}
