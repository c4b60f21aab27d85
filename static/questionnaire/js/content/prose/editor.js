/* The prose editor: Tiptap in one [data-prose-editor], fetched by fields.js. */

import { Editor, ProseMirrorParser, closeHistory, createDocument } from "tiptap";
import { startFrenchTyping } from "studio/content/prose/french_typing";
import { openLinkDialog } from "studio/content/prose/link_dialog";
import { PasteNote } from "studio/content/prose/paste_note";
import { repairPaste } from "studio/content/prose/paste_repair";
import { Losses } from "studio/content/prose/pasting/leaving_out";
import { textToHTML } from "studio/content/prose/pasting/text";
import { extensions } from "studio/content/prose/schema";
import { startToolbar } from "studio/content/prose/toolbar";

const KEEP_SPACES = { preserveWhitespace: "full" };

/* How near the window’s edges the caret may come: what stands over them is known to the
   style sheet, which the editor would not ask. */
const CLEAR_OF_EDGES = {
  left: 0,
  right: 0,
  get top() {
    return scrollPadding("Top");
  },
  get bottom() {
    return scrollPadding("Bottom");
  },
};

export class ProseEditor {
  /** `onUpdate` is called with the plain text after each change. */
  constructor(box, textarea, onUpdate) {
    Object.assign(this, { box, textarea, onUpdate });
    const hadFocus = document.activeElement === textarea;
    this.tiptap = this.createTiptap();
    textarea.name = box.dataset.htmlName;
    textarea.hidden = true;
    this.nameByLabel();
    startToolbar(box, this.tiptap);
    this.note = new PasteNote(box, this.tiptap);
    startFrenchTyping(this.tiptap, textarea);
    if (hadFocus) this.tiptap.commands.focus("end");
  }

  get text() {
    return this.tiptap.getText({ blockSeparator: "\n" });
  }

  /** Replace the HTML by the smallest change: caret and undo survive. */
  setHTML(html) {
    const { state, schema, view } = this.tiptap;
    const old = state.doc.content;
    const wanted = createDocument(html, schema, KEEP_SPACES);
    const from = old.findDiffStart(wanted.content);
    if (from === null) return;
    const [oldEnd, newEnd] = endsOfDifference(old, wanted.content, from);
    const slice = wanted.slice(from, newEnd);
    view.dispatch(closeHistory(view.state.tr.replace(from, oldEnd, slice)));
    view.dispatch(closeHistory(view.state.tr)); // an undo step of its own
  }

  setReadOnly(isReadOnly) {
    this.tiptap.setEditable(!isReadOnly, false);
  }

  focus() {
    this.tiptap.commands.focus();
  }

  showCaret() {
    if (this.tiptap.isFocused) this.tiptap.commands.scrollIntoView();
  }

  destroy() {
    this.tiptap.destroy();
  }

  createTiptap() {
    const { box, textarea } = this;
    return new Editor({
      element: box.querySelector(".prose-sheet"),
      extensions: extensions(openLinkDialog),
      content: this.takeInitialHTML(),
      parseOptions: KEEP_SPACES,
      injectCSS: false, // it would need style-src 'unsafe-inline'
      editable: !textarea.readOnly && !textarea.disabled,
      editorProps: {
        attributes: () => attributesOf(textarea),
        transformPastedHTML: (html) => this.repair(html),
        clipboardTextParser: (...given) => this.parseText(...given),
        handlePaste: (view) => this.beforePaste(view),
        scrollMargin: CLEAR_OF_EDGES,
        scrollThreshold: CLEAR_OF_EDGES,
      },
      onUpdate: () => this.publish(),
    });
  }

  repair(source) {
    const { html, losses } = repairPaste(source);
    this.losses = losses;
    return html;
  }

  parseText(text, context, _isPlain, view) {
    this.losses = new Losses();
    const holder = document.createElement("div");
    holder.innerHTML = textToHTML(text);
    const parser = ProseMirrorParser.fromSchema(view.state.schema);
    return parser.parseSlice(holder, { context, ...KEEP_SPACES });
  }

  /** A paste is an undo step of its own, and what it could not keep is told. */
  beforePaste(view) {
    view.dispatch(closeHistory(view.state.tr));
    this.note.expect(this.losses, view.state.doc);
    queueMicrotask(() => view.dispatch(closeHistory(view.state.tr)));
    return false;
  }

  /** The stored HTML, unless something was typed before the editor was there. */
  takeInitialHTML() {
    const { box, textarea } = this;
    const preview = box.querySelector(".prose-preview");
    const stored = preview.innerHTML;
    preview.remove();
    const wasTyped = textarea.value !== textarea.defaultValue;
    textarea.value = wasTyped ? textToHTML(textarea.value) : stored;
    return textarea.value;
  }

  publish() {
    this.textarea.value = this.tiptap.isEmpty ? "" : this.tiptap.getHTML();
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.onUpdate(this.text);
  }

  nameByLabel() {
    this.textarea.labels[0]?.addEventListener("click", (event) => {
      event.preventDefault();
      this.focus();
    });
  }
}

function scrollPadding(side) {
  const style = getComputedStyle(document.documentElement);
  return parseFloat(style[`scrollPadding${side}`]) || 0;
}

function attributesOf(textarea) {
  const attributes = {
    id: `${textarea.id}-editor`,
    class: "prose",
    lang: textarea.lang || document.documentElement.lang,
    "aria-multiline": "true",
  };
  for (const name of ["describedby", "invalid", "required", "label", "labelledby"]) {
    const value = textarea.getAttribute(`aria-${name}`);
    if (value) attributes[`aria-${name}`] = value;
  }
  if (textarea.labels[0]) attributes["aria-labelledby"] = labelId(textarea);
  if (textarea.readOnly || textarea.disabled) {
    Object.assign(attributes, { "aria-readonly": "true", tabindex: "0" });
  }
  return attributes;
}

function labelId(textarea) {
  return (textarea.labels[0].id ||= `${textarea.id}-label`);
}

function endsOfDifference(old, wanted, from) {
  const { a, b } = old.findDiffEnd(wanted);
  const overlap = Math.max(0, from - Math.min(a, b));
  return [a + overlap, b + overlap];
}
