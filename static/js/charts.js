// Draws each chart when it comes into view; on a slow or data-saving link, on a button. The table stands in meanwhile.
const link = navigator.connection ?? {};
const slow = link.saveData || ["slow-2g", "2g", "3g"].includes(link.effectiveType);
let library;

function loaded(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

async function draw(canvas) {
  if (canvas.dataset.drawn) return;
  canvas.dataset.drawn = "yes";
  await loaded(canvas.dataset.script);
  const figure = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  // On a narrow screen the names of the rounds stand aslant, with the room they need below.
  for (const [name, axis] of Object.entries(figure.layout)) {
    if (name.startsWith("xaxis")) Object.assign(axis, { automargin: true }, canvas.clientWidth < 480 && { tickangle: -45 });
  }
  const config = { displayModeBar: false, displaylogo: false, responsive: true, showSendToCloud: false, plotlyServerURL: "" };
  await window.Plotly.newPlot(canvas, figure.data, figure.layout, config);
  canvas.dataset.ready = "yes";
}

// Paper has its own width, in CSS pixels (A4 across, without its margins), and less height to give.
const PAPER = { width: 990, height: 0.8 };
const redraw = (size) => {
  for (const canvas of document.querySelectorAll("[data-ready]")) window.Plotly.relayout(canvas, size(Number(canvas.dataset.height)));
};
window.addEventListener("beforeprint", () => redraw((height) => ({ width: PAPER.width, height: PAPER.height * height })));
window.addEventListener("afterprint", () => redraw((height) => ({ width: null, autosize: true, height })));

function offer(canvas) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary";
  button.textContent = canvas.dataset.offer;
  button.addEventListener("click", () => {
    button.remove();
    draw(canvas);
  });
  canvas.append(button);
}

for (const canvas of document.querySelectorAll("[data-chart]")) {
  if (slow) {
    offer(canvas);
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
