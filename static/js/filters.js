// A filter shows its page at once; without script, and where more is to be entered first, the button does it.
const KEPT = "filter";

for (const form of document.querySelectorAll("[data-filters]")) {
  form.addEventListener("change", ({ target }) => {
    if (target.closest("[data-wait]")) return;
    sessionStorage.setItem(KEPT, target.id);
    form.requestSubmit();
  });
  // Whoever writes weights means them.
  form.querySelector("[data-weights]")?.addEventListener("input", () => {
    form.querySelector("[name=weights][value=entered]").checked = true;
  });
}

// The new page goes on where the reader was: whoever uses the keyboard does not start again from the top.
const used = sessionStorage.getItem(KEPT);
if (used) {
  sessionStorage.removeItem(KEPT);
  document.getElementById(used)?.focus();
}
