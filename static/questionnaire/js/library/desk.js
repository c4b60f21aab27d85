/** Tick every plan of a page at once. Without it, plans are ticked one by one. */
export function offerToTickAll() {
  const boxes = [...document.querySelectorAll("input[name=project][form=selection]")];
  const head = document.querySelector("[data-tick-page]");
  if (!head || boxes.length < 2) return;

  const all = head.querySelector("input");
  head.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  document.addEventListener("change", (event) => {
    if (boxes.includes(event.target)) all.checked = boxes.every((box) => box.checked);
  });
}
