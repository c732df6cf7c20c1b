// Saves each answer soon after it is given, and says in words what is not saved. The form works without this.
const WAIT = 1200;
const RETRY = 5000;
const LONGEST = 60000;
const SEAL = 300;
const form = document.querySelector("[data-score]");
const state = document.querySelector("[data-save-state]");
const words = state.dataset;
// In production the cookie's name says that only this host can have set it.
const key = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/)?.[1] ?? "";
const { waiting } = globalThis;
const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });

// Of what is not saved: the words that say why. What is merely on its way needs no attention.
const WHY = {
  incomplete: words.whyIncomplete,
  reason: words.whyReason,
  offline: words.whyOffline,
  later: words.whyLater,
  away: words.whyAway,
  conflict: words.whyConflict,
  refused: words.whyRefused,
};
const KEPT = ["offline", "later", "away"];
let saved = "";

// “Saved” stands there only when nothing is changed, waiting, in conflict or refused; else what is open, with links.
function tell() {
  const open = answers.map((answer) => [answer, answer.why]).filter(([, why]) => why);
  const trouble = open.filter(([, why]) => WHY[why]);
  if (!open.length) return say([saved || words.script], saved ? "saved" : "");
  if (!trouble.length) return say([open.every(([, why]) => why === "waiting") ? words.waiting : words.saving]);
  const parts = [words.open];
  for (const [answer, why] of trouble) parts.push(parts.length > 1 ? ", " : " ", answer.link, ` (${WHY[why]})`);
  parts.push(".");
  if (trouble.some(([, why]) => KEPT.includes(why))) parts.push(` ${waiting?.can ? words.waits : words.kept}`);
  if (trouble.some(([, why]) => why === "away")) {
    parts.push(" ", Object.assign(link(words.signInAddress, words.signIn), { target: "_blank" }));
  }
  return say(parts, "trouble");
}

// The same words again are not put there again: a screen reader would read them out at every retry.
function say(parts, how = "") {
  const text = parts.map((part) => part.textContent ?? part).join("");
  state.dataset.state = how;
  if (text === state.textContent) return;
  state.replaceChildren(...parts);
}

class Answer {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.code = fieldset.dataset.answer;
    this.name = fieldset.dataset.name;
    this.version = fieldset.querySelector("[data-version]");
    this.problem = fieldset.querySelector("[data-problem]");
    // An operation without its reply: it is repeated as it was before anything newer is sent.
    this.pending = null;
    // The number of the operation that comes next: what waits on the device is known by it, too.
    this.next = null;
    this.tries = 0;
    this.trouble = "";
    const unsaved = fieldset.dataset.unsaved;
    // What the server put here, not what is here: over a slow link somebody answers before this script arrives.
    this.sent = unsaved ? null : this.content(true);
    this.refused = unsaved === "refused" ? this.content() : null;
    this.conflict = unsaved === "conflict" ? fieldset.querySelector(".conflict") : null;
    if (this.conflict) this.offer(this.version.value);
    if (this.changed) this.plan(WAIT);
    if (unsaved) this.seal();
    fieldset.addEventListener("input", () => this.plan(WAIT));
    fieldset.addEventListener("change", (event) => this.plan(event.target.matches("textarea, [type=text], [type=url]") ? 0 : WAIT / 4));
    const reason = this.field("na_reason");
    fieldset.addEventListener("change", ({ target }) => {
      if (!target.matches("[type=radio]")) return;
      this.asked = false;
      if (this.missing === "reason") reason.focus();
    });
    // A reason is asked for once its field was left without one, not while it is being thought of.
    reason.addEventListener("blur", () => document.hasFocus() && this.ask());
  }

  field(name) {
    return this.fieldset.querySelector(`[name="${this.code}-${name}"]`);
  }

  // The first field that is refused, else the criterion.
  get link() {
    const wrong = this.why === "refused" && this.fieldset.querySelector("[aria-invalid]");
    const to = link(`#${wrong ? wrong.id : this.code}`, `${this.name} `);
    to.append(Object.assign(document.createElement("span"), { className: "code", textContent: this.code }));
    return to;
  }

  ask() {
    if (this.missing !== "reason") return;
    this.asked = true;
    this.say({ na_reason: words.askReason });
    tell();
  }

  fields(asServed = false) {
    const chosen = asServed ? "defaultChecked" : "checked";
    return [...this.fieldset.elements].filter(
      (field) => field.name && field !== this.version && field.type !== "submit" && (!["radio", "checkbox"].includes(field.type) || field[chosen]),
    );
  }

  content(asServed = false) {
    return this.fields(asServed).map((field) => `${field.name}=${asServed ? served(field) : field.value}`).join("\n");
  }

  value(name) {
    return this.fields().find((field) => field.name === `${this.code}-${name}`)?.value.trim() ?? "";
  }

  get changed() {
    return this.content() !== this.sent;
  }

  // What still has to be entered before the server can understand an answer; empty where nothing has.
  get missing() {
    if (this.value("choice") === "not_applicable") return this.value("na_reason") ? "" : "reason";
    return this.value("choice") || this.value("word") || (this.value("range_lo") && this.value("range_hi")) ? "" : "incomplete";
  }

  // Why this criterion is not saved; empty where it is.
  get why() {
    if (this.conflict) return "conflict";
    if (this.pending) return this.trouble || "saving";
    if (!this.changed) return "";
    if (this.content() === this.refused) return "refused";
    if (this.missing === "reason" && !this.asked) return "waiting";
    return this.missing || "saving";
  }

  plan(delay) {
    if (this.asked && this.missing !== "reason") {
      this.asked = false;
      this.say({});
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
    clearTimeout(this.sealing);
    this.sealing = setTimeout(() => this.seal(), SEAL);
    tell();
  }

  // What is not saved yet waits on the device, for when this page is no more; what is saved does not.
  seal() {
    clearTimeout(this.sealing);
    if (!waiting?.can) return undefined;
    if (!this.changed && !this.pending) return waiting.drop(this.code);
    const isOnItsWay = this.pending?.content === this.content();
    this.next ??= uuid();
    const fields = [...this.fields(), this.version];
    return waiting.keep(this.code, isOnItsWay ? this.pending.number : this.next, "answer", words.criterion.replace("{code}", this.code), {
      address: location.pathname,
      fields: fields.map((field) => [field.name, field.value]),
      // Of a source line nothing is said before it has a title.
      said: waiting.saidOf(fields.filter(({ name }) => !name.endsWith("-kind") || this.value(name.slice(this.code.length + 1).replace("kind", "title")))).map(([label, value]) => [label || this.name, value]),
      after: this.pending && !isOnItsWay ? this.pending.number : "",
    });
  }

  retry() {
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.min(RETRY * 2 ** (this.tries - 1), LONGEST));
  }

  async save() {
    clearTimeout(this.timer);
    if (this.busy) return this.busy;
    if (!this.pending && this.why === "saving") this.pending = this.operation();
    if (this.pending && !this.conflict) {
      this.busy = this.send();
      tell();
      await this.busy;
      this.busy = null;
    }
    return tell();
  }

  operation() {
    const body = new URLSearchParams(this.fields().map((field) => [field.name, field.value]));
    body.set(this.version.name, this.version.value);
    const number = this.next ?? uuid();
    this.next = null;
    body.set("op_id", number);
    // Whose page this is: nobody else who is signed in meanwhile stores it.
    body.set("written_by", form.elements.written_by.value);
    return { number, content: this.content(), body: body.toString() };
  }

  async send() {
    try {
      const reply = await fetch(`${this.fieldset.dataset.address}?lang=${document.documentElement.lang}`, {
        method: "POST",
        body: this.pending.body,
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": key() },
        keepalive: this.pending.body.length < 60000,
      });
      this.take(reply.status, await reply.json());
    } catch {
      this.wait("offline");
    }
  }

  wait(trouble) {
    this.trouble = trouble;
    this.retry();
  }

  take(status, reply) {
    const { content } = this.pending;
    const refused = reply.fields ?? {};
    const isWhole = !Object.keys(refused).length;
    this.note("");
    this.say(refused);
    if (status === 200) {
      // A refused detail holds back nothing else: only that is still open then.
      [this.pending, this.tries, this.trouble, this.refused] = [null, 0, "", isWhole ? null : content];
      [this.version.value, this.sent, saved] = [reply.version, isWhole ? content : null, reply.said];
      // What this page began has an address of its own now: once discarded, nothing begins again by itself.
      for (const { fieldset, code } of answers) fieldset.dataset.address = reply.address.replace(`/${this.code}/`, `/${code}/`);
      progress();
      if (this.changed) this.plan(WAIT);
      this.seal();
    } else if (status === 409 && reply.version) {
      this.pending = null;
      this.choose(reply);
    } else if ([401, 403, 404].includes(status)) {
      this.wait("away");
      // Signing in brings this one back no more.
      if (status === 404) this.note(reply.error);
      // The form's key may have expired: this page, asked for again, brings a new one.
      if (status === 403 && this.tries === 1) fetch(location.href).finally(() => this.save());
    } else {
      if (isWhole) this.note(reply.error);
      if (status >= 500) return this.wait("later");
      [this.pending, this.refused] = [null, content];
    }
    return undefined;
  }

  note(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  // What is wrong stands beside each field, which shows then; the rest is as the reader left it.
  say(refused) {
    for (const said of this.fieldset.querySelectorAll(".field-problem:not([data-problem])")) said.remove();
    for (const field of this.fieldset.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      describe(field, "");
    }
    for (const [name, text] of Object.entries(refused)) {
      const field = this.field(name);
      const id = `${field.id}-problem`;
      const said = Object.assign(document.createElement("p"), { className: "field-problem", id, textContent: text });
      const place = field.closest("[data-field]");
      if (place) place.prepend(said);
      else this.fieldset.querySelector(".levels").before(said);
      field.setAttribute("aria-invalid", "true");
      describe(field, id);
    }
  }

  choose(reply) {
    this.conflict = document.createElement("div");
    this.conflict.className = "conflict";
    this.conflict.setAttribute("role", "alert");
    const said = document.createElement("p");
    said.textContent = reply.error;
    const theirs = button(words.theirs, () => this.takeStored());
    this.conflict.append(said, theirs);
    this.problem.after(this.conflict);
    this.offer(reply.version);
  }

  // Puts “keep mine” first: mine is then saved over the version that stands there.
  offer(version) {
    const mine = button(words.mine, () => {
      this.version.value = version;
      this.conflict.remove();
      [this.conflict, this.refused] = [null, null];
      this.save();
    });
    this.conflict.querySelector("button").before(mine, " ");
  }

  // The stored answer stands here; what was entered is shown beside it as not applied. Other criteria are not touched.
  async takeStored() {
    const body = new URLSearchParams(this.fields().map((field) => [field.name, field.value]));
    body.set("take", this.code);
    try {
      const reply = await fetch(location.href, { method: "POST", body, headers: { "X-CSRFToken": key() } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById(this.code);
      if (!fresh) return this.note(words.whyAway);
      fresh.className = this.fieldset.className;
      this.fieldset.replaceWith(fresh);
      waiting?.drop(this.code);
      answers[answers.indexOf(this)] = new Answer(fresh);
      progress();
    } catch {
      this.note(words.whyOffline);
    }
    return tell();
  }
}

// A level is described by what it means, too.
function describe(field, problem) {
  const ids = [problem, field.dataset.described].filter(Boolean).join(" ");
  if (ids) field.setAttribute("aria-describedby", ids);
  else field.removeAttribute("aria-describedby");
}

function served(field) {
  if (field.type !== "select-one") return ["radio", "checkbox"].includes(field.type) ? field.value : field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}

function button(text, act) {
  const made = document.createElement("button");
  [made.type, made.className, made.textContent] = ["button", "btn btn-outline-primary", text];
  made.addEventListener("click", act);
  return made;
}

// randomUUID exists only on secure addresses.
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const answers = [];
// What came back after signing in is stored by its person's press only: there this script does nothing by itself.
if (!("kept" in form.dataset)) {
  for (const fieldset of form.querySelectorAll("[data-answer]")) answers.push(new Answer(fieldset));
  tell();
  // What was sent with the whole form and came back is looked after by this page from now on.
  const came = form.elements.operation?.value;
  if (came && waiting?.can) for (const number of [came, ...waiting.sentWith(came)]) waiting.forget(number);
}

function progress() {
  const place = document.querySelector("[data-progress]");
  const answered = answers.filter((answer) => Number(answer.version.value) > 0).length;
  place.textContent = place.dataset.progress.replace("{answered}", answered).replace("{total}", place.dataset.total);
}

let leaving = false;
form.addEventListener("submit", async (event) => {
  const { submitter } = event;
  if (submitter?.name === "take") {
    event.preventDefault();
    answers.find((answer) => answer.code === submitter.value).takeStored();
    return;
  }
  const unheard = () => answers.filter((answer) => answer.pending && answer.trouble !== "away");
  if (!leaving && (unheard().length || waiting?.can)) {
    // Something was sent and its reply has not come: first that, or its sender would be in conflict with themselves.
    event.preventDefault();
    while (unheard().length) {
      await Promise.all(unheard().map((answer) => answer.save()));
      if (unheard().some((answer) => answer.trouble)) return;
    }
    for (const answer of answers) answer.seal();
    await waiting?.sendWith(form);
    leaving = true;
    form.requestSubmit(submitter);
    return;
  }
  leaving = true;
  // Signing in again in another window gave a new key.
  form.elements.csrfmiddlewaretoken.value = key() || form.elements.csrfmiddlewaretoken.value;
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && answers.some((answer) => answer.why)) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
const again = () =>
  answers.forEach((answer) => {
    answer.seal();
    answer.save();
  });
document.addEventListener("visibilitychange", again);
for (const event of ["online", "focus"]) window.addEventListener(event, again);

// A source line is followed by an empty one as soon as it has a title.
form.addEventListener("input", (event) => {
  const line = event.target.closest(".source-line");
  if (!line || line.nextElementSibling?.matches(".source-line") || !event.target.name.endsWith("-title")) return;
  const number = Number(event.target.name.match(/source-(\d+)-/)[1]);
  if (number >= 9) return;
  const next = line.cloneNode(true);
  for (const part of next.querySelectorAll("[name], [id], [for]")) {
    for (const name of ["name", "id", "for"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(`source-${number}-`, `source-${number + 1}-`));
    }
    if (part.matches("input")) part.value = "";
  }
  next.setAttribute("aria-label", line.getAttribute("aria-label").replace(number + 1, number + 2));
  line.after(next);
});

document.querySelector("[data-focus]")?.focus();
