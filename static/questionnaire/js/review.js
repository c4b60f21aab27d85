// Keys for reviewing: single letters press what bears them, and are left alone
// while somebody types, or where the person turned them off in the profile.
const rows = [...document.querySelectorAll("[data-row] > a")];
const changes = [
  ...document.querySelectorAll(".change-bar, .side-by-side__row--changed, .difference-list > li"),
];
let at = -1;

function isTyping(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [role=textbox]");
}

function step(list, by) {
  if (!list.length) return;
  const focused = list.indexOf(document.activeElement);
  at = Math.min(Math.max((focused >= 0 ? focused : at) + by, 0), list.length - 1);
  list[at].tabIndex = list[at].tabIndex < 0 ? -1 : list[at].tabIndex;
  list[at].focus();
  list[at].scrollIntoView({ block: "center" });
}

for (const change of changes) change.tabIndex = -1;
for (const tools of document.querySelectorAll("[data-change-buttons]")) {
  tools.hidden = changes.length < 2;
  for (const button of tools.querySelectorAll("[data-change]")) {
    button.addEventListener("click", () => step(changes, Number(button.dataset.change)));
  }
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "n" || event.key === "p") {
    step(changes, event.key === "n" ? 1 : -1);
  } else if (rows.length && (event.key === "j" || event.key === "k")) {
    step(rows, event.key === "j" ? 1 : -1);
  } else {
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    target.click();
  }
  event.preventDefault();
}

if (document.querySelector("[data-letter-keys]")) {
  document.addEventListener("keydown", press);
}
