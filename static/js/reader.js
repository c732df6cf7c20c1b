// A page of somebody who has signed out, or after whom somebody else has signed in, does not stand: not behind Back, not
// in another tab. It asks the server again; where something was typed, it is covered until the same person is back.
const page = document.documentElement;
const cover = document.querySelector("[data-cover]");
const reader = () => document.cookie.match(/(?:^|; )(?:__Host-)?reader=([^;]*)/)?.[1] ?? "";
const TYPED = "main textarea, main input:not([type=hidden], [type=password], [type=submit])";
const isTyped = (field) =>
  ["radio", "checkbox"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

function look() {
  const gone = reader() !== page.dataset.reader;
  page.classList.toggle("is-covered", gone);
  cover.hidden = !gone;
  if (gone && ![...document.querySelectorAll(TYPED)].some(isTyped)) location.reload();
}

window.addEventListener("pageshow", (event) => event.persisted && look());
window.addEventListener("focus", look);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
