// On a phone the section stands one criterion a screen: shows one, and leads on and back. The page works without this.
const form = document.querySelector("[data-score]");
const at = document.querySelector("[data-step-at]");
const marks = [...document.querySelectorAll(".step-marks > *")];
const [back, next] = document.querySelectorAll("[data-step]");
const answers = () => [...form.querySelectorAll("[data-answer]")];
const narrow = matchMedia("(max-width: 599.98px)");
let shown = 0;

// What is being written, jumped to, in trouble, or not answered yet: the first of these.
function opening() {
  const all = answers();
  const holding = [document.activeElement, document.getElementById(location.hash.slice(1))].map((each) => each?.closest("[data-answer]"));
  const open = all.find((each) => each.dataset.unsaved) ?? all.find((each) => each.querySelector("[data-version]").value === "0");
  return all.indexOf(holding.find(Boolean) ?? open ?? all[0]);
}

function show(number) {
  const all = answers();
  shown = number;
  all.forEach((each, index) => each.classList.toggle("is-shown", index === shown));
  marks.forEach((each, index) => each.classList.toggle("is-past", index <= shown));
  at.textContent = `· ${at.dataset.stepAt.replace("{number}", shown + 1).replace("{total}", all.length)}`;
  back.hidden = shown === 0;
  next.hidden = shown === all.length - 1;
  // The section's own buttons stand under its last criterion.
  form.classList.toggle("is-last", next.hidden);
}

function go(number) {
  show(number);
  const answer = answers()[shown];
  history.replaceState(null, "", `#${answer.id}`);
  window.scrollTo(0, 0);
  answer.querySelector("legend").focus({ preventScroll: true });
}

// What came back after signing in stands there as a whole: one press stores it.
if (!("kept" in form.dataset)) {
  show(opening());
  form.classList.add("is-stepped");
  document.body.classList.add("has-steps");
  for (const button of [back, next]) button.addEventListener("click", () => go(shown + Number(button.dataset.step)));
  // Before the browser scrolls to what a link names.
  document.addEventListener("click", ({ target }) => {
    const named = target.closest("a[href^='#']")?.getAttribute("href").slice(1);
    const number = answers().indexOf(document.getElementById(named)?.closest("[data-answer]"));
    if (named && number >= 0) show(number);
  });
  // A browser takes the name of the criterion along to the page that a form leads to.
  form.addEventListener("submit", () => history.replaceState(null, "", location.pathname + location.search));
  // The page is wide again, or narrow: the criterion that is being written stays in view.
  narrow.addEventListener("change", () => show(opening()));
}
