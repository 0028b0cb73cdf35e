/**
 * What a verdict looks like and says. Each has a sign and a word of its own, so that none is told by its colour alone.
 */

/** Sign of the page's symbols, and what is heard and felt. */
const LOOKS = {
    admitted: ["check", "welcome"],
    invalid: ["cross", "stop"],
    revoked: ["replaced", "stop"],
    canceled: ["slash", "stop"],
    blocked: ["hand", "stop"],
    unpaid: ["coin", "look"],
    gate_closed: ["clock", "stop"],
    wrong_day: ["calendar", "stop"],
    not_entitled: ["lock", "stop"],
    already_admitted: ["twice", "look"],
};

/** Puts values into a sentence: `fill("{a} of {b}", {a: 1, b: 2})`. */
export function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/**
 * What to show of an outcome, which is an answer of `POST /v1/scans` or the lonely door's.
 *
 * @returns sign, signal, tone (`admitted` or `refused`), word, reason, and who it is
 */
export function present(outcome, { words, language, timeZone, dayLabels, roles, gateNames, currency }) {
    const [sign, signal] = LOOKS[outcome.verdict];
    const isExit = outcome.direction === "exit";
    const isIn = outcome.verdict === "admitted";
    const time = (text) => new Intl.DateTimeFormat(
        language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(new Date(text));
    const days = (numbers) => numbers.map((number) => dayLabels[number - 1] ?? number).join(", ");
    const money = () => new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol" })
        .format(outcome.due ?? outcome.dueCents / 100);
    const reasons = {
        invalid: () => words[`reason_${outcome.reason}`] ?? "",
        revoked: () => {
            if (!outcome.goodBadge) return words["reason_revoked"];
            const { issue, madeAt, madeBy } = outcome.goodBadge;
            const sentence = madeAt ? words["reason_revoked_made"] : words["reason_revoked_good"];
            return fill(sentence, { issue, by: madeBy, time: madeAt && time(madeAt) });
        },
        unpaid: () => fill(words["reason_unpaid"], { due: money() }),
        wrong_day: () => outcome.coveredDays.length === 0
            ? words["reason_no_day"] : fill(words["reason_wrong_day"], { days: days(outcome.coveredDays) }),
        already_admitted: () => {
            const first = outcome.firstAdmission;
            if (!first) return words["reason_already_admitted_bare"];
            return fill(words["reason_already_admitted"], {
                time: time(first.time), gate: gateNames[first.gate] ?? first.gate,
                device: first.deviceName
                    ?? (first.device ? fill(words["device"], { number: first.device }) : words["this_device"]),
            });
        },
    };
    const notices = outcome.notices ?? [];
    const role = outcome.person ? (roles[outcome.person.role] ?? outcome.person.role) : "";
    return {
        sign: isIn && isExit ? "leave" : sign,
        signal,
        tone: isIn ? "admitted" : "refused",
        word: words[isIn && isExit ? "verdict_goodbye" : `verdict_${outcome.verdict}`],
        reason: reasons[outcome.verdict]?.() ?? words[`reason_${outcome.verdict}`] ?? "",
        name: outcome.person?.name ?? outcome.person?.code ?? "",
        affiliation: outcome.person?.affiliation ?? "",
        // Not twice: whoever comes in has it among the notices.
        role: outcome.person && !notices.includes(role) ? role : "",
        // The reason says them where they are the reason.
        days: outcome.person?.days && outcome.verdict !== "wrong_day" ? days(outcome.person.days) : "",
        notices,
        isAlone: outcome.answeredAlone === true,
    };
}
