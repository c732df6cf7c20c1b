// A form that a passkey answers: the browser is asked the server's question, and its answer is sent with the form.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

async function create(question) {
  const user = { ...question.user, id: bytes(question.user.id) };
  const excludeCredentials = known(question.excludeCredentials);
  const publicKey = { ...question, challenge: bytes(question.challenge), user, excludeCredentials };
  const made = await navigator.credentials.create({ publicKey });
  return answer(made, {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
  });
}

async function get(question) {
  const allowCredentials = known(question.allowCredentials);
  const found = await navigator.credentials.get({
    publicKey: { ...question, challenge: bytes(question.challenge), allowCredentials },
  });
  return answer(found, {
    clientDataJSON: text(found.response.clientDataJSON),
    authenticatorData: text(found.response.authenticatorData),
    signature: text(found.response.signature),
  });
}

function answer(credential, response) {
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = form.querySelector("[data-passkey-button]");
  const failed = form.querySelector("[data-passkey-failed]");
  button.hidden = false;
  form.querySelector("[data-passkey-missing]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const ask = form.dataset.passkey === "create" ? create : get;
      form.elements.credential.value = await ask(JSON.parse(form.dataset.question).publicKey);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
