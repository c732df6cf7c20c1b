// A filter shows its page at once; without script, and where more is to be entered first, the button does it.
for (const form of document.querySelectorAll("[data-filters]")) {
  form.addEventListener("change", (event) => {
    if (!event.target.closest("[data-wait]")) form.requestSubmit();
  });
}
