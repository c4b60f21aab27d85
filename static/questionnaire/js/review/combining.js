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
    note.querySelector("[data-said]").textContent = interpolate(sentence, names);
    note.hidden = !sentence;
    note.dataset.old = instead.map(({ value }) => value).join(" ");
    note.querySelector("button").hidden = !instead.length || kept.length > 0;
    if (sentence) announce(note.querySelector("[data-said]").textContent);
  }

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
}
