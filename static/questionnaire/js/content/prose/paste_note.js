/* The note below an editor after a paste: what could not be kept, how to undo it, and
   whether its table may become rows of the question's table. */

import { hasRoomForRows, takeRows } from "studio/content/tables/fields";
import { announce } from "studio/shared/announce";
import { interpolate } from "studio/shared/wording";

// A paste, and its typography.
const MOST_STEPS = 2;

export class PasteNote {
  constructor(box, editor) {
    this.box = box;
    this.editor = editor;
    this.note = box.querySelector("[data-paste-note]");
    if (!this.note) return;
    this.words = JSON.parse(this.note.dataset.words);
    this.note.addEventListener("click", (event) => this.onClick(event));
    editor.on("transaction", ({ transaction }) => this.follow(transaction));
  }

  /** `losses` are of the paste that follows; `before` is the text before it. */
  expect(losses, before) {
    this.expected = { losses, before };
  }

  /** Show the note once what was expected is pasted; later changes take its undo. */
  follow(transaction) {
    if (!transaction.docChanged) return;
    if (transaction.getMeta("paste") && this.expected) {
      const { losses, before } = this.expected;
      this.expected = null;
      this.show(losses, before, transaction);
      // French typography, which follows at once, is a part of the paste.
      this.isSettling = true;
      setTimeout(() => (this.isSettling = false));
    } else if (!this.note.hidden && !this.isSettling) {
      if (transaction.doc.eq(this.before)) this.hide();
      else this.button("undo-paste").hidden = this.button("take-rows").hidden = true;
      if (!this.said) this.hide();
    }
  }

  /** Take back the paste, and what was done to it. */
  undo() {
    for (let step = 0; step < MOST_STEPS; step++) {
      if (this.editor.state.doc.eq(this.before)) return;
      this.editor.commands.undo();
    }
  }

  show(losses, before, transaction) {
    this.before = before;
    this.table = pastedTable(before, transaction.doc);
    this.tableField = this.table && hasRoomForRows(this.box.closest("form"));
    this.said = this.sentences(losses).join(" ");
    if (!this.said && !this.tableField) {
      this.hide();
      return;
    }
    this.note.querySelector("[data-said]").textContent = this.said;
    this.button("undo-paste").hidden = !this.said;
    this.showOffer();
    this.note.hidden = false;
    announce([this.said, this.tableField ? this.button("take-rows").textContent : ""].join(" "));
  }

  showOffer() {
    const button = this.button("take-rows");
    button.hidden = !this.tableField;
    if (!this.tableField) return;
    const { title } = this.tableField;
    button.textContent = title
      ? interpolate(this.words.offer, { title })
      : this.words.offerUntitled;
  }

  sentences({ counts, names }) {
    const listed = names.length ? ` (${names.join(", ")})` : "";
    return Object.entries(counts).map(([kind, count]) =>
      interpolate(this.word(kind, count), { count, names: listed }),
    );
  }

  word(kind, count) {
    const isOne = new Intl.PluralRules(document.documentElement.lang).select(count) === "one";
    return this.words[`${kind}-${isOne ? "one" : "other"}`];
  }

  button(act) {
    return this.note.querySelector(`[data-act="${act}"]`);
  }

  hide() {
    this.note.hidden = true;
  }

  onClick(event) {
    const { act } = event.target.closest("[data-act]")?.dataset ?? {};
    if (act === "take-rows") {
      const { field } = this.tableField;
      const { table } = this;
      this.undo();
      takeRows(field, table); // the table says what it took, and has an undo of its own
    } else if (act === "undo-paste") {
      this.undo();
      announce(this.words.undone);
    }
    if (!act) return;
    this.hide();
    if (act !== "take-rows") this.editor.commands.focus();
  }
}

/** The texts of the rows of the one table that a paste added; null without one. */
function pastedTable(before, after) {
  const isNew = (node) => !before.children.some((each) => each.eq(node));
  const added = after.children.filter((node) => node.type.name === "textTable" && isNew(node));
  if (added.length !== 1 || count(after) !== count(before) + 1) return null;
  return added[0].children.map((row) =>
    row.children.map((cell) => cell.textBetween(0, cell.content.size, null, "\n")),
  );
}

function count(doc) {
  return doc.children.filter((node) => node.type.name === "textTable").length;
}
