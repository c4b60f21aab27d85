/* One question's text on its way to the server.

   Every text is kept on the device soon after the last key, sent as a draft a
   little later, and as a version when the author saves. One request is under way
   at a time; one whose fate is unknown is sent again, the same, until it is known.
   Only what the server confirmed counts as saved. */

const KEEP_AFTER = 300;
const SEND_AFTER = 2_000;
const SEND_AT_LEAST_EVERY = 15_000;
const RETRY_AFTER = [2_000, 4_000, 8_000, 15_000, 30_000];
const FAILURES_OF_AN_OUTAGE = 3;
const MOST_TURNS = 5;

export class Autosave {
  /** `field`: the question's form; `net`: { send, uuid } of session.js. */
  constructor({ field, line, drafts, session, net }) {
    Object.assign(this, { field, line, drafts, session, net });
    this.confirmed = field.isRefused ? null : field.text();
    this.versioned = field.isRefused || field.hasDraft ? null : this.confirmed;
    // Texts that this window goes on from: no other window's when met again.
    this.known = new Set([field.meaning()]);
    this.base = field.base;
    this.revision = field.revision;
    this.wasTyped = false;
    this.failures = 0;
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

  noteInput() {
    this.wasTyped = true;
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.keep(), KEEP_AFTER);
    if (!this.isDirty) return;
    if (this.isBlocked) return;
    if (["clean", "saved", "saving", "rejected"].includes(this.line.state)) {
      this.line.show("dirty");
    }
    this.schedule();
  }

  schedule() {
    if (this.isStuck || this.isBlocked) return;
    const now = Date.now();
    this.unsentSince ??= now;
    const latest = this.unsentSince + SEND_AT_LEAST_EVERY - now;
    clearTimeout(this.sendTimer);
    this.sendTimer = setTimeout(
      () => this.save("draft"),
      Math.max(0, Math.min(SEND_AFTER, latest)),
    );
  }

  /** Layer 1: on this device. */
  async keep() {
    if (this.isDirty) await this.drafts.put(this.local());
    else await this.drafts.remove(this.field.key);
  }

  /** Keep and send what there is, from a page that is being left. */
  leaveBehind() {
    if (!this.isDirty) return;
    this.drafts.putNow(this.local());
    if (this.isDropped) {
      const { address, data } = this.compose("draft");
      this.net.send(address, data, this.session);
    } else if (!this.running) this.save("draft");
    else if (this.pending?.text !== this.field.text()) {
      const { save_id: follows } = this.pending?.data ?? {};
      const { address, data } = this.compose("draft");
      this.net.send(address, { ...data, follows }, this.session);
    }
  }

  local() {
    return { key: this.field.key, fields: this.field.read(), base: this.base };
  }

  /** Send as "draft" or "version"; true once the server has the present text. */
  save(kind, { note = "", isAsked = false } = {}) {
    clearTimeout(this.sendTimer);
    clearTimeout(this.retryTimer);
    if (kind === "version" || !this.wanted) this.wanted = { kind, note, isAsked };
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  async run() {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      if (!this.pending && !this.isNeeded()) return !this.isDirty;
      if (!this.pending) {
        this.pending = this.compose(this.wanted.kind, this.wanted);
        this.wanted = null;
      }
      this.line.show("saving");
      const { address, data } = this.pending;
      const outcome = await this.net.send(address, data, this.session);
      if (!(await this.settle(outcome))) return false;
    }
    return !this.isDirty;
  }

  isNeeded() {
    if (this.isBlocked || !this.wanted) return false;
    return this.wanted.kind === "version" || this.isDirty;
  }

  compose(kind, { note = "", isAsked = false } = {}) {
    const text = this.field.text();
    this.known.add(this.field.meaning());
    const data = {
      save_id: this.net.uuid(),
      base: this.base,
      revision: this.revision,
      language: this.field.language,
      user: this.session.user,
      question: this.field.question,
      fields: this.field.read(),
    };
    if (note) data.note = note;
    return { kind, text, data, isAsked, address: this.field.addresses[kind] };
  }

  /** Take in what the server answered; true when there may be more to send. */
  async settle({ status, reply }) {
    if (status === 200) return this.accept(reply);
    if (status === 401) return this.signedOut();
    if (status === 403 || status === 404) return this.refused(reply);
    if (status === 409 && reply.error === "newer_text") return this.meet(reply);
    if (status === 0 || status >= 500) return this.fail(status);
    return this.reject(reply);
  }

  accept(reply) {
    const { kind, text, isAsked } = this.pending;
    this.pending = this.unsentSince = null;
    this.failures = 0;
    this.confirmed = text;
    this.base = reply.base;
    this.revision = reply.revision;
    if (kind === "version") {
      this.versioned = text;
      this.field.showVersioned(reply);
    }
    this.field.showProtocol(this.base, this.revision);
    if (this.isDirty) {
      this.line.show("dirty");
      this.schedule();
    } else {
      this.keep();
      this.line.show("saved", { time: reply.saved_at ?? Date.now(), isAsked });
    }
    return true;
  }

  /** The server has another text: one we come from, or another window's. */
  meet({ content, base, revision }) {
    const meaning = this.field.meaning(content);
    const { kind } = this.pending;
    this.pending = null;
    if (!this.known.has(meaning)) {
      this.isBlocked = true;
      this.keep();
      this.line.show("conflict");
      return false;
    }
    this.base = base;
    this.revision = revision;
    this.wanted ??= { kind };
    return true;
  }

  /** A stale token, another person who signed in since, or no right any more. */
  async refused(reply) {
    if (!(await this.session.renew())) return this.signedOut();
    return reply.error === "csrf_failure" || this.reject(reply);
  }

  signedOut() {
    this.keep();
    this.line.show("signed-out");
    return false;
  }

  /** Somebody may have signed in again: go on with a fresh token. */
  async resume() {
    if (this.line.state !== "signed-out" || !(await this.session.renew())) return;
    this.save("draft");
  }

  reject({ message = "", error }) {
    this.pending = null;
    // The server put a copy aside; what is typed still follows when the page is left.
    if (error === "question_dropped") this.isBlocked = this.isDropped = true;
    this.keep();
    this.line.show("rejected", { message });
    return false;
  }

  fail(status) {
    this.failures += 1;
    this.keep();
    const wait = RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length) - 1];
    const isOutage = status === 0 && this.failures >= FAILURES_OF_AN_OUTAGE;
    if (isOutage || !navigator.onLine) this.line.show("offline");
    else this.line.show("retrying", { until: Date.now() + wait });
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.save("draft"), wait);
    return false;
  }

  goneOffline() {
    if (this.isDirty) this.line.show("offline");
  }

  tryNow() {
    if (this.isDirty && !this.isBlocked) this.save("draft");
  }
}
