// Makes a photo smaller before it is sent, and says at once what is too large; without script all is sent as it is.
const LONGEST = 2000;
const form = document.querySelector("[data-evidence]");
const field = form?.querySelector("input[type=file]");
const state = form?.querySelector("[data-evidence-state]");
const most = Number(form?.dataset.evidence) * 1024 * 1024;

const smaller = async (file) => {
  const picture = await createImageBitmap(file);
  const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width * share, picture.height * share].map(Math.round);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
};

const choose = async () => {
  const file = field.files[0];
  const blob = file?.type.startsWith("image/") && (await smaller(file).catch(() => null));
  if (file !== field.files[0]) return;
  if (blob && blob.size < file.size) {
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], "photo.jpg", { type: blob.type }));
    field.files = chosen.files;
    const size = Math.ceil(blob.size / 1024).toLocaleString(document.documentElement.lang);
    state.textContent = state.dataset.smaller.replace("{size}", `${size} kB`);
    state.className = "sub";
  } else {
    state.textContent = file && file.size > most ? state.dataset.tooLarge : "";
    state.className = "field-problem";
  }
};

let making;
field?.addEventListener("change", () => {
  const mine = choose().finally(() => { if (making === mine) making = undefined; });
  making = mine;
});
form?.addEventListener("submit", (event) => {
  const isTooLarge = field.files[0]?.size > most;
  if (making || isTooLarge) event.preventDefault();
  if (making) making.then(() => form.requestSubmit());
  else if (isTooLarge) field.focus();
});
