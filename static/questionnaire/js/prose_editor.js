/* The prose editor: Tiptap on each [data-prose-editor] of the page.

   The server renders the box, the toolbar and all words (see
   templates/questionnaire/widgets/prose_editor.html). This module brings them to
   life, writes the HTML into the textarea and fires "input" on it at each change.
   Until then, or if Tiptap can't be loaded, the textarea posts plain text.

   The schema holds what questionnaire/content/prose/cleaning.py lets through. */

const editors = new Map(); // textarea → { editor, tiptap, repair }
let lastStart = Promise.resolve();

// ---- For the page: saving, drafts, counting ----

/** The HTML, "" when empty; of plain text while the textarea stands in. */
export function getHTML(textarea) {
  return editors.has(textarea) ? textarea.value : plainTextToHTML(textarea.value);
}

/** Replace the HTML by the smallest change: caret and undo survive. */
export function setHTML(textarea, html) {
  if (!editors.has(textarea)) {
    textarea.value = htmlToPlainText(html);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  const { editor, tiptap } = editors.get(textarea);
  const { closeHistory } = tiptap.pm.history;
  const old = editor.state.doc.content;
  const options = { preserveWhitespace: "full" };
  const wanted = tiptap.createDocument(html, editor.schema, options);
  const from = old.findDiffStart(wanted.content);
  if (from === null) return;
  const [oldEnd, newEnd] = endsOfDifference(old, wanted.content, from);
  const slice = wanted.slice(from, newEnd);
  const { view } = editor;
  view.dispatch(closeHistory(view.state.tr.replace(from, oldEnd, slice)));
  view.dispatch(closeHistory(view.state.tr)); // an undo step of its own
}

export function getText(textarea) {
  const found = editors.get(textarea);
  return found ? found.editor.getText({ blockSeparator: "\n" }) : textarea.value;
}

/** Words as word processors count them, and as count_words does on the server. */
export function countWords(textarea) {
  const words = getText(textarea).split(/\s+/u);
  return words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

export function setReadOnly(textarea, isReadOnly) {
  textarea.readOnly = isReadOnly;
  editors.get(textarea)?.editor.setEditable(!isReadOnly, false);
  const toolbar = boxOf(textarea).querySelector(".prose-toolbar");
  if (toolbar) toolbar.hidden = isReadOnly;
}

/** Move the caret into the editor, or into the textarea that stands in for it. */
export function focus(textarea) {
  const found = editors.get(textarea);
  if (found) found.editor.commands.focus();
  else textarea.focus();
}

/** Start the editors inside an element; those already started are left alone. */
export function start(root = document) {
  for (const box of root.querySelectorAll("[data-prose-editor]")) {
    if (box.dataset.proseEditor) continue;
    box.dataset.proseEditor = "started";
    lastStart = lastStart.then(() => startBox(box));
  }
}

// ---- Starting ----

async function startBox(box) {
  try {
    const [tiptap, repair] = await Promise.all([
      import(box.dataset.tiptap),
      import(box.dataset.pasteRepair),
    ]);
    await new Promise((done) => setTimeout(done)); // one editor a task
    if (box.isConnected) createEditor(box, tiptap, repair);
  } catch (error) {
    console.error(error);
    box.classList.add("is-plain");
  }
}

function createEditor(box, tiptap, repair) {
  const textarea = box.querySelector("textarea");
  const hadFocus = document.activeElement === textarea;
  const editor = new tiptap.Editor({
    element: box.querySelector(".prose-sheet"),
    extensions: extensions(tiptap, repair),
    content: initialHTML(box, textarea, repair),
    parseOptions: { preserveWhitespace: "full" },
    injectCSS: false, // it would need style-src 'unsafe-inline'
    editable: !textarea.readOnly && !textarea.disabled,
    editorProps: {
      attributes: () => attributesOf(textarea),
      transformPastedHTML: repair.repairHTML,
      clipboardTextParser: (text, context, isPlain, view) =>
        parsePastedText(tiptap, repair.textToHTML(text), context, view),
    },
    onUpdate: () => publish(box, textarea, editor),
  });
  editors.set(textarea, { editor, tiptap, repair });
  replaceTextarea(box, textarea);
  nameByLabel(textarea, editor);
  startToolbar(box, editor, repair);
  if (hadFocus) editor.commands.focus("end");
  box.classList.add("is-ready");
  const detail = { textarea };
  box.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true, detail }));
}

/** The stored HTML, unless something was typed before the editor was there. */
function initialHTML(box, textarea, repair) {
  const preview = box.querySelector(".prose-preview");
  const stored = preview.innerHTML;
  preview.remove();
  const wasTyped = textarea.value !== textarea.defaultValue;
  const html = wasTyped ? repair.textToHTML(textarea.value) : stored;
  textarea.value = html;
  return html;
}

function replaceTextarea(box, textarea) {
  textarea.name = box.dataset.htmlName;
  textarea.hidden = true;
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

function nameByLabel(textarea, editor) {
  textarea.labels[0]?.addEventListener("click", (event) => {
    event.preventDefault();
    editor.commands.focus();
  });
}

function publish(box, textarea, editor) {
  textarea.value = editor.isEmpty ? "" : editor.getHTML();
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
  showWordCount(box, textarea);
}

function showWordCount(box, textarea) {
  const shown = box.querySelector(".prose-words");
  if (!shown) return;
  const { lang } = document.documentElement;
  const count = countWords(textarea);
  const isOne = new Intl.PluralRules(lang).select(count) === "one";
  const words = isOne ? box.dataset.wordsOne : box.dataset.wordsOther;
  shown.textContent = words.replace("%(count)s", count.toLocaleString(lang));
}

// ---- While the textarea stands in ----

function plainTextToHTML(text) {
  const box = document.createElement("div");
  for (const block of text.split(/\n{2,}/).filter(Boolean)) {
    const paragraph = box.appendChild(document.createElement("p"));
    paragraph.textContent = block;
    paragraph.innerHTML = paragraph.innerHTML.replaceAll("\n", "<br>");
  }
  return box.innerHTML;
}

function htmlToPlainText(html) {
  const lines = html
    .replace(/<li>/g, "- ")
    .replace(/<\/p><\/li>|<br>/g, "\n")
    .replace(/<\/p>|<\/[uo]l>/g, "\n\n");
  return new DOMParser().parseFromString(lines, "text/html").body.textContent.trim();
}

// ---- Schema and keys ----

function extensions(tiptap, repair) {
  return [
    tiptap.Document,
    tiptap.Paragraph,
    tiptap.Text,
    tiptap.Bold,
    tiptap.Italic,
    tiptap.Blockquote,
    tiptap.BulletList,
    orderedList(tiptap),
    listItem(tiptap),
    hardBreak(tiptap),
    link(tiptap, repair),
    tiptap.History,
  ];
}

function orderedList({ OrderedList, wrappingInputRule }) {
  return OrderedList.extend({
    addAttributes: () => ({
      start: {
        default: 1,
        parseHTML: (element) => Number(element.getAttribute("start") ?? 1),
        renderHTML: ({ start }) => (start === 1 ? {} : { start }),
      },
    }),
    addInputRules() {
      const getAttributes = (match) => ({ start: Number(match[1]) });
      const find = /^(\d{1,3})\.\s$/;
      return [wrappingInputRule({ find, type: this.type, getAttributes })];
    },
  }).configure({ enableListAttributes: false });
}

function listItem({ ListItem }) {
  return ListItem.extend({
    addKeyboardShortcuts() {
      // Not Tab, which leaves the editor. Commands hold a transaction: they are
      // read when the key is pressed.
      const run = (command) => () => this.editor.commands[command](this.name);
      return {
        Enter: run("splitListItem"),
        "Mod-]": run("sinkListItem"),
        "Mod-[": run("liftListItem"),
      };
    },
  });
}

function hardBreak({ HardBreak }) {
  return HardBreak.extend({
    // Not Ctrl+Enter, which belongs to the page.
    addKeyboardShortcuts() {
      return { "Shift-Enter": () => this.editor.commands.setHardBreak() };
    },
  });
}

function link({ Link }, { isAllowedAddress }) {
  return Link.extend({
    addAttributes: () => ({ href: { default: null } }),
    addKeyboardShortcuts() {
      return { "Mod-k": () => openLinkDialog(this.editor, isAllowedAddress) };
    },
  }).configure({
    openOnClick: false,
    isAllowedUri: isAllowedAddress, // "script.py" is a file, not a site of Paraguay
  });
}

function parsePastedText(tiptap, html, context, view) {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const parser = tiptap.pm.model.DOMParser.fromSchema(view.state.schema);
  return parser.parseSlice(holder, { context, preserveWhitespace: "full" });
}

function endsOfDifference(old, wanted, from) {
  const { a, b } = old.findDiffEnd(wanted);
  const overlap = Math.max(0, from - Math.min(a, b));
  return [a + overlap, b + overlap];
}

// ---- Toolbar ----

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  outdent: (chain) => chain.liftListItem("listItem"),
  indent: (chain) => chain.sinkListItem("listItem"),
  blockquote: (chain) => chain.toggleBlockquote(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

function startToolbar(box, editor, repair) {
  const toolbar = box.querySelector(".prose-toolbar");
  if (!toolbar) return;
  const buttons = [...toolbar.querySelectorAll("button")];
  toolbar.inert = false;
  moveByArrows(toolbar, buttons);
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(button, editor, repair);
  });
  const show = () => buttons.forEach((button) => showState(button, editor));
  editor.on("transaction", show);
  show();
}

function press(button, editor, repair) {
  const { command } = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") return;
  if (command === "link") openLinkDialog(editor, repair.isAllowedAddress);
  else COMMANDS[command](editor.chain().focus()).run();
}

function showState(button, editor) {
  const { command } = button.dataset;
  if (button.hasAttribute("aria-pressed")) {
    button.setAttribute("aria-pressed", editor.isActive(command));
  } else {
    button.setAttribute("aria-disabled", !COMMANDS[command](editor.can()));
  }
}

/** One stop for Tab; arrows, Home and End go from button to button. */
function moveByArrows(toolbar, buttons) {
  const stopAt = (stop) => {
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  };
  stopAt(buttons[0]);
  toolbar.addEventListener("focusin", (event) => stopAt(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const index = buttons.indexOf(event.target);
    const forward = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
    const next = {
      ArrowRight: index + forward,
      ArrowLeft: index - forward,
      Home: 0,
      End: -1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons.at(next % buttons.length).focus();
  });
}

// ---- Link dialog ----

function openLinkDialog(editor, isAllowedAddress) {
  const dialog = document.getElementById("link-dialog");
  const input = dialog.querySelector("input");
  input.value = editor.getAttributes("link").href ?? "";
  dialog.querySelector("[data-remove-link]").hidden = !editor.isActive("link");
  showAddressError(dialog, false);
  dialog.returnValue = "";

  const check = (event) => {
    if (event.submitter.value !== "apply") return;
    if (isAllowedAddress(completeAddress(input.value))) return;
    event.preventDefault();
    showAddressError(dialog, true);
    input.focus();
  };
  dialog.addEventListener("submit", check);
  dialog.addEventListener(
    "close",
    () => {
      dialog.removeEventListener("submit", check);
      applyLink(editor, dialog.returnValue, input.value.trim());
    },
    { once: true },
  );
  dialog.showModal();
  input.select();
  return true;
}

function showAddressError(dialog, isShown) {
  const error = dialog.querySelector("#link-dialog-error");
  const input = dialog.querySelector("input");
  error.hidden = !isShown;
  input.setAttribute("aria-invalid", isShown);
  input.setAttribute(
    "aria-describedby",
    isShown ? "link-dialog-hint link-dialog-error" : "link-dialog-hint",
  );
}

/** What people type for an address: "example.org", "name@example.org". */
function completeAddress(typed) {
  const address = typed.trim();
  if (!address || /\s/.test(address)) return "";
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return `mailto:${address}`;
  if (/^[a-z][a-z+.-]*:/i.test(address)) return address;
  return /^[^\s/]+\.[^\s/]/.test(address) ? `https://${address}` : "";
}

function applyLink(editor, choice, typed) {
  const chain = editor.chain().focus();
  const href = completeAddress(typed);
  if (choice === "remove") chain.extendMarkRange("link").unsetLink().run();
  else if (choice !== "apply") chain.run();
  else if (editor.state.selection.empty && !editor.isActive("link")) {
    const marks = [{ type: "link", attrs: { href } }];
    chain.insertContent({ type: "text", text: typed, marks }).run();
  } else chain.extendMarkRange("link").setLink({ href }).run();
}

// ---- The page around ----

const boxOf = (textarea) => textarea.closest("[data-prose-editor]");

// Error summaries lead to the textarea, which the editor hides.
document.addEventListener("click", (event) => {
  const hash = event.target.closest?.("a[href^='#']")?.hash;
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!editors.has(target)) return;
  event.preventDefault();
  (target.labels[0] ?? boxOf(target)).scrollIntoView();
  focus(target);
});

document.addEventListener("htmx:load", (event) => start(event.target));
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  editors.get(event.target)?.editor.destroy();
  editors.delete(event.target);
});

start();
