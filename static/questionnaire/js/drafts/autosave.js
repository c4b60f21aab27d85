/* Saving one question's text to the server.

   Every text is stored on the device soon after the last key, sent as a draft a
   little later, and as a version when the author saves or leaves. There is one request
   at a time; one whose outcome is unknown is repeated unchanged until it is known.
   Only what the server has confirmed counts as kept, and only a version as saved. */

import { uuid } from "studio/shared/uuid";

const STORE_AFTER = 300;
const SEND_AFTER = 2_000;
const SEND_AT_LEAST_EVERY = 15_000;
const RETRY_AFTER = [2_000, 4_000, 8_000, 15_000, 30_000];
const FAILURES_OF_AN_OUTAGE = 3;
const MAX_TURNS = 5;
const MAY_BECOME_DIRTY = ["clean", "saved", "drafted", "saving", "rejected"];

export class Autosave {
  /** `field`: an AnswerField; `line`: a SaveLine; `drafts`: LocalDrafts; `session`:
      who is signed in, a Session; `note`: the VersionNote, where there is one. */
  constructor({ field, line, drafts, session, note = null }) {
    Object.assign(this, { field, line, drafts, session, note });
    this.confirmed = field.isRefused ? null : field.text();
    this.versioned = field.isRefused || field.hasDraft ? null : this.confirmed;
    this.isDraft = field.hasDraft;
    // Texts that this window started from: a conflict with one of them is harmless.
    this.ownTexts = new Set([field.normalized()]);
    this.base = field.base;
    this.revision = field.revision;
    this.wasTyped = false;
    // Whether the author goes back to the version: what was typed is not sent.
    this.isAbandoned = false;
    this.failures = 0;
    // The author may not write here now; the server keeps copies for them alone.
    this.isSetAside = false;
  }

  get isDirty() {
    return this.field.text() !== this.confirmed;
  }

  /** Whether leaving the question makes a version. */
  get wantsVersion() {
    return this.wasTyped && this.field.text() !== this.versioned;
  }

  get isStuck() {
    return ["offline", "retrying"].includes(this.line.state);
  }

  onInput() {
    this.wasTyped = true;
    clearTimeout(this.storeTimer);
    this.storeTimer = setTimeout(() => this.storeLocally(), STORE_AFTER);
    if (this.isBlocked) return;
    if (!this.isDirty) {
      this.line.takeBackDirty();
      return;
    }
    if (MAY_BECOME_DIRTY.includes(this.line.state)) this.line.show("dirty");
    this.scheduleDraft();
  }

  scheduleDraft() {
    if (this.isStuck || this.isBlocked) return;
    const now = Date.now();
    this.unsentSince ??= now;
    const latest = this.unsentSince + SEND_AT_LEAST_EVERY - now;
    const soon = this.isSetAside ? SEND_AT_LEAST_EVERY : SEND_AFTER;
    clearTimeout(this.sendTimer);
    this.sendTimer = setTimeout(
      () => this.save("draft"),
      Math.max(0, Math.min(soon, latest)),
    );
  }

  /** Store unconfirmed text on this device; delete confirmed text from it. */
  async storeLocally() {
    if (this.isDirty) await this.drafts.put(this.localDraft());
    else await this.drafts.remove(this.field.key);
  }

  localDraft() {
    const { key, template } = this.field;
    return { key, fields: this.field.read(), base: this.base, template };
  }

  /** Keep the text of a page that is hidden, and may never be shown again. */
  keepDraft() {
    if (!this.isDirty || this.isAbandoned) return;
    this.drafts.putNow(this.localDraft());
    this.sendNow("draft");
  }

  /** Make the version of a text that is being left; returns what was sent, or null. */
  leave() {
    if (this.isAbandoned || !(this.isDirty || this.wantsVersion)) return null;
    if (this.isDirty) this.drafts.putNow(this.localDraft());
    const sent = this.sendNow(this.wantsVersion ? "version" : "draft");
    if (sent?.data.note) this.note.forget();
    return sent;
  }

  /** Send without waiting for what is under way; returns what was sent, or null. */
  sendNow(kind) {
    if (this.isDropped) return this.postNow(this.compose("draft"));
    if (this.isBlocked) return null;
    if (this.pending && !this.isUnderWay(kind)) {
      if (kind === "version") this.requested = { kind }; // should the page stay
      const { save_id: follows } = this.pending.data;
      const sent = this.compose(kind);
      return this.postNow({ ...sent, data: { ...sent.data, follows } });
    }
    if (!this.running) this.save(kind);
    return this.pending;
  }

  isUnderWay(kind) {
    const { pending } = this;
    const isEnough = [kind, "version"].includes(pending.kind);
    return isEnough && pending.text === this.field.text();
  }

  postNow(sent) {
    this.session.post(sent.address, sent.data);
    return sent;
  }

  /** A page before this one has sent `fields`, and the server confirms it: go on. */
  takeOver(fields, reply) {
    const { field } = this;
    if (reply.base < this.base) return; // a later version is on this page already
    this.ownTexts.add(field.normalized(fields));
    if (!this.wasTyped && field.normalized(fields) !== field.normalized()) {
      field.write(fields);
    }
    const isSame = field.normalized(fields) === field.normalized();
    this.showSaved("version", isSame ? field.text() : null, reply);
  }

  /** Send as "draft" or "version"; true once the server has the current text. */
  save(kind, { isAsked = false } = {}) {
    clearTimeout(this.sendTimer);
    clearTimeout(this.retryTimer);
    if (kind === "version" || !this.requested) {
      this.requested = { kind, isAsked };
    }
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  async run() {
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      if (!this.pending && !this.isNeeded()) return !this.isDirty;
      if (!this.pending) {
        this.pending = this.compose(this.requested.kind, this.requested);
        this.requested = null;
      }
      if (!this.isSetAside) this.line.show("saving");
      const { address, data } = this.pending;
      const response = await this.session.post(address, data);
      if (!(await this.handleResponse(response))) return false;
    }
    return !this.isDirty;
  }

  isNeeded() {
    if (this.isBlocked || !this.requested) return false;
    return this.requested.kind === "version" || this.isDirty;
  }

  compose(kind, { isAsked = false } = {}) {
    const text = this.field.text();
    this.ownTexts.add(this.field.normalized());
    const data = {
      save_id: uuid(),
      base: this.base,
      revision: this.revision,
      language: this.field.language,
      translates: this.field.translates,
      template: this.field.template,
      user: this.session.user,
      fields: this.field.read(),
    };
    const note = kind === "version" && this.note?.text;
    if (note) data.note = note;
    return { kind, text, data, isAsked, address: this.field.addresses[kind] };
  }

  // ---- Responses of the server: each returns true when there may be more to send ----

  async handleResponse({ status, reply }) {
    if (status === 200) return this.handleSaved(reply);
    if (status === 401) return this.handleSignedOut(reply);
    if (status === 403 || status === 404) return this.handleForbidden(reply);
    if (status === 409 && reply.error === "newer_text") return this.handleConflict(reply);
    if (status === 0 || status >= 500) return this.handleFailure(status);
    return this.handleRejected(reply);
  }

  handleSaved(reply) {
    const { kind, text, data, isAsked } = this.pending;
    this.pending = this.unsentSince = null;
    this.failures = 0;
    this.isSetAside = false;
    this.showSaved(kind, text, reply, isAsked);
    this.note?.onSaved(data.note, reply.has_note);
    return true;
  }

  /** The server has `text` as a draft or version: what the page says follows. */
  showSaved(kind, text, reply, isAsked = false) {
    const isNew = kind === "version" && reply.base !== this.base;
    this.confirmed = text;
    this.base = reply.base;
    this.revision = reply.revision;
    if (kind === "version" || reply.is_version) this.versioned = text;
    this.field.showRevision(this.base, this.revision);
    this.field.showStored(reply);
    const isDraft = text !== this.versioned;
    if (isNew || isDraft !== this.isDraft) this.field.showStates();
    this.isDraft = isDraft;
    if (this.isDirty) {
      this.line.show("dirty", versionOf(kind, reply));
      this.scheduleDraft();
      return;
    }
    this.storeLocally();
    const time = reply.saved_at ?? Date.now();
    if (text === this.versioned) {
      this.line.show("saved", { ...versionOf(kind, reply), isAsked });
    } else {
      const isLong = !this.session.outlivesPage(this.field.read());
      this.line.show("drafted", { time, isLong, isAsked });
    }
  }

  /** The server has another text: one we started from, or another window's. */
  handleConflict({ content, base, revision, versioned_at: time }) {
    const { kind } = this.pending;
    this.pending = null;
    if (!this.ownTexts.has(this.field.normalized(content))) {
      this.isBlocked = true;
      this.storeLocally();
      this.line.show("conflict");
      return false;
    }
    if (base !== this.base) {
      this.line.noteVersion({ number: base, time });
      this.field.showStates();
    }
    this.base = base;
    this.revision = revision;
    this.requested ??= { kind };
    return true;
  }

  /** A stale token, somebody else who signed in since, or a permission lost. */
  async handleForbidden(reply) {
    if (!(await this.session.renew())) return this.handleSignedOut();
    return reply.error === "csrf_failure" || this.handleRejected(reply);
  }

  handleSignedOut({ error, message } = {}) {
    this.storeLocally();
    if (error === "account_closed") this.line.show("rejected", { message });
    else this.line.show("signed-out");
    return false;
  }

  handleRejected({ message = "", error, kept = false }) {
    const { text } = this.pending;
    this.pending = null;
    // The server kept a copy; what is typed still follows when the page is left.
    if (error === "question_dropped") this.isBlocked = this.isDropped = true;
    this.isSetAside = kept;
    if (kept) this.confirmed = text;
    this.storeLocally();
    this.line.show(kept ? "set-aside" : "rejected", { message });
    if (kept && this.isDirty) this.scheduleDraft();
    return false;
  }

  handleFailure(status) {
    this.failures += 1;
    this.storeLocally();
    const wait = RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length) - 1];
    const isOutage = status === 0 && this.failures >= FAILURES_OF_AN_OUTAGE;
    if (isOutage || !navigator.onLine) this.line.show("offline");
    else this.line.show("retrying", { until: Date.now() + wait });
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.save("draft"), wait);
    return false;
  }

  // ---- Events of the page ----

  /** Somebody may have signed in again: go on with a fresh token. */
  async onReturn() {
    if (this.line.state !== "signed-out" || !(await this.session.renew())) return;
    this.save("draft");
  }

  onOffline() {
    if (this.isDirty) this.line.show("offline");
  }

  retryNow() {
    if (this.isDirty && !this.isBlocked) this.save("draft");
  }
}

/** The version that a reply tells of, for the line. */
function versionOf(kind, { base, saved_at: time }) {
  return kind === "version" && base ? { version: { number: base, time } } : {};
}
