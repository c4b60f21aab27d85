/* The note beside an answer: it goes with the next version, however that is made, and
   stays in its field until one has it. */

export class VersionNote {
  /** `root`: the element with the fields of the only question of the page. */
  constructor(root, isShared) {
    this.field = root.querySelector("[name=note]");
    this.isShared = isShared;
    this.name = `note:${root.dataset.key}`;
    // Whether it was sent beside a text that had not changed.
    this.isRefused = false;
    if (!this.field) return;
    if (!this.field.value) this.field.value = this.stored();
    if (this.field.value) this.field.closest("details").open = true;
    this.field.addEventListener("input", () => this.keep());
  }

  get text() {
    return this.field?.value.trim() ?? "";
  }

  stored() {
    return (!this.isShared && sessionStorage.getItem(this.name)) || "";
  }

  /** Keep it in this tab, for when its author comes back. */
  keep() {
    if (this.text && !this.isShared) sessionStorage.setItem(this.name, this.text);
    else this.forget();
  }

  forget() {
    sessionStorage.removeItem(this.name);
  }

  /** The server has answered: a version has the note that was `sent`, or none has. */
  onSaved(sent, isKept) {
    if (!this.field || !sent) return;
    this.isRefused = !isKept;
    if (isKept && this.text === sent) this.field.value = "";
    this.keep();
    this.field.parentElement.querySelector("[data-note-waits]").hidden = isKept;
  }
}
