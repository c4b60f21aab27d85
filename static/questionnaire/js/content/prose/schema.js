/* What prose may hold: what questionnaire/content/prose/cleaning.py lets through, and
   the keys that write it. */

import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  HardBreak,
  Italic,
  Link,
  ListItem,
  Mark,
  Node,
  OrderedList,
  Paragraph,
  Text,
  UndoRedo,
  textblockTypeInputRule,
  wrappingInputRule,
} from "tiptap";
import { isAllowedAddress } from "studio/content/prose/addresses";
import { textTable, textTableCell, textTableRow } from "studio/content/prose/text_tables";

// Of which letters can have one.
const SCRIPTS = ["raised", "lowered"];

/** `openLinkDialog` is called with the editor when a link is asked for. */
export function extensions(openLinkDialog) {
  return [
    // What is in the group “section” stands in no list and in no quotation.
    Document.extend({ content: "(block | section)+" }),
    Paragraph,
    Text,
    Bold,
    Italic,
    raised(),
    lowered(),
    Blockquote,
    BulletList,
    orderedList(),
    listItem(),
    hardBreak(),
    link(openLinkDialog),
    heading(),
    preformatted(),
    textTable(),
    textTableRow(),
    textTableCell(),
    UndoRedo,
  ];
}

function raised() {
  return Mark.create({
    name: "raised",
    excludes: SCRIPTS.join(" "),
    parseHTML: () => [{ tag: "sup" }],
    renderHTML: () => ["sup", 0],
    addKeyboardShortcuts() {
      return { "Mod-.": () => this.editor.commands.toggleMark("raised") };
    },
  });
}

function lowered() {
  return Mark.create({
    name: "lowered",
    excludes: SCRIPTS.join(" "),
    parseHTML: () => [{ tag: "sub" }],
    renderHTML: () => ["sub", 0],
    addKeyboardShortcuts() {
      return { "Mod-,": () => this.editor.commands.toggleMark("lowered") };
    },
  });
}

/** Level 1 is the next one below the question’s: h3, as it is stored. */
function heading() {
  return Node.create({
    name: "heading",
    group: "section",
    content: "inline*",
    defining: true,
    addAttributes: () => ({ level: { default: 1, rendered: false } }),
    parseHTML: () => [
      { tag: "h3", attrs: { level: 1 } },
      { tag: "h4", attrs: { level: 2 } },
    ],
    renderHTML: ({ node }) => [`h${node.attrs.level + 2}`, 0],
    addInputRules() {
      return [1, 2].map((level) =>
        textblockTypeInputRule({
          find: level === 1 ? /^##\s$/ : /^###\s$/,
          type: this.type,
          getAttributes: { level },
        }),
      );
    },
  });
}

/** Lines in which each space counts, as in a tree of folders. */
function preformatted() {
  return Node.create({
    name: "preformatted",
    group: "section",
    content: "text*",
    marks: "",
    code: true,
    defining: true,
    parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],
    renderHTML: () => ["pre", 0],
    addInputRules() {
      return [textblockTypeInputRule({ find: /^```\s$/, type: this.type })];
    },
    addKeyboardShortcuts() {
      const { editor, name } = this;
      const isHere = () => editor.isActive(name);
      return {
        Enter: () =>
          isHere() && (leaveEmptyLine(editor) || editor.commands.newlineInCode()),
        ArrowDown: () => isHere() && leaveAtTheEnd(editor),
      };
    },
  });
}

/** Enter on an empty last line goes on below, as in a list. */
function leaveEmptyLine(editor) {
  const { $from, empty } = editor.state.selection;
  const isLast = empty && $from.parentOffset === $from.parent.content.size;
  if (!isLast || !$from.parent.textContent.endsWith("\n")) return false;
  return editor
    .chain()
    .deleteRange({ from: $from.pos - 1, to: $from.pos })
    .exitCode()
    .run();
}

/** Arrow down at the end of the text goes on below. */
function leaveAtTheEnd(editor) {
  const { $from } = editor.state.selection;
  const isAtTheEnd =
    $from.parentOffset === $from.parent.content.size &&
    $from.after() === editor.state.doc.content.size;
  return isAtTheEnd && editor.commands.exitCode();
}

function orderedList() {
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
  });
}

function listItem() {
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

function hardBreak() {
  return HardBreak.extend({
    // Not Ctrl+Enter, which belongs to the page.
    addKeyboardShortcuts() {
      return { "Shift-Enter": () => this.editor.commands.setHardBreak() };
    },
  });
}

function link(openLinkDialog) {
  return Link.extend({
    addAttributes: () => ({ href: { default: null } }),
    addKeyboardShortcuts() {
      return { "Mod-k": () => openLinkDialog(this.editor) };
    },
  }).configure({
    openOnClick: false,
    HTMLAttributes: { target: null, rel: null, class: null },
    isAllowedUri: isAllowedAddress, // "script.py" is a file, not a site of Paraguay
  });
}
