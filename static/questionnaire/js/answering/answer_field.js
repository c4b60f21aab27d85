/* One question's fields on a page, read and written as data: {name: value}. */

import * as prose from "studio/content/prose/fields";
import * as tables from "studio/content/tables/fields";

export class AnswerField {
  /** `root`: the element that contains the fields, a [data-saving]. */
  constructor(root) {
    const { key, prefix, draft, save, stash, twoVersions } = root.dataset;
    Object.assign(this, { root, key });
    this.prefix = prefix ? `${prefix}-` : "";
    this.addresses = { draft, version: save, recoveryCopy: stash, twoVersions };
    this.hasDraft = "hasDraft" in root.dataset;
    this.isRefused = "refused" in root.dataset || this.wasTypedEarly();
  }

  get base() {
    return Number(this.hidden("base").value);
  }

  get revision() {
    return Number(this.hidden("revision").value || 0);
  }

  get language() {
    return this.hidden("language").value;
  }

  /** The version in the other language that is in sight; undefined without one. */
  get translates() {
    return this.hidden("translates")?.value || undefined;
  }

  /** The version of the template that the text was typed for: that of the page, or,
      of a text that an earlier page left on this device, of that page. */
  get template() {
    return this.hidden("template")?.value || undefined;
  }

  set template(id) {
    const input = this.hidden("template");
    if (id && input) input.value = id;
  }

  hidden(name) {
    return this.root.querySelector(`[name="${this.prefix}${name}"]`);
  }

  controls() {
    return [...this.root.querySelectorAll(`[name^="${this.prefix}part_"]`)];
  }

  /** Whether something was typed before the editors were loaded. */
  wasTypedEarly() {
    return this.controls().some(
      (control) => control.dataset.typedEarly || isPlainAndTyped(control),
    );
  }

  read() {
    const fields = {};
    for (const control of this.controls()) {
      if (control.type === "radio" && !control.checked) continue;
      fields[control.name.slice(this.prefix.length)] = control.value;
    }
    return fields;
  }

  text() {
    return JSON.stringify(this.read());
  }

  /** Fields or stored content in a normal form, for comparing the two. */
  normalized(content = this.read()) {
    const parts = Object.entries(content)
      .map(([name, value]) => [bareName(name).replace(/^part_/, ""), value])
      .map(([name, value]) => [name, this.normalizedPart(name, value)])
      .filter(([, value]) => value);
    return JSON.stringify(parts.sort());
  }

  normalizedPart(name, value) {
    const field = document.getElementById(`id_${this.prefix}part_${name}`);
    return tables.isTable(field)
      ? tables.normalizedRows(value)
      : prose.normalizedHTML(value);
  }

  write(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const bare = bareName(name);
      const textarea = document.getElementById(`id_${this.prefix}${bare}`);
      if (tables.isTable(textarea)) tables.setRows(textarea, value);
      else if (textarea?.matches("textarea")) prose.setHTML(textarea, value);
      else this.choose(bare, value);
    }
  }

  choose(name, value) {
    for (const radio of this.root.querySelectorAll(`[name="${this.prefix}${name}"]`)) {
      radio.checked = radio.value === value;
    }
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  focus() {
    const textarea = this.root.querySelector("textarea");
    const table = textarea?.closest("[data-table-editor]");
    if (table) tables.focus(table.querySelector("textarea"));
    else if (textarea) prose.focus(textarea);
  }

  /** Let a plain form post of this page carry on from what is saved now. */
  showRevision(base, revision) {
    this.hidden("base").value = base;
    this.hidden("revision").value = revision;
  }

  /** The server has the text: what the page says of it may be asked for anew. */
  showStored(reply) {
    const detail = { detail: reply, bubbles: true };
    this.root.dispatchEvent(new CustomEvent("answer-stored", detail));
  }

  /** There is a new version, or a draft where there was none: the page says so. */
  showStates() {
    document.body.dispatchEvent(new Event("states-changed"));
  }

  /** Wait for the editors; resolves before anybody can have typed in the last one. */
  async whenReady() {
    await prose.whenReady(this.root);
    return this;
  }
}

const bareName = (name) => name.replace(/-html$/, "");

function isPlainAndTyped(control) {
  const isPlain = control.matches("textarea") && !control.hidden;
  return isPlain && control.value !== control.defaultValue;
}
