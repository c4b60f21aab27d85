// Start the download as soon as the file is ready.
document.addEventListener("htmx:afterSwap", () => {
  const ready = document.querySelector("[data-download]");
  if (ready) location.assign(ready.dataset.download);
});
