/* Saving on question and section pages: an Autosave for each question, and what the
   page around them does. Without this script the form posts as it is. */

import { AnswerField } from "studio/answering/answer_field";
import { countMisplaced } from "studio/answering/language_note";
import { saveBeforeLeaving } from "studio/answering/leaving";
import { compareVersions, offerRecovery } from "studio/answering/recovery";
import { VersionNote } from "studio/answering/version_note";
import { Autosave } from "studio/drafts/autosave";
import { LocalDrafts } from "studio/drafts/local_drafts";
import { SaveLine } from "studio/drafts/save_line";
import { makeSure } from "studio/shared/outbox";
import { Session } from "studio/shared/session";
import { uuid } from "studio/shared/uuid";

// In an address: the answer takes the focus.
const TYPE_HERE = "#answer";

export function startSaving() {
  const roots = [...document.querySelectorAll("[data-saving]")];
  const words = document.getElementById("saving-words");
  if (roots.length && words) new Saving(roots, words).start();
}

class Saving {
  /** `roots`: an element for each question; `words`: partials/saving_words.html. */
  constructor(roots, words) {
    Object.assign(this, { roots, words });
    this.form = document.querySelector("[data-answer-form]");
    this.isShared = "sharedComputer" in document.body.dataset;
    this.note = new VersionNote(this.form, this.isShared);
    this.drafts = new LocalDrafts(uuid(), this.isShared);
    this.session = new Session(words.dataset.session, Number(roots[0].dataset.user));
    this.saves = []; // an Autosave for each root whose editors are ready
    this.isSubmitting = false;
  }

  start() {
    noteEarlyTyping();
    this.sentBefore = makeSure(this.session);
    for (const root of this.roots) this.startQuestion(root);
    this.session.onReturn(() => this.forAll((save) => save.onReturn()));
    this.listenToThePage();
    this.listenToKeys();
    saveBeforeLeaving(this.saves, this.words);
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  async startQuestion(root) {
    const { drafts, session, words, note } = this;
    const field = await new AnswerField(root).whenReady();
    const element = root.querySelector("[data-save-line]");
    const line = new SaveLine(element, words, this.isShared);
    const save = new Autosave({ field, line, drafts, session, note });
    this.saves.push(save);
    listenToField(save);
    if (save.confirmed === null) save.onInput();
    const [sent, reply] = (await this.sentBefore).get(field.key) ?? [];
    if (sent) save.takeOver(sent.data.fields, reply);
    await offerRecovery(save, words);
    if (location.hash === TYPE_HERE && root === this.roots[0]) field.focus();
    root.dataset.saving = "ready";
  }

  forAll(action) {
    return Promise.all(this.saves.map(action));
  }

  listenToThePage() {
    window.addEventListener("online", () => this.forAll((save) => save.retryNow()));
    window.addEventListener("offline", () => this.forAll((save) => save.onOffline()));
    // A mere switch of tab: the page may come back, so that this makes no version.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.forAll((save) => save.keepDraft());
    });
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) document.body.dispatchEvent(new Event("states-changed"));
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.wouldLoseText()) event.preventDefault();
    });
  }

  /** Whether there is text that neither the server nor this device has stored. */
  wouldLoseText() {
    const { hasFailed, isShared } = this.drafts;
    if (!hasFailed && !isShared) return false;
    return this.saves.some((save) => save.isDirty && (hasFailed || save.isStuck));
  }

  listenToKeys() {
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const then = { s: "stay", Enter: "continue" }[event.key];
      if (!then) return;
      if (then === "continue" && !this.form.contains(event.target)) return;
      event.preventDefault();
      this.goesOnTyping = then === "continue";
      const button = this.form.querySelector(`button[name="then"][value="${then}"]`);
      this.form.requestSubmit(button ?? this.form.querySelector(".save-bar button"));
    });
  }

  async submit(event) {
    const button = event.submitter;
    const isComplete = this.saves.length === this.roots.length;
    if (button?.hasAttribute("formaction") || !isComplete) return;
    event.preventDefault();
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    const hash = this.goesOnTyping ? TYPE_HERE : "";
    const misplaced = countMisplaced(this.form);
    const wasRefused = this.note.isRefused;
    const isDone = await this.saveVersions({ isAsked: true });
    this.isSubmitting = this.goesOnTyping = false;
    // What is noticed only now has not been seen yet: stay once.
    if (!isDone || countMisplaced(this.form) > misplaced) return;
    if (this.note.isRefused && !wasRefused) return;
    if (!button?.dataset.href) return;
    // Who has not let go of the keyboard goes on in the next answer.
    location.assign(button.dataset.href + hash);
  }

  /** Save a version of each text that changed; of the only one in any case. */
  async saveVersions(options) {
    const isOnly = this.saves.length === 1;
    const done = await this.forAll((save) => {
      const isWanted = isOnly || save.isDirty || save.field.text() !== save.versioned;
      return isWanted ? save.save("version", options) : true;
    });
    return done.every(Boolean);
  }
}

function listenToField(save) {
  const { field, line } = save;
  field.root.addEventListener("input", ({ target }) => {
    if (target.name?.startsWith(`${field.prefix}part_`)) save.onInput();
  });
  field.root.addEventListener("focusout", () => {
    if (!save.isDirty) return;
    save.storeLocally();
    save.retryNow();
  });
  line.element.addEventListener("click", (event) => {
    const name = event.target.closest("[data-act]")?.dataset.act;
    if (name === "try") save.retryNow();
    if (name === "see-both") compareVersions(save, field.read());
  });
}

/** Text typed in the plain box, before its editor is loaded, is unsaved too. */
function noteEarlyTyping() {
  document.addEventListener("editor:ready", ({ detail: { textarea } }) => {
    if (textarea.dataset.wasTyped) textarea.dataset.typedEarly = "yes";
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea") && !target.hidden) target.dataset.wasTyped = "yes";
  });
}
