/* Elements of a pasted document, which is parsed but never shown. */

export const BLOCKS =
  "p,ul,ol,li,blockquote,pre,table,caption,thead,tbody,tfoot,tr,th,td,div,section," +
  "article,header,footer,figure,figcaption,dl,dt,dd,h1,h2,h3,h4,h5,h6";

/** The body of a document whose styles and handlers are only text.

    A strict Content-Security-Policy blocks style="" even in detached documents, so
    styles and handlers are renamed in the source, to data-style="" and so on, before
    any parser reads it. */
export function parseInert(source) {
  const safe = source
    .replace(/<(style|script|title|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, renameStyleAndHandlers);
  return new DOMParser().parseFromString(safe, "text/html").body;
}

function renameStyleAndHandlers(tag) {
  return tag.replace(/(\s|"|'|\/)(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2");
}

export const styleOf = (element) => element.dataset.style ?? "";

export const all = (root, selector) => [...root.querySelectorAll(selector)];

/** Elements whose style="" says this. */
export function styled(root, pattern, selector = "[data-style]") {
  return all(root, selector).filter((element) => pattern.test(styleOf(element)));
}

export function made(document, tagName, ...content) {
  const element = document.createElement(tagName);
  element.append(...content);
  return element;
}

/** Put what an element holds into another one inside it. */
export function wrapContent(element, tagName) {
  element.append(made(element.ownerDocument, tagName, ...element.childNodes));
}

export function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

/** The next sibling on a side ("nextSibling") that is no blank text. */
export function neighbour(node, side) {
  let found = node[side];
  while (found && isBlank(found)) found = found[side];
  return found;
}

const isBlank = ({ nodeType, data }) =>
  nodeType === Node.COMMENT_NODE || (nodeType === Node.TEXT_NODE && !data.trim());

export function isBlock(node) {
  return node?.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);
}
