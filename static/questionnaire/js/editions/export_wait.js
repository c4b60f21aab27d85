/** Start the download as soon as the file is ready. */
export function downloadWhenReady() {
  document.addEventListener("htmx:afterSwap", () => {
    const ready = document.querySelector("[data-download]");
    if (ready) location.assign(ready.dataset.download);
  });
}
