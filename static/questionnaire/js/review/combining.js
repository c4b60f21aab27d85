<<<<<<< HEAD
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
=======
/* Combining answers: a tick puts its wording into the result, in the place of a rival,
   and takes it out again. What the reviewer wrote there stays, and the page says so. */

import { showCredit } from "studio/review/credit";
import { resultOf } from "studio/review/result";
import { announce } from "studio/shared/announce";
import { interpolate } from "studio/shared/wording";

export function startCombining() {
  const form = document.querySelector("[data-combining]");
  new Combining(form).start();
}

class Combining {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.done = Promise.resolve(); // one tick after the other
  }

  start() {
    const { form } = this;
    form.addEventListener("change", ({ target }) => {
      if (target.name === "take") this.afterwards(() => this.onTick(target));
    });
    form.addEventListener("click", ({ target }) => {
      const rivals = target.closest("[data-take-both]")?.closest("[data-rivals]");
      if (rivals) this.afterwards(() => this.takeBoth(rivals));
    });
    document.querySelector("[data-start]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const { value } = event.target.elements.start;
      this.afterwards(() => this.takeAllOf(value));
    });
    for (const name of ["input", "draft:restored", "editor:ready"]) {
      form.addEventListener(name, () => this.showCreditSoon());
    }
    showCredit(form);
  }

  afterwards(action) {
    this.done = this.done.then(action).then(() => showCredit(this.form));
  }

  showCreditSoon() {
    clearTimeout(this.creditTimer);
    this.creditTimer = setTimeout(() => showCredit(this.form), 300);
  }

  async onTick(box) {
    const rivals = box.closest("[data-rivals]");
    const instead = box.checked && !("several" in rivals.dataset) ? othersOf(box) : [];
    for (const other of instead) other.checked = false;
    this.say(rivals, await this.change(box, instead), box, instead);
  }

  /** Let the result follow a tick; returns the wordings that stay because they were
      edited there. */
  async change(box, instead = []) {
    const result = resultOf(box.closest("[data-part]"));
    if (!result) return [];
    if (!box.checked) return result.remove(wordingOf(box));
    const boxes = [...box.closest("[data-part]").querySelectorAll("input[name=take]")];
    const at = boxes.indexOf(box);
    const ticked = (each) => each.checked && each !== box;
    return result.put(wordingOf(box), {
      instead: instead.map(wordingOf),
      before: boxes.slice(0, at).filter(ticked).reverse().map(wordingOf),
      after: boxes.slice(at).filter(ticked).map(wordingOf),
    });
  }

  /** Say what a tick did, where it isn't plain to see. */
  say(rivals, kept, box, instead) {
    const note = rivals.querySelector("[data-note]");
    const old = (kept.length ? kept : instead).map(nameOf).join(", ");
    const names = { new: nameOf(box), old };
    let sentence = "";
    if (kept.length) sentence = box.checked ? this.words.beside : this.words.stays;
    else if (instead.length) sentence = this.words.instead;
    note.firstElementChild.textContent = interpolate(sentence, names);
    note.hidden = !sentence;
    note.dataset.old = instead.map(({ value }) => value).join(" ");
    note.querySelector("button").hidden = !instead.length || kept.length > 0;
    if (sentence) announce(note.firstElementChild.textContent);
>>>>>>> main
  }

<<<<<<< HEAD
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
=======
  async takeBoth(rivals) {
    rivals.dataset.several = "";
    const note = rivals.querySelector("[data-note]");
    note.hidden = true;
    for (const box of rivals.querySelectorAll("input[name=take]")) {
      if (box.checked || !note.dataset.old?.split(" ").includes(box.value)) continue;
      box.checked = true;
      await this.change(box);
    }
    rivals.querySelector("input:checked").focus();
  }

  async takeAllOf(version) {
    for (const box of this.form.querySelectorAll("input[name=take]")) {
      const isWanted = box.dataset.credit.split(" ").includes(version);
      if (box.checked === isWanted) continue;
      box.checked = isWanted;
      const kept = await this.change(box);
      this.say(box.closest("[data-rivals]"), kept, box, []);
    }
  }
}

const wordingOf = (box) => box.closest("[data-wording]");

function othersOf(box) {
  const boxes = box.closest("[data-rivals]").querySelectorAll("input[name=take]");
  return [...boxes].filter((each) => each !== box && each.checked);
}

/** What its label calls a wording: “French, wording A”. */
function nameOf(element) {
  const label = (element.closest("[data-wording]") ?? element).querySelector("label");
  return label.firstChild.textContent.trim();
>>>>>>> main
}
