/* How the controls of a form are read and written where some are prose editors or
   tables; see drafts/form_fields.js. */

import * as prose from "studio/content/prose/fields";
import * as tables from "studio/content/tables/fields";
import { plainContent } from "studio/drafts/form_fields";

const boxOf = (control) => control.closest("[data-prose-editor]");
const nameOf = (control) => control.name.replace(/-html$/, "");
const initial = new Map(); // control of an editor → its content at first

export const richContent = {
  nameOf: (control) => (boxOf(control) ? nameOf(control) : control.name),
  read: (control) => (boxOf(control) ? prose.getHTML(control) : control.value),
  initial: (control) => initial.get(control) ?? plainContent.initial(control),
  wasTypedEarly: (control) =>
    "typedEarly" in control.dataset ||
    (!initial.has(control) && plainContent.wasTypedEarly(control)),

  write(control, value) {
    if (tables.isTable(control)) tables.setRows(control, value);
    else if (boxOf(control)) prose.setHTML(control, value);
    else control.value = value;
  },

  normalized(control, value) {
    if (control && tables.isTable(control)) return tables.normalizedRows(value);
    if (control && boxOf(control)) return prose.normalizedHTML(value);
    return plainContent.normalized(control, value);
  },

  /** Wait for the editors, and note what they hold before anybody has typed. */
  async whenReady(form) {
    await prose.whenReady(form);
    for (const control of form.querySelectorAll("textarea")) {
      const isEditor = boxOf(control) || tables.isTable(control);
      if (!isEditor || initial.has(control)) continue;
      initial.set(control, "typedEarly" in control.dataset ? "" : this.read(control));
    }
  },
};
