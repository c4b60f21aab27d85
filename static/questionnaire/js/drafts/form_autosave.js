/* Keeping one form's text: as a draft while it is typed, until it is sent.

   Like an answer, it is stored on the device soon after the last key, then on the
   site. Unlike an answer, it has no versions: sending the form makes the record. */

import { Autosave } from "studio/drafts/autosave";
import { uuid } from "studio/shared/uuid";

// Of the saves that a window has made or seen, those that it remembers.
const SAVES_KNOWN = 50;
// A form that is still there after so long was not sent after all.
const SENDING_TAKES = 20_000;
// A page that is still there after so long is not being left after all.
const LEAVING_TAKES = 20_000;

export class FormAutosave extends Autosave {
  constructor(parts) {
    super(parts);
    this.sending = null; // { id, text } while the form is on its way
    this.replaces = false;
    this.versioned = null; // it has no versions
    this.isBeingLeft = false;
    this.saves = []; // names of the saves that this text goes on from
  }

  /** This text goes on from what was kept by these saves. */
  goOnFrom(...saves) {
    this.saves = [...this.saves, ...saves.filter(Boolean)].slice(-SAVES_KNOWN);
  }

  get isEmpty() {
    return this.field.text() === "{}";
  }

  get wantsVersion() {
    return false;
  }

  /** The page stands as `fields` say, and the site has the same. */
  confirm() {
    this.confirmed = this.field.text();
    this.ownTexts.add(this.field.normalized());
    // Writing them into an editor counted as typing.
    clearTimeout(this.sendTimer);
    this.line.takeBackDirty();
  }

  localDraft() {
    const { field, saves, sending } = this;
    return { key: field.key, fields: field.read(), saves, sending };
  }

  scheduleDraft() {
    if (!this.sending) super.scheduleDraft();
  }

  async storeLocally() {
    if (this.isStopped || (this.isBeingLeft && !this.isDirty)) return;
    await super.storeLocally();
  }

  /** The next page is asked for from now on, and may not show what arrives meanwhile:
      it finds the text on the device. */
  expectToLeave() {
    if (!this.isDirty || this.sending) return;
    this.isBeingLeft = true;
    this.drafts.putNow(this.localDraft());
    clearTimeout(this.leavingTimer);
    this.leavingTimer = setTimeout(() => {
      this.isBeingLeft = false;
      this.storeLocally();
    }, LEAVING_TAKES);
  }

  /** A page that is left because its form is sent sends no draft beside it. */
  keepDraft() {
    if (!this.sending) super.keepDraft();
    // With the name of the save that has just been sent.
    if (this.isDirty) this.drafts.putNow(this.localDraft());
  }

  compose(kind) {
    const { field, session, revision, replaces } = this;
    this.ownTexts.add(field.normalized());
    const data = {
      save_id: uuid(),
      form: field.signed,
      user: session.user,
      fields: field.read(),
      revision,
      replaces,
    };
    this.goOnFrom(data.save_id);
    return { kind, text: field.text(), data, address: field.addresses.draft };
  }

  handleSaved(reply) {
    this.replaces = false;
    const goesOn = super.handleSaved(reply);
    if (this.line.state === "drafted" && this.isEmpty) this.line.show("clean");
    return goesOn;
  }

  // ---- Sending the form ----

  /** The form is being sent, as `id`; until it arrived, its text stays on the device. */
  startSending(id) {
    clearTimeout(this.sendTimer);
    clearTimeout(this.storeTimer);
    clearTimeout(this.retryTimer);
    this.sending = { id, text: this.field.text() };
    if (this.isDirty) this.drafts.putNow(this.localDraft());
    this.sendingTimer = setTimeout(() => this.stopSending(), SENDING_TAKES);
  }

  /** It did not arrive, or not as it stands now: its text is a draft again. */
  stopSending() {
    clearTimeout(this.sendingTimer);
    if (!this.sending) return;
    this.sending = null;
    if (this.isDirty) this.onInput();
  }

  /** The form has gone from the page. */
  stop() {
    this.isStopped = true;
    const { sendTimer, storeTimer, retryTimer, sendingTimer, leavingTimer } = this;
    const timers = [sendTimer, storeTimer, retryTimer, sendingTimer, leavingTimer];
    timers.forEach(clearTimeout);
  }

  // ---- Setting text aside ----

  /** Copy a text to the recovered drafts; whether that worked. */
  async setAside(fields, typedAt = Date.now()) {
    const { field, session, line } = this;
    if (!Object.keys(fields).length) return true;
    const { status, reply } = await session.post(field.addresses.aside, {
      form: field.signed,
      user: session.user,
      typed_at: typedAt,
      fields,
    });
    if (status === 200) return true;
    if (status === 401) this.handleSignedOut();
    else if (status === 0 || status >= 500) line.show("offline");
    else line.show("rejected", { message: reply.message ?? "" });
    return false;
  }

  /** Put another text into the form, once the site has a copy of the one there. */
  async replaceBy(fields) {
    if (!(await this.setAside(this.field.read()))) return false;
    this.field.write(fields);
    this.onInput();
    await this.save("draft");
    return true;
  }

  /** The next save takes the place of the text on the site, which sets that aside. */
  replaceKept() {
    this.isBlocked = false;
    this.replaces = true;
    this.revision = 0;
  }

  /** Of two windows' texts, this one stays. */
  keepThis() {
    this.replaceKept();
    this.save("draft");
  }
}
