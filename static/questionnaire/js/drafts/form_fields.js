/* What is typed into a form, as data: {name: value} of the fields that differ from
   the form as the page brought it. Of several choices with one name, one per line.

   For an Autosave it is what an AnswerField is for an answer. */

const UNTYPED = ["hidden", "password", "file", "submit", "button", "reset", "image"];
const TICKED = ["checkbox", "radio"];

/** How plain controls are read and written; `richContent` knows editors, too. */
export const plainContent = {
  read: (control) => control.value,
  initial: (control) => control.defaultValue,
  write: (control, value) => (control.value = value),
  normalized: (_control, value) => value.replaceAll("\r\n", "\n"),
  nameOf: (control) => control.name,
  whenReady: async () => {},
  wasTypedEarly: (control) => control.value !== control.defaultValue,
};

export class FormFields {
  /** `root`: the [data-form-draft] in a form; `content`: plainContent or better. */
  constructor(root, content) {
    const { key, user, formDraft, stored, revision, draft, aside } = root.dataset;
    Object.assign(this, { root, content, signed: formDraft });
    this.form = root.closest("form");
    this.key = `form:${user}:${key}`;
    this.addresses = { draft, aside };
    this.stored = stored ? JSON.parse(stored) : null;
    this.base = 0;
    this.revision = Number(revision ?? 0);
    this.language = "";
    this.isReturned = "returned" in root.dataset;
    this.seen = (root.dataset.seen ?? "").split(" ").filter(Boolean);
    this.unplaced = {}; // kept values whose fields this page does not have
  }

  async whenReady() {
    await this.content.whenReady(this.form);
    this.wasTypedEarly = this.controls().some((control) => this.isTypedEarly(control));
    this.initial = this.readWith((control) => this.initially(control));
    return this;
  }

  controls() {
    return [...this.form.elements].filter(
      (control) =>
        this.content.nameOf(control) &&
        !control.disabled &&
        !UNTYPED.includes(control.type) &&
        control.type !== "fieldset",
    );
  }

  isTypedEarly(control) {
    return isChoice(control)
      ? String(valuesOf(control)) !== String(this.initially(control))
      : this.content.wasTypedEarly(control);
  }

  initially(control) {
    if (TICKED.includes(control.type))
      return control.defaultChecked ? [control.value] : [];
    if (control.options) return initialOptions(control).map(({ value }) => value);
    return [this.content.initial(control)];
  }

  currently(control) {
    return isChoice(control) ? valuesOf(control) : [this.content.read(control)];
  }

  readWith(valuesIn) {
    const values = {};
    for (const control of this.controls()) {
      (values[this.content.nameOf(control)] ??= []).push(...valuesIn(control));
    }
    return Object.fromEntries(
      Object.entries(values).map(([name, lines]) => [name, lines.join("\n")]),
    );
  }

  /** What was typed; {} when the form stands as the page brought it. */
  read() {
    const current = this.readWith((control) => this.currently(control));
    const isWhole = this.isReturned && this.hasText();
    const typed = Object.entries(current).filter(
      ([name, value]) => isWhole || this.differs(name, value),
    );
    if (!typed.length && !Object.keys(this.unplaced).length) return {};
    return { ...this.unplaced, ...Object.fromEntries(typed), ...this.readSeen() };
  }

  hasText() {
    return this.controls().some(
      (control) => control.matches("textarea") && this.content.read(control),
    );
  }

  /** Whether the form shows all of a text, so that nothing of it would be lost. */
  holds(fields) {
    const current = this.readWith((control) => this.currently(control));
    return Object.entries(fields).every(
      ([name, value]) =>
        this.seen.includes(name) ||
        this.normalizedValue(name, value) ===
          this.normalizedValue(name, current[name] ?? ""),
    );
  }

  /** Whether a value is other than the page's, or would be written otherwise. */
  differs(name, value) {
    const initial = this.initial[name] ?? "";
    return this.normalizedValue(name, value) !== this.normalizedValue(name, initial);
  }

  readSeen() {
    const hidden = this.seen.map((name) => [name, this.hidden(name)?.value]);
    return Object.fromEntries(hidden.filter(([, value]) => value !== undefined));
  }

  hidden(name) {
    return this.form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
  }

  named(name) {
    return this.controls().filter((control) => this.content.nameOf(control) === name);
  }

  text() {
    return JSON.stringify(sorted(this.read()));
  }

  /** Fields in a normal form, for comparing: without what was only seen. */
  normalized(fields = this.read()) {
    const typed = Object.entries(fields)
      .filter(([name]) => !this.seen.includes(name))
      .map(([name, value]) => [name, this.normalizedValue(name, value)]);
    return JSON.stringify(typed.sort());
  }

  normalizedValue(name, value) {
    const [control] = this.named(name);
    return control ? this.content.normalized(control, value) : value;
  }

  /** Let the form stand as the page brought it, with `fields` put into it. */
  write(fields) {
    this.unplaced = {};
    const wanted = { ...this.initial, ...fields };
    for (const [name, value] of Object.entries(wanted)) {
      const controls = this.named(name);
      const hidden = this.seen.includes(name) ? this.hidden(name) : null;
      if (hidden) hidden.value = value;
      else if (!controls.length) this.unplaced[name] = value;
      for (const control of controls) this.writeControl(control, value, name in fields);
    }
    this.form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  }

  writeControl(control, value, isRestored) {
    if (isRestored) control.closest("details")?.setAttribute("open", "");
    const values = value.split("\n");
    if (TICKED.includes(control.type)) control.checked = values.includes(control.value);
    else if (control.options) chooseOptions(control, values);
    else if (this.content.read(control) !== value) this.content.write(control, value);
  }

  focus() {
    this.controls()
      .find((control) => control.matches("textarea"))
      ?.focus();
  }

  // ---- What an Autosave expects of an answer's field ----

  get isRefused() {
    return this.isReturned || this.wasTypedEarly;
  }

  get hasDraft() {
    return false;
  }

  showRevision(_base, revision) {
    this.revision = revision;
  }

  showStored() {}

  showStates() {}
}

const isChoice = (control) =>
  TICKED.includes(control.type) || Boolean(control.options && control.type !== "text");

function valuesOf(control) {
  if (control.options) return [...control.selectedOptions].map(({ value }) => value);
  return control.checked ? [control.value] : [];
}

/** The options that the page chose; of a menu, the first when it chose none. */
function initialOptions(select) {
  const chosen = [...select.options].filter((option) => option.defaultSelected);
  if (chosen.length || select.multiple) return chosen;
  return [...select.options].slice(0, 1);
}

function chooseOptions(select, values) {
  const options = [...select.options].filter(({ value }) => values.includes(value));
  if (!options.length && !select.multiple) return; // it is no longer offered
  for (const option of select.options) option.selected = options.includes(option);
}

const sorted = (fields) => Object.fromEntries(Object.entries(fields).sort());
