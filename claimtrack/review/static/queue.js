// The queue: a current row, selected rows, verdicts without leaving the page.
export function startQueue({ say, root }) {
  const rows = [...document.querySelectorAll("tr[data-claim]")];
  const form = document.querySelector("#claims");
  let at = -1;

  function move(to) {
    if (to < 0 || to >= rows.length) {
      const link = document.querySelector(to < 0 ? "a[rel=prev]" : "a[rel=next]");
      return link && rows.length ? link.click() : undefined;
    }
    rows[at]?.classList.remove("current");
    at = to;
    rows[at].classList.add("current");
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
    sessionStorage.setItem("row", rows[at].dataset.claim);
  }

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
    if (at < 0) return say("Choose a claim first: j.");
    give(rows[at], button);
    move(Math.min(at + 1, rows.length - 1));
  }

  document.querySelector("[data-all]")?.addEventListener("change", (event) => {
    for (const box of form.querySelectorAll("input[name=claim]")) box.checked = event.target.checked;
    count();
  });
  form?.addEventListener("change", count);
  rows.forEach((row, index) => row.addEventListener("click", () => move(index)));
  const last = rows.findIndex((row) => row.dataset.claim === sessionStorage.getItem("row"));
  if (last >= 0) move(last);
  count();

  const open = () => at >= 0 && rows[at].querySelector(".c-claim a").click();
  return {
    verdict,
    j: () => move(at + 1),
    k: () => move(Math.max(at - 1, rows.length ? -1 : 0)),
    o: open,
    e: open,
    Enter: (event) => (event.target.matches("a, button, summary, input") ? false : open()),
    x: () => {
      const box = rows[at]?.querySelector("input[name=claim]");
      if (box) box.checked = !box.checked;
      count();
    },
  };
}
