/* Announcements to screen readers, in the two live regions of templates/base.html. */

/** Announce it after the current speech. */
export function announce(text) {
  document.getElementById("announce").textContent = text;
}

/** Announce it at once, interrupting. */
export function announceNow(text) {
  document.getElementById("announce-now").textContent = text;
}
