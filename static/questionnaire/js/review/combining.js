/* Combining answers: the result follows the passages picked, until the reviewer
   edits it; from then on, a button rebuilds it. */

import { showParts } from "studio/content/fields";

export function startCombining() {
  const form = document.querySelector("[data-combining]");
  const edited = new Set(); // names of the parts that the reviewer edited
  const show = (part) => showResult(part, edited);
  for (const part of form.querySelectorAll("[data-part]")) {
    part.addEventListener("change", ({ target }) => {
      if (target.name === "take" && !edited.has(part.dataset.part)) show(part);
    });
  }
  watchEditing(form, edited);
  offerToTakeAll(form, edited, show);
}

async function showResult(part, edited) {
  const field = document.getElementById(`id_${part.dataset.part}`);
  if (!field) return;
  const taken = [...part.querySelectorAll("[data-passage]")].filter(
    (passage) => passage.querySelector("input[name=take]").checked,
  );
  await showParts(
    field,
    taken.map((passage) => passage.querySelector("template")),
  );
  edited.delete(part.dataset.part);
}

/** Count only edits by the reviewer: setting the result fires "input" as well. */
function watchEditing(form, edited) {
  const note = (target) => {
    const result = target?.closest("[data-result]");
    if (result) edited.add(result.dataset.result);
  };
  for (const name of ["keydown", "paste", "change"]) {
    form.addEventListener(name, (event) => note(event.target));
  }
  form.addEventListener("click", (event) => note(event.target.closest("[data-act]")));
}

function offerToTakeAll(form, edited, show) {
  for (const button of form.querySelectorAll("[data-take-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of form.querySelectorAll("input[name=take]")) {
        box.checked = box.dataset.versions.split(" ").includes(button.dataset.takeAll);
      }
      for (const part of form.querySelectorAll("[data-part]")) {
        if (!edited.has(part.dataset.part)) show(part);
      }
    });
  }
}
