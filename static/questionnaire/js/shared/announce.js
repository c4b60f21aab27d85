/* What screen readers are told, in the two live regions of templates/base.html. */

/** Say it when the reader has finished what it is saying. */
export function announce(text) {
  document.getElementById("announce").textContent = text;
}

/** Say it at once. */
export function announceNow(text) {
  document.getElementById("announce-now").textContent = text;
}
