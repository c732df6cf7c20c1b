// “/” leads to the search, unless the reader types somewhere. Loaded only where the reader has not switched it off.
const isShown = (each) => each.offsetParent && !each.closest("details:not([open])");
const TYPING = "input, textarea, select, [contenteditable]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
  const box = [...document.querySelectorAll("[data-find]")].find(isShown) ?? folded();
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// On a phone the box is folded away with the menu.
function folded() {
  const menu = document.querySelector(".person");
  if (!menu) return null;
  menu.open = true;
  return menu.querySelector("[data-find]");
}
