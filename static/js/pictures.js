// Gives each picture of a page away: its address, and all that is drawn as an SVG or a PNG. Without script a picture's row
// is a link to the picture.
for (const row of document.querySelectorAll("[data-picture]")) {
  const link = row.querySelector("a");
  const say = (words) => { row.querySelector("[role=status]").textContent = words; };
  link.addEventListener("click", (event) => {
    // Where there is no clipboard it stays a link: the address then stands in the browser's bar.
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(() => say(row.dataset.copied), () => location.assign(link.href));
  });
  for (const button of row.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      say("");
      save(row, button.value).catch(() => say(row.dataset.failed));
    });
  }
}

async function save(row, kind) {
  const parts = row.dataset.picture.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const [canvas] = parts.filter((part) => part.matches(".chart-canvas"));
  const { drawn } = await import(row.dataset.script);
  const sheet = drawn(row, parts);
  let text = new XMLSerializer().serializeToString(sheet.svg);
  if (canvas) {
    const size = { format: "svg", width: canvas.clientWidth, height: Number(canvas.dataset.height) };
    const chart = decodeURIComponent((await window.Plotly.toImage(canvas, size)).replace(/^[^,]*,/, ""));
    // Put in as it is: what Plotly writes has style attributes, which this page's policy would take off.
    text = text.replace('<g id="chart"/>', () => chart.replace(/^<\?xml[^>]*>/, ""));
  }
  const whole = new Blob([text], { type: "image/svg+xml" });
  const made = document.createElement("a");
  made.download = `${named([document.title.split(" · ")[0], row.dataset.name].join(" "))}.${kind}`;
  made.href = URL.createObjectURL(kind === "svg" ? whole : await painted(whole, sheet));
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
}

// Letters without their accents, digits and hyphens: a name that every system keeps.
const named = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^A-Za-z0-9]+/g, "-")
  .replace(/^-|-$/g, "").toLowerCase().slice(0, 80);

async function painted(whole, { width, height }) {
  const image = new Image();
  image.src = URL.createObjectURL(whole);
  await image.decode();
  const canvas = document.createElement("canvas");
  // Sharp when enlarged, and within what a browser can hold.
  const scale = Math.min(2, 16_000 / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}
