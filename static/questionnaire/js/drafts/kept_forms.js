/* The forms of a page whose text is kept until it is sent: each [data-form-draft],
   those that htmx loads later too. Without this script the forms post as they are. */

import { LocalDrafts } from "studio/drafts/local_drafts";
import { takeEarlierComment } from "studio/drafts/earlier_comments";
import { SaveLine } from "studio/drafts/save_line";
import { FormAutosave } from "studio/drafts/form_autosave";
import { FormFields, plainContent } from "studio/drafts/form_fields";
import { forgetWhatArrived } from "studio/drafts/receipts";
import { keepReplaced, recoverText, startAgain } from "studio/drafts/recovery";
import { Session } from "studio/shared/session";
import { uuid } from "studio/shared/uuid";

const MAX_WAIT = 1_500;

/** Keep the forms of this page; `content`: richContent where some have editors. */
export function keepForms(content = plainContent) {
  new KeptForms(content).start();
}

class KeptForms {
  constructor(content) {
    this.content = content;
    this.isShared = "sharedComputer" in document.body.dataset;
    this.saves = new Map(); // key → FormAutosave
  }

  start() {
    document.addEventListener("htmx:load", () => this.startForms());
    this.startForms();
  }

  get words() {
    return document.querySelector("[data-draft-words]");
  }

  async startForms() {
    const roots = document.querySelectorAll("[data-form-draft]:not([data-keeping])");
    if (!roots.length || !this.words) return;
    if (!this.drafts) this.listen(Number(roots[0].dataset.user));
    for (const root of roots) root.dataset.keeping = "starting";
    const arrived = await forgetWhatArrived(this.drafts);
    for (const root of roots) await this.startForm(root, arrived);
  }

  async startForm(root, arrived) {
    const { drafts, session } = this;
    const field = await new FormFields(root, this.content).whenReady();
    const element = root.querySelector("[data-save-line]");
    const line = new SaveLine(element, this.words, this.isShared);
    const save = new FormAutosave({ field, line, drafts, session });
    const earlier = this.saves.get(field.key);
    this.saves.set(field.key, save);
    listenToForm(save);
    const records = await this.recordsFor(save, earlier, arrived);
    await recoverText(save, records, this.words);
    if (save.confirmed === null) save.onInput();
    root.dataset.keeping = "ready";
  }

  /** Texts of this device for a form, newest first: also of the form that it replaces
      on the page, unless that one has been sent. */
  async recordsFor(save, earlier, arrived) {
    const { key } = save.field;
    const records = await this.drafts.leftByClosedWindows(key);
    const comment = await takeEarlierComment(save.field, this.drafts);
    if (comment) records.unshift(comment);
    if (!earlier) return records;
    earlier.stop();
    for (const text of earlier.ownTexts) save.ownTexts.add(text);
    const { sending } = earlier;
    if (sending && arrived.has(sending.id) && sending.text === earlier.field.text()) {
      await this.drafts.remove(key);
      return records;
    }
    const { saves } = earlier;
    const own = { id: this.drafts.idOf(key), key, at: Date.now(), saves };
    return earlier.isEmpty
      ? records
      : [{ ...own, fields: earlier.field.read() }, ...records];
  }

  // ---- The page ----

  listen(user) {
    this.drafts = new LocalDrafts(uuid(), this.isShared);
    this.session = new Session(this.words.dataset.session, user);
    this.session.onReturn(() => this.forAll((save) => save.onReturn()));
    document.addEventListener("submit", (event) => this.onSubmit(event), true);
    document.addEventListener("reset", (event) => this.onReset(event), true);
    document.addEventListener("draft:replacing", ({ target }) => {
      const save = this.saveIn(target.closest("form"));
      if (save) keepReplaced(save, this.words);
    });
    for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      document.addEventListener(name, ({ target }) =>
        this.saveIn(target.closest("form"))?.stopSending(),
      );
    }
    window.addEventListener("online", () => this.forAll((save) => save.retryNow()));
    window.addEventListener("offline", () => this.forAll((save) => save.onOffline()));
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.forAll((save) => save.stopSending());
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keepDrafts();
    });
    window.addEventListener("pagehide", () => this.keepDrafts());
    window.addEventListener("beforeunload", (event) => {
      this.forAll((save) => save.expectToLeave());
      if (this.wouldLoseText()) event.preventDefault();
    });
  }

  forAll(action) {
    for (const save of this.saves.values()) action(save);
  }

  saveIn(form) {
    return [...this.saves.values()].find((save) => form && save.field.form === form);
  }

  keepDrafts() {
    this.forAll((save) => save.keepDraft());
  }

  /** Whether there is text that neither the site nor this device has stored. */
  wouldLoseText() {
    const { hasFailed } = this.drafts;
    if (!hasFailed && !this.isShared) return false;
    return [...this.saves.values()].some(
      (save) => save.isDirty && !save.sending && (hasFailed || save.isStuck),
    );
  }

  /** A draft on its way arrives first, lest it stay behind what is sent after it. */
  onSubmit(event) {
    const { target: form, submitter } = event;
    const save = this.saveIn(form);
    if (!save) return;
    if (save.running && !save.waitedFor) {
      event.preventDefault();
      event.stopImmediatePropagation();
      save.waitedFor = true;
      this.submitAfter(save, form, submitter);
      return;
    }
    save.waitedFor = false;
    const id = uuid();
    form.querySelector("[name=form_draft_sending]").value = id;
    save.startSending(id);
  }

  async submitAfter(save, form, submitter) {
    clearTimeout(save.sendTimer);
    const patience = new Promise((done) => setTimeout(done, MAX_WAIT));
    await Promise.race([save.running, patience]);
    form.requestSubmit(submitter);
  }

  /** “Cancel” in a form that stays on the page. */
  async onReset(event) {
    const save = this.saveIn(event.target);
    if (!save) return;
    event.preventDefault();
    await startAgain(save, this.words);
    const fold = event.target.closest("details");
    if (!fold) return;
    fold.open = false;
    fold.querySelector("summary").focus();
  }
}

function listenToForm(save) {
  const { form, root } = save.field;
  for (const name of ["input", "change"]) {
    form.addEventListener(name, ({ target }) => {
      if (target.form === form) save.onInput();
    });
  }
  form.addEventListener("focusout", () => {
    if (!save.isDirty || save.sending) return;
    save.storeLocally();
    save.retryNow();
  });
  root.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act;
    if (act === "try") save.retryNow();
    if (act === "keep-this") save.keepThis();
  });
}
