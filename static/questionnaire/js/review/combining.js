/* Combining answers: the result follows the passages picked, until the reviewer edits
   it. From then on a passage that is picked is added at its end, and a button puts the
   result together anew. Whose passages are picked is credited. */

import { addPart, holdsParts, showParts } from "studio/content/fields";
import { announce } from "studio/shared/announce";

export function startCombining() {
  const form = document.querySelector("[data-combining]");
  const edited = new Set(); // names of the parts that the reviewer edited
  for (const part of form.querySelectorAll("[data-part]")) {
    part.addEventListener("change", ({ target }) => {
      if (target.name === "take") follow(part, edited, target);
    });
  }
  form.addEventListener("change", () => showCredit(form));
  form.addEventListener("draft:restored", () => noteRestored(form, edited));
  watchEditing(form, edited);
  offerToTakeAll(form, edited);
}

/** What a tick does: the result follows, or says what it does instead. */
async function follow(part, edited, box) {
  if (!fieldOf(part)) return choose(part);
  if (!edited.has(part.dataset.part)) return showParts(fieldOf(part), takenIn(part));
  if (!box.checked) return tell(part, "left");
  const passage = box.closest("[data-passage]");
  await addPart(fieldOf(part), passage.querySelector("template"));
  return tell(part, "added");
}

/** A part with one choice takes the first that is picked; none, when none is. */
function choose(part) {
  const value = takenIn(part)[0]?.content.textContent.trim() ?? "";
  for (const radio of document.getElementsByName(part.dataset.part)) {
    radio.checked = radio.value === value;
  }
}

const fieldOf = (part) => document.getElementById(`id_${part.dataset.part}`);

const boxOf = (passage) => passage.querySelector("input[name=take]");

function takenIn(part) {
  return [...part.querySelectorAll("[data-passage]")]
    .filter((passage) => boxOf(passage).checked)
    .map((passage) => passage.querySelector("template"));
}

/** Show one of the words of the page under the passages, and say it. */
function tell(part, name) {
  const note = part.querySelector("[data-note]");
  const words = document.querySelector(`template[data-word="${name}"]`);
  note.textContent = words.content.textContent.trim();
  note.hidden = false;
  announce(note.textContent);
}

/** A text put back is the reviewer's where it is not what the ticks make. */
function noteRestored(form, edited) {
  for (const part of form.querySelectorAll("[data-part]")) {
    const field = fieldOf(part);
    if (field && !holdsParts(field, takenIn(part))) edited.add(part.dataset.part);
  }
  showCredit(form);
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

function offerToTakeAll(form, edited) {
  for (const button of form.querySelectorAll("[data-take-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of form.querySelectorAll("input[name=take]")) {
        box.checked = box.dataset.versions.split(" ").includes(button.dataset.takeAll);
      }
      for (const part of form.querySelectorAll("[data-part]")) {
        if (!fieldOf(part)) choose(part);
        else if (edited.has(part.dataset.part)) tell(part, "left");
        else showParts(fieldOf(part), takenIn(part));
      }
      showCredit(form);
    });
  }
}

/** Each passage that is picked credits the first version that has it. */
function showCredit(form) {
  const credited = form.querySelector("[data-credited]");
  const names = [...form.querySelectorAll("[data-passage]")]
    .filter((passage) => boxOf(passage).checked)
    .map((passage) => passage.dataset.credit);
  credited.textContent = [...new Set(names)].join("; ") || credited.dataset.nobody;
}
