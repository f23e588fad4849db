// The review with the keyboard. Everything here has a way without JavaScript: links, buttons and forms.
import { startClaim } from "./claim.js";
import { startQueue } from "./queue.js";
import { startRows } from "./rows.js";

document.documentElement.classList.add("js");
const root = document.body.dataset.root;
const page = document.body.dataset.page;
const places = { q: "", f: "/facts", d: "/dashboard", s: "/sources" };
let handlers = {};
let going = false;

export function say(text, kind = "") {
  const line = document.createElement("p");
  line.className = `message ${kind}`;
  line.textContent = text;
  document.querySelector(".messages").replaceChildren(line);
}

export function send(action, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${root}/${action}`;
  const all = { csrftoken: document.querySelector("input[name=csrftoken]")?.value ?? "", ...fields };
  for (const [name, value] of Object.entries(all)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.requestSubmit();
}

function isWriting(target) {
  return target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=range])");
}

function go(key) {
  going = false;
  if (key in places) location.assign(root + places[key]);
  if (key === "x") {
    const menu = document.querySelector("#export");
    if (menu) {
      menu.open = true;
      menu.querySelector("a").focus();
    } else location.assign(`${root}?status=any#export`);
  }
}

const common = {
  "?": () => document.querySelector("#help").showModal(),
  "/": () => document.querySelector("#search").focus(),
  g: () => (going = true),
  u: () => send("undo", { back: location.pathname + location.search }),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const writing = isWriting(event.target);
  if (event.key === "Escape" && writing) event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && handlers.save) return handlers.save(event);
  if (writing || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (going) {
    event.preventDefault();
    return go(event.key);
  }
  const digit = /^[1-9]$/.test(event.key);
  const handler = digit ? handlers.verdict : (handlers[event.key] ?? common[event.key]);
  if (handler && handler(event) !== false) event.preventDefault();
});

document.querySelector("[data-help]").addEventListener("click", common["?"]);
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keyup", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const range of document.querySelectorAll("input[type=range]"))
  range.addEventListener("input", () => (range.nextElementSibling.textContent = range.value));
for (const select of document.querySelectorAll(".sort select, .sort input"))
  select.addEventListener("change", () => select.form.requestSubmit());
if (matchMedia("(max-width: 62rem)").matches) document.querySelector(".fold")?.removeAttribute("open");
if (location.hash === "#export") go("x");

if (page === "queue") handlers = startQueue({ say, send, root });
if (page === "claim") handlers = startClaim({ say, send, root });
const listed = document.querySelectorAll("[data-list] tbody tr");
if (listed.length) handlers = startRows([...listed], {}).keys;
