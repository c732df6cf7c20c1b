// What waits on this device, opened by the server for the person who wrote it: each is sent once, or discarded.
const place = document.querySelector("[data-waiting-list]");
const { waiting } = globalThis;
const said = place.dataset;

async function show(one) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: place.querySelector("[name=csrfmiddlewaretoken]").value });
  for (const name of ["number", "person", "place", "key", "nonce", "text"]) body.set(name, one[name]);
  const reply = await fetch(location.pathname, { method: "POST", body });
  const part = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[data-one]");
  if (!part) throw new Error(String(reply.status));
  if ("stored" in part.dataset) return waiting.forget(one.number);
  part.querySelector("h2").textContent = `${one.name}, ${waiting.clock(one.at)}`;
  const discard = part.querySelector("[data-discard]");
  discard.addEventListener("click", async () => {
    if (!("sure" in discard.dataset)) {
      discard.dataset.sure = "";
      discard.textContent = said.sure;
      return;
    }
    await waiting.forget(one.number);
    part.remove();
    finish();
  });
  return place.append(part);
}

function finish() {
  waiting.tell();
  place.querySelector("[data-none]").hidden = Boolean(place.querySelector("[data-one]"));
}

async function all() {
  for (const one of await waiting.list()) await show(one);
}
all()
  .then(finish)
  .catch(() => {
    place.querySelector("[data-failed]").hidden = false;
  })
  .finally(() => {
    place.querySelector("[data-opening]").hidden = true;
  });
