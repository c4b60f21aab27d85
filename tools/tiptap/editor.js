export {
  Editor,
  Mark,
  Node,
  createDocument,
  textblockTypeInputRule,
  wrappingInputRule,
} from "@tiptap/core";
export { Blockquote } from "@tiptap/extension-blockquote";
export { Bold } from "@tiptap/extension-bold";
export { Document } from "@tiptap/extension-document";
export { HardBreak } from "@tiptap/extension-hard-break";
export { Italic } from "@tiptap/extension-italic";
export { Link } from "@tiptap/extension-link";
export { BulletList, ListItem, OrderedList } from "@tiptap/extension-list";
export { Paragraph } from "@tiptap/extension-paragraph";
export { Text } from "@tiptap/extension-text";
export { UndoRedo } from "@tiptap/extensions";
export { closeHistory } from "@tiptap/pm/history";
export { DOMParser as ProseMirrorParser, Fragment } from "@tiptap/pm/model";
export { Plugin, TextSelection } from "@tiptap/pm/state";
