// Rows of a table, one of which is current: j and k move, Enter opens, x selects.
export function startRows(rows, { remember, changed = () => {} }) {
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
    if (remember) sessionStorage.setItem("row", remember(rows[at]));
  }

  rows.forEach((row, index) => {
    row.tabIndex = -1;
    row.addEventListener("click", () => move(index));
  });
  const last = remember ? rows.findIndex((row) => remember(row) === sessionStorage.getItem("row")) : -1;
  if (last >= 0) move(last);

  const open = () => at >= 0 && rows[at].querySelector(".c-claim a").click();
  return {
    move,
    at: () => at,
    keys: {
      j: () => move(at + 1),
      k: () => move(Math.max(at - 1, rows.length ? -1 : 0)),
      o: open,
      e: open,
      Enter: (event) => (event.target.matches("a, button, summary, input") ? false : open()),
      x: () => {
        const box = rows[at]?.querySelector("input[type=checkbox]");
        if (box) box.checked = !box.checked;
        changed();
      },
    },
  };
}
