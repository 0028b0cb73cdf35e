/** Cash: the change while what was handed over is typed, and that cash is chosen by typing it. */

const find = (selector) => document.querySelector(selector);

/** What somebody typed as an amount, in cents; null for anything else. The server reads it again, and decides. */
function amount(text) {
    const typed = text.replace(/[\s$€£]/g, "");
    const match = /^(.*)[.,](\d{1,2})$/.exec(typed);
    const digits = match ? `${match[1].replace(/[.,]/g, "")}.${match[2]}` : typed.replace(/[.,]/g, "");
    return /^\d+(\.\d{1,2})?$/.test(digits) ? Math.round(Number(digits) * 100) : null;
}

/** Says what to give back, or what is missing. */
export function showChange() {
    const box = find("#tendered");
    const out = find("#change");
    if (!box || !out) return;
    const due = Number(box.dataset.due ?? find("#quote .sums")?.dataset.due ?? Number.NaN);
    const given = amount(box.value);
    out.className = "figure";
    if (given === null || Number.isNaN(due) || box.value.trim() === "") {
        out.textContent = "";
        return;
    }
    const format = new Intl.NumberFormat(document.documentElement.lang, {
        style: "currency",
        currency: document.body.dataset.currency,
        currencyDisplay: "narrowSymbol",
    });
    const words = given < due ? out.dataset.short : out.dataset.words;
    out.classList.add(given < due ? "bad-ink" : "good-ink");
    out.textContent = `${words} ${format.format(Math.abs(given - due) / 100)}`;
}

document.addEventListener("input", (event) => {
    if (event.target.id !== "tendered") return;
    const cash = event.target.form?.querySelector("input[name=method][value=cash]");
    if (cash && event.target.value.trim() !== "") cash.checked = true;
    showChange();
});
