// The queue: verdicts on the current row, or on those selected, without leaving the page.
import { startRows } from "./rows.js";

export function startQueue({ say, root }) {
  const rows = [...document.querySelectorAll("tr[data-claim]")];
  const form = document.querySelector("#claims");
  const list = startRows(rows, { remember: (row) => row.dataset.claim, changed: count });

  function count() {
    const chosen = form?.querySelectorAll("input[name=claim]:checked").length ?? 0;
    const label = form?.querySelector("[data-selected]");
    if (label) label.textContent = chosen ? `${chosen} selected` : "Selected claims";
    return chosen;
  }

  async function give(row, button) {
    const body = new URLSearchParams({
      csrftoken: form.querySelector("[name=csrftoken]").value,
      claim: row.dataset.claim,
      seen: row.dataset.seen,
      verdict: button.value,
      keep: "yes",
    });
    const answer = await fetch(`${root}/save`, { method: "POST", body, headers: { accept: "application/json" } });
    const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : null;
    if (!answer.ok) return say(told?.message ?? "It was not saved. Log in again, and load the page anew.", "warning");
    row.dataset.seen = told.seen;
    show(row, told);
    say(`${told.message}  (u: undo)`);
  }

  function show(row, told) {
    const cell = row.querySelector(".c-status");
    if (!cell) return;
    const mark = document.createElement("span");
    mark.className = `status s-${told.status}`;
    mark.textContent = told.verdict;
    cell.replaceChildren(mark);
  }

  function verdict(event) {
    const buttons = [...(form?.querySelectorAll("button.verdict") ?? [])];
    const button = buttons[Number(event.key) - 1];
    if (!button) return false;
    if (count()) return form.requestSubmit(button);
    const at = list.at();
    if (at < 0) return say("Choose a claim first: j.");
    give(rows[at], button);
    list.move(Math.min(at + 1, rows.length - 1));
  }

  document.querySelector("[data-all]")?.addEventListener("change", (event) => {
    for (const box of form.querySelectorAll("input[name=claim]")) box.checked = event.target.checked;
    count();
  });
  form?.addEventListener("change", count);
  count();
  return { verdict, ...list.keys };
}
