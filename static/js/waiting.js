// What is written and not stored yet waits on this device, sealed for the server: the device can write it, not read it.
const here = document.querySelector("[data-waits-here]");
const words = here.dataset;
const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )((?:__Host-)?${name})=([^;]*)`)) ?? ["", "", ""];
const reader = cookie("reader")[2];
const isAble = isSecureContext && crypto.subtle && "indexedDB" in window && navigator.locks;
// While this page is open it looks after its own texts: others see by its lock that it is there.
const tab = isAble ? crypto.randomUUID() : "";
const numbers = new Map();
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
let store = null;
let line = Promise.resolve();

const opened = () =>
  new Promise((done, failed) => {
    const asked = indexedDB.open("waiting", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("texts", { keyPath: "number" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

async function work(mode, act) {
  const database = await (store ??= opened());
  return new Promise((done, failed) => {
    // Written to the disk, not only handed to the system: a phone may restart.
    const step = database.transaction("texts", mode, { durability: "strict" });
    const asked = act(step.objectStore("texts"));
    step.oncomplete = () => done(asked?.result);
    step.onabort = step.onerror = () => failed(step.error);
  });
}

// One after the other: what is forgotten does not come back by what was begun before.
const inLine = (act) => (line = line.then(act).catch(() => undefined));

const text = (bytes) => {
  let plain = "";
  for (const byte of new Uint8Array(bytes)) plain += String.fromCharCode(byte);
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_");
};
const bytes = (coded) => Uint8Array.from(atob(coded.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));

async function seal(content, number, person) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const server = await crypto.subtle.importKey("raw", bytes(words.key), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const key = await crypto.subtle.exportKey("raw", own.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("coordination.waiting");
  const derivation = { name: "HKDF", hash: "SHA-256", salt: key, info };
  const secret = await crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(`${person} ${words.place} ${number}`);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, secret, new TextEncoder().encode(JSON.stringify(content)));
  return { key: text(key), nonce: text(nonce), text: text(sealed) };
}

const can = Boolean(isAble && words.key);

// The latest of each slot of this page; the one before goes when it is there.
const keep = (slot, number, kind, name, content) =>
  can &&
  inLine(async () => {
    const person = words.persons.split(" ")[0];
    const one = { number, tab, kind, name, at: new Date().toISOString(), person, place: words.place, ...(await seal(content, number, person)) };
    const before = numbers.get(slot);
    await work("readwrite", (texts) => {
      texts.put(one);
      if (before && before !== number) texts.delete(before);
    });
    numbers.set(slot, number);
  });
const forget = (number) => isAble && inLine(() => work("readwrite", (texts) => texts.delete(number)));
const drop = (slot) =>
  can &&
  inLine(async () => {
    const number = numbers.get(slot);
    numbers.delete(slot);
    if (number) await work("readwrite", (texts) => texts.delete(number));
  });

// The reader's own, but for those that an open page looks after.
async function list({ withOwn = false } = {}) {
  if (!isAble) return [];
  await line;
  const [all, locks] = await Promise.all([work("readonly", (texts) => texts.getAll()), navigator.locks.query()]);
  const open = new Set(locks.held.map((each) => each.name));
  const persons = (words.persons || reader).split(" ");
  const isHere = (one) => persons.includes(one.person) && (one.tab === tab ? withOwn : !open.has(one.tab));
  return all.filter(isHere).sort((one, other) => one.at.localeCompare(other.at));
}

const clock = (at) => {
  const day = new Date(at);
  const isToday = day.toDateString() === new Date().toDateString();
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(isToday ? {} : { day: "numeric", month: "long", year: "numeric" }) };
  return day.toLocaleString(document.documentElement.lang, form);
};

async function tell() {
  const found = await list();
  here.hidden = !found.length;
  here.classList.toggle("message", Boolean(found.length));
  if (!found.length) return;
  const one = found.length === 1 ? "One" : "";
  const said = words[(found.every((each) => each.kind === "answer") ? "answers" : "texts") + one];
  const named = found.slice(-5).map((each) => `${each.name}, ${clock(each.at)}`).join(" · ");
  const see = Object.assign(document.createElement("a"), { href: words.address, textContent: words.see });
  here.replaceChildren(said.replace("{count}", found.length).replace("{list}", named), " ", ...(words.address ? [see] : []));
}

// --- what a person reads of it, and what is sent

const label = (field) => field?.labels?.[0]?.textContent.trim().replace(/[ \t\r\n]+/g, " ").replace(/ ?\*$/, "") ?? "";
function saidOf(fields) {
  const shown = fields.filter((each) => each.name && each.value && !["hidden", "submit"].includes(each.type));
  return shown.flatMap((each) => {
    if (["radio", "checkbox"].includes(each.type)) return each.checked ? [["", label(each)]] : [];
    if (each.selectedOptions) return [...each.selectedOptions].filter((one) => one.value).map((one) => [label(each), one.text.trim()]);
    return [[label(each), each.value]];
  });
}

function numberOf(form) {
  const field = form.elements.operation ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "operation" }));
  return (field.value ||= crypto.randomUUID());
}
// A form that holds several texts: by its own number the next page knows which of them were sent with it.
async function sendWith(form) {
  if (!can) return;
  // No sooner than the event is over: until then a form is not sent again.
  await pause(0);
  await Promise.race([line, pause(2000)]);
  sessionStorage.setItem(numberOf(form), JSON.stringify([...numbers.values()]));
}
const sentWith = (number) => JSON.parse(sessionStorage.getItem(number) ?? "[]");

function watch(form) {
  const came = Boolean(form.elements.operation?.value);
  const number = numberOf(form);
  const written = () => JSON.stringify([...new FormData(form)]);
  const before = written();
  const address = new URL(form.action, location).pathname + new URL(form.action, location).search;
  const hold = () => keep(number, number, "text", form.dataset.waits, { address, fields: [...new FormData(form)], said: saidOf([...form.elements]) });
  let timer = 0;
  let isSealed = false;
  // Refused, or brought back after signing in: from now on this page looks after it.
  if (came) hold();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => (came || written() !== before ? hold() : drop(number)), 300);
  });
  form.addEventListener("submit", async (event) => {
    if (isSealed) return;
    event.preventDefault();
    clearTimeout(timer);
    await pause(0);
    await Promise.race([hold(), pause(2000)]);
    isSealed = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("pageshow", () => (isSealed = false));
}

globalThis.waiting = { can, keep, drop, forget, list, tell, clock, saidOf, sendWith, sentWith };
if (isAble) {
  navigator.locks.request(tab, () => new Promise(() => undefined));
  const [, name, stored] = cookie("stored");
  if (stored) {
    for (const number of [stored, ...sentWith(stored)]) forget(number);
    document.cookie = `${name}=; Max-Age=0; Path=/${name.startsWith("__") ? "; Secure" : ""}`;
  }
  if (can) for (const form of document.querySelectorAll("form[data-waits]")) watch(form);
  tell().catch(() => undefined);
}
