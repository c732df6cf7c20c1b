// What unfolds in the bar folds again: on Escape, and on a click or focus elsewhere. Without script it folds by hand.
const unfolded = () => document.querySelectorAll(".person[open]");
const foldOthers = (event) => {
  for (const each of unfolded()) if (!each.contains(event.target)) each.open = false;
};
document.addEventListener("click", foldOthers);
document.addEventListener("focusin", foldOthers);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const each of unfolded()) {
    each.open = false;
    each.querySelector("summary").focus();
  }
});
// Where tabs scroll, the current one is in view.
const tabs = document.querySelector(".tabs ul");
const current = tabs?.querySelector("[aria-current]");
if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.clientWidth) / 2;
