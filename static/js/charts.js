// Draws each chart when it comes into view; on a slow or data-saving link, on a button. The table stands in meanwhile.
// What a fold holds is fetched once it is opened, so that paper, which does not wait, has the charts nobody scrolled to.
const link = navigator.connection ?? {};
const slow = link.saveData || ["slow-2g", "2g", "3g"].includes(link.effectiveType);
const config = { displayModeBar: false, displaylogo: false, responsive: true, showSendToCloud: false, plotlyServerURL: "" };
// Charts on paper are drawn smaller (site.css: three quarters), as wide as A4 across or, side by side, as half of it.
const PAPER = { whole: 1340, half: 640 };
const figures = new WeakMap();
let library;

function loaded(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => {
      library = undefined;
      script.remove();
      reject(new Error("the library did not arrive"));
    };
    document.head.append(script);
  });
  return library;
}

async function fetched(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

// A chart's figure and the library, asked for once: whoever comes later waits for the same answer.
function fetchedOnce(canvas) {
  const before = figures.get(canvas);
  if (before) return before.coming;
  const kept = { coming: Promise.all([fetched(canvas.dataset.figure), loaded(canvas.dataset.script)]) };
  kept.coming.then(([figure]) => { kept.figure = figure; }, () => {});
  figures.set(canvas, kept);
  return kept.coming;
}

// Plotly draws at once; what it returns only says whether that went well.
function plot(canvas, figure) {
  // On a narrow screen the names of the rounds stand aslant, with the room they need below.
  const rounds = Object.values(figure.layout).filter((axis) => axis?.type === "category");
  for (const axis of rounds) Object.assign(axis, { automargin: true }, canvas.clientWidth < 480 && { tickangle: -45 });
  canvas.replaceChildren();
  const plotted = window.Plotly.newPlot(canvas, figure.data, figure.layout, config);
  canvas.dataset.height = figure.layout.height;
  canvas.style.minHeight = "";
  // When the window changes, Plotly takes the height of what it stands in.
  canvas.style.height = `${figure.layout.height}px`;
  // A picture to those who hear the page: named by its finding, told by its sentences.
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-labelledby", canvas.dataset.title);
  canvas.setAttribute("aria-describedby", canvas.dataset.sentences);
  canvas.dataset.ready = "yes";
  leads(canvas);
  return plotted;
}

async function draw(canvas) {
  if (canvas.dataset.drawing) return;
  canvas.dataset.drawing = "yes";
  canvas.setAttribute("aria-busy", "true");
  try {
    const [figure] = await fetchedOnce(canvas);
    if (!canvas.dataset.ready) await plot(canvas, figure);
  } catch {
    window.Plotly?.purge(canvas);
    // Whoever tries again asks again.
    figures.delete(canvas);
    delete canvas.dataset.ready;
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = canvas.dataset.failed;
    canvas.style.minHeight = "";
    canvas.replaceChildren(said, button(canvas, canvas.dataset.again));
  } finally {
    delete canvas.dataset.drawing;
    canvas.removeAttribute("aria-busy");
  }
}

// A click on a mark leads to the answers behind it. Under a finger it shows the words alone: the table has the links.
function leads(canvas) {
  if (!window.matchMedia("(hover: hover)").matches) return;
  const found = ({ points }) => points.map((point) => point.customdata).find((to) => /^[\w-]+\/[\w-]+\/$/.test(to));
  canvas.on("plotly_hover", (event) => canvas.classList.toggle("leads", Boolean(found(event))));
  canvas.on("plotly_unhover", () => canvas.classList.remove("leads"));
  canvas.on("plotly_click", (event) => {
    const to = found(event);
    if (to) location.assign(canvas.dataset.leads + to);
  });
}

function button(canvas, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-primary mb-2";
  made.textContent = words;
  made.addEventListener("click", () => {
    made.disabled = true;
    // Whoever tried in vain can try again from where they are.
    draw(canvas).then(() => canvas.querySelector("button")?.focus());
  });
  return made;
}

const redraw = (size) => {
  for (const canvas of document.querySelectorAll("[data-ready]")) window.Plotly.relayout(canvas, size(canvas));
};
const isFolded = (canvas) => canvas.closest("details:not([open])");
const onPaper = (canvas) => ({ width: canvas.closest(".two-columns") ? PAPER.half : PAPER.whole });
window.addEventListener("beforeprint", () => {
  for (const canvas of document.querySelectorAll("[data-figure]:not([data-ready])")) {
    const figure = figures.get(canvas)?.figure;
    if (figure && !isFolded(canvas)) plot(canvas, figure).catch(() => {});
  }
  redraw(onPaper);
});
window.addEventListener("afterprint", () => redraw(({ dataset }) => ({ width: null, autosize: true, height: Number(dataset.height) })));

document.addEventListener("toggle", ({ target }) => {
  if (slow || !target.open) return;
  for (const canvas of target.querySelectorAll("[data-figure]")) if (!isFolded(canvas)) fetchedOnce(canvas);
}, true);

for (const canvas of document.querySelectorAll("[data-figure]")) {
  if (slow) {
    canvas.append(button(canvas, canvas.dataset.offer));
    continue;
  }
  canvas.style.minHeight = `${canvas.dataset.height}px`;
  const whenIdle = window.requestIdleCallback ?? ((run) => setTimeout(run, 1));
  new IntersectionObserver((entries, watcher) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      watcher.disconnect();
      whenIdle(() => draw(canvas));
    }
  }).observe(canvas);
}
