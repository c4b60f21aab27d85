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
  OrderedList,
  Paragraph,
  Text,
  UndoRedo,
  wrappingInputRule,
} from "tiptap";
import { isAllowedAddress } from "studio/content/prose/addresses";

/** `openLinkDialog` is called with the editor when a link is asked for. */
export function extensions(openLinkDialog) {
  return [
    Document,
    Paragraph,
    Text,
    Bold,
    Italic,
    Blockquote,
    BulletList,
    orderedList(),
    listItem(),
    hardBreak(),
    link(openLinkDialog),
    UndoRedo,
  ];
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
