// Saves each answer soon after it is given, and says in words how saving stands. The form works without this.
const WAIT = 1200;
const RETRY = 5000;
const form = document.querySelector("[data-score]");
const state = document.querySelector("[data-save-state]");
const words = state.dataset;
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.split("=")[1] ?? "";

const atFirst = state.firstChild.data.trim();
let said = atFirst;

// The same words again are not put there again: a screen reader would read them out at every retry.
function say(text, trouble = false, ...more) {
  if (text === said) return;
  said = text;
  state.replaceChildren(text, ...more);
  state.dataset.state = trouble ? "trouble" : "";
}

class Answer {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.code = fieldset.dataset.answer;
    this.version = fieldset.querySelector("[data-version]");
    this.problem = fieldset.querySelector("[data-problem]");
    this.timer = null;
    this.busy = false;
    this.blocked = false;
    this.refreshed = false;
    // What the server put here, not what is here: over a slow link somebody answers before this script arrives.
    this.sent = this.content(true);
    if (this.changed) this.plan(WAIT);
    fieldset.addEventListener("input", () => this.plan(WAIT));
    fieldset.addEventListener("change", (event) => this.plan(event.target.matches("textarea, [type=text], [type=url]") ? 0 : WAIT / 4));
  }

  fields(asServed = false) {
    const chosen = asServed ? "defaultChecked" : "checked";
    return [...this.fieldset.elements].filter(
      (field) => field.name && field !== this.version && (!["radio", "checkbox"].includes(field.type) || field[chosen]),
    );
  }

  content(asServed = false) {
    return this.fields(asServed).map((field) => `${field.name}=${asServed ? served(field) : field.value}`).join("\n");
  }

  value(name) {
    const field = this.fields().find((each) => each.name === `${this.code}-${name}`);
    return field ? field.value : "";
  }

  get changed() {
    return this.content() !== this.sent;
  }

  // Something that can be understood as an answer: a doubt or a basis alone waits for it.
  get saveable() {
    return Boolean(this.value("choice") || this.value("word") || (this.value("range_lo") && this.value("range_hi")));
  }

  plan(delay, again = false) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(again), delay);
  }

  async save(again = false) {
    if (this.busy) return this.plan(WAIT);
    if (!this.changed && said === words.incomplete) say(atFirst);
    if (!this.changed || this.blocked) return undefined;
    if (!this.saveable) return say(words.incomplete, true);
    const content = this.content();
    // The same operation again gets the same reply: a retry after a lost answer writes nothing twice.
    if (content !== this.tried) [this.tried, this.operation] = [content, crypto.randomUUID?.() ?? uuid()];
    const body = new URLSearchParams(this.fields().map((field) => [field.name, field.value]));
    body.set(this.version.name, this.version.value);
    body.set("op_id", this.operation);
    this.busy = true;
    if (!again) say(words.saving);
    try {
      const reply = await fetch(`${this.fieldset.dataset.address}?lang=${document.documentElement.lang}`, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
        keepalive: body.toString().length < 60000,
      });
      this.take(reply.status, await reply.json(), content);
    } catch {
      say(words.offline, true);
      this.plan(RETRY, true);
    } finally {
      this.busy = false;
    }
    return undefined;
  }

  take(status, reply, content) {
    this.note("");
    if (status === 200) {
      this.version.value = reply.version;
      this.sent = content;
      this.refreshed = false;
      say(reply.said);
      progress();
      if (this.changed) this.plan(WAIT);
    } else if (status === 409 && reply.version) {
      this.blocked = true;
      say(words.conflict, true);
      this.choose(reply);
    } else if (status === 401) {
      const link = document.createElement("a");
      [link.href, link.target, link.textContent] = [words.signInAddress, "_blank", words.signIn];
      say(reply.error, true, " ", link);
      this.plan(RETRY, true);
    } else if (status === 403 && !this.refreshed) {
      // The form's key may have expired: this page, asked for again, brings a new one.
      this.refreshed = true;
      fetch(location.href).finally(() => this.plan(0, true));
    } else {
      say(words.waiting, true);
      this.note(reply.error);
      if (status >= 500) this.plan(RETRY, true);
    }
  }

  note(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  choose(reply) {
    const box = document.createElement("div");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const said = document.createElement("p");
    said.textContent = reply.error;
    const mine = button(words.mine, () => {
      this.version.value = reply.version;
      this.blocked = false;
      this.tried = null;
      box.remove();
      this.save();
    });
    const theirs = button(words.theirs, () => {
      this.sent = this.content();
      location.reload();
    });
    box.append(said, mine, " ", theirs);
    this.problem.after(box);
  }
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
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const answers = [...form.querySelectorAll("[data-answer]")].map((fieldset) => new Answer(fieldset));

function progress() {
  const place = document.querySelector("[data-progress]");
  const answered = answers.filter((answer) => Number(answer.version.value) > 0).length;
  place.textContent = place.dataset.progress.replace("{answered}", answered).replace("{total}", place.dataset.total);
}

let leaving = false;
form.addEventListener("submit", () => {
  leaving = true;
  // Signing in again in another window gave a new key.
  form.elements.csrfmiddlewaretoken.value = cookie("csrftoken") || form.elements.csrfmiddlewaretoken.value;
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && answers.some((answer) => answer.changed)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) answers.forEach((answer) => answer.save());
});
window.addEventListener("online", () => answers.forEach((answer) => answer.save()));

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
