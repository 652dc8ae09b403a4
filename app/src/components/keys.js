// What single keys do. What it reads:
//   #keys-help, the help, with data-home, data-pipeline and data-find, where "g" leads;
//   [data-search], the box in the header; [data-row] and [data-card], what "j" and "k" go through;
//   in a row: its first link, [data-pick] to tick, [data-move] (a fold with a form) or [data-move-link] to move.
const help = document.querySelector("#keys-help");
const rows = () => [...document.querySelectorAll("[data-row],[data-card]")].filter((row) => row.querySelector("a[href]") && row.getClientRects().length);
const here = () => document.activeElement?.closest?.("[data-row],[data-card]");
const step = (by) => {
  const all = rows();
  const at = all.indexOf(here());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  const link = next?.querySelector("a[href]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
  return Boolean(link);
};
const move = () => {
  const row = here();
  const fold = row?.querySelector("[data-move]");
  if (fold) {
    fold.open = true;
    fold.querySelector("[data-move-stage]")?.focus();
  } else row?.querySelector("[data-move-link]")?.click();
  return Boolean(row);
};
const go = (key) => {
  const to = { h: help.dataset.home, p: help.dataset.pipeline, s: help.dataset.find }[key];
  if (to) location.assign(to);
  return Boolean(to);
};
const acts = {
  "/": () => (document.querySelector("[data-search]")?.focus(), true),
  "?": () => (help.showModal(), true),
  j: () => step(1),
  k: () => step(-1),
  m: move,
  x: () => (here()?.querySelector("[data-pick]")?.click(), Boolean(here())),
};
let after = -Infinity;
document.addEventListener("keydown", (event) => {
  // Where somebody types, and beside the browser's own keys, a letter is a letter.
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  const typing = event.target.closest?.("input:not([type=checkbox]),select,textarea,[contenteditable],[role=slider]");
  if (typing) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const leads = event.timeStamp - after < 1500;
  after = key === "g" ? event.timeStamp : -Infinity;
  // The arrows scroll a page until somebody stands in a row.
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[key];
  const done = leads && key !== "g" ? go(key) : arrow ? Boolean(here()) && step(arrow) : acts[key]?.();
  if (done) event.preventDefault();
});
