// Draws a picture of the page once more as one SVG that stands alone: what the style sheet says is written into it, the
// scheme is the light one, its title stands above and where it is from below. Loaded when a file is first asked for.
const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const LEAST = 320;
const FAMILY = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
const INK = "#16202c";
const QUIET = "#4e5a68";
// What a style sheet says of a mark, and what holds where it says nothing. What is inherited is written where it changes.
const INHERITED = {
  fill: "rgb(0, 0, 0)", "fill-opacity": "1", stroke: "none", "stroke-width": "1px", "stroke-opacity": "1",
  "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter", "paint-order": "normal",
  "font-size": "", "font-weight": "400", "text-anchor": "start",
};
const OWN = { opacity: "1", "stop-color": "rgb(0, 0, 0)", "stop-opacity": "1" };
const pen = document.createElement("canvas").getContext("2d");

// The scheme is the page's for the time of one task: nothing of it is painted.
function inLight(make) {
  const { dataset } = document.documentElement;
  const before = dataset.bsTheme;
  dataset.bsTheme = "light";
  try {
    return make();
  } finally {
    if (before === undefined) delete dataset.bsTheme;
    else dataset.bsTheme = before;
  }
}

const said = (element) => element.innerText.split(/\s*\n+\s*/).filter(Boolean).join(", ");

/** Returns the SVG of these elements, one below the other, with its width and height. */
export const drawn = (row, parts) => inLight(() => framed(row, parts));

function framed(row, parts) {
  const titles = row.dataset.title.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const sheet = { group: made("g"), defs: made("defs"), titles, right: 0, bottom: 0 };
  for (const part of parts) draw(part, sheet, parts[0]);
  const width = Math.ceil(Math.max(sheet.right, LEAST)) + 2 * MARGIN;
  const about = [...document.querySelectorAll("[data-about]")].map(said);
  const notes = [...document.querySelectorAll("main [data-origin]")].map((each) => said(each).replace(/,? *:,? */, ": "));
  const svg = made("svg", { xmlns: SVG, width, "font-family": FAMILY });
  const heading = titles.map(said).join(" – ");
  const title = made("title");
  title.textContent = heading;
  const ground = made("rect", { width, fill: "#ffffff" });
  svg.append(title, sheet.defs, ground);
  let y = written(svg, heading, { y: MARGIN, width, size: 18, weight: 600, fill: INK });
  sheet.group.setAttribute("transform", `translate(${MARGIN} ${y + 12})`);
  svg.append(sheet.group);
  y += 12 + sheet.bottom + 12;
  const printed = document.querySelector("[data-printed]").textContent.replace(/\s+/g, " ").trim();
  const source = [document.title.split(" · ")[0], ...about, printed];
  for (const line of [...new Set(notes), source.join(" · ")]) {
    y = written(svg, line, { y, width, size: 12, weight: 400, fill: QUIET });
  }
  const height = Math.ceil(y + MARGIN / 2);
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  ground.setAttribute("height", height);
  return { svg, width, height };
}

function made(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") element.setAttribute(key, value);
  return element;
}

// A paragraph of the file's own, over as many lines as it needs; returns where the next begins.
function written(svg, words, { y, width, size, weight, fill }) {
  pen.font = `${weight} ${size}px ${FAMILY}`;
  const room = width - 2 * MARGIN;
  const fits = (line) => pen.measureText(line).width <= room;
  const lines = [""];
  for (const word of words.split(/[ \n]+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (fits(longer)) lines[lines.length - 1] = longer;
    else if (fits(word)) lines.push(word);
    // An address breaks where the line ends.
    else lines.push(...pieces(word, fits));
  }
  for (const line of lines) {
    const text = made("text", { x: MARGIN, y: y + size, "font-size": size, "font-weight": weight, fill });
    text.textContent = line;
    svg.append(text);
    y += size * 1.4;
  }
  return y;
}

function pieces(word, fits) {
  const found = [""];
  for (const each of word) {
    if (fits(found.at(-1) + each)) found[found.length - 1] += each;
    else found.push(each);
  }
  return found;
}

// One part of the picture below those before it; what explains the first is as wide as this.
function draw(part, sheet, first) {
  const left_out = [...part.querySelectorAll(".no-print"), ...sheet.titles.filter((each) => part.contains(each))];
  const stuck = [...part.querySelectorAll("*")].filter((each) => getComputedStyle(each).position === "sticky");
  // What is left out leaves no room; what follows the reader down the page, or is as high as its neighbour, is itself again.
  const changes = [
    ...left_out.map((each) => [each, "display", "none"]),
    ...stuck.map((each) => [each, "position", "static"]),
    [part, "alignSelf", "start"],
    ...(part === first ? [] : [[part, "width", `${first.getBoundingClientRect().width}px`]]),
  ];
  for (const [each, name, value] of changes) each.style[name] = value;
  const scrolled = part.closest(".scroll");
  const before = scrolled?.scrollLeft;
  if (scrolled) scrolled.scrollLeft = 0;
  const { left, top, width, height } = part.getBoundingClientRect();
  const above = sheet.bottom ? sheet.bottom + 12 : 0;
  Object.assign(sheet, { dx: -left, dy: above - top, bottom: above + height });
  if (part.matches(".chart-canvas")) {
    sheet.group.append(made("g", { id: "chart" }));
    sheet.right = Math.max(sheet.right, width);
  } else {
    walk(part, sheet, null);
  }
  if (scrolled) scrolled.scrollLeft = before;
  for (const [each, name] of changes) each.style[name] = "";
}

function walk(node, sheet, clip) {
  if (node.nodeType === Node.TEXT_NODE) {
    write(node, sheet, clip);
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.hidden) return;
  const style = getComputedStyle(node);
  const rect = node.getBoundingClientRect();
  const cuts = ["hidden", "clip"].includes(style.overflowX);
  if (style.display === "none" || style.visibility !== "visible" || (cuts && rect.width <= 1)) return;
  if (node.namespaceURI === SVG) {
    if (rect.width) place(node, rect, sheet);
    return;
  }
  for (const each of node.getClientRects()) box(each, style, sheet);
  label(node, rect, sheet);
  for (const each of node.childNodes) walk(each, sheet, cuts ? rect : clip);
}

function add(sheet, element, rect) {
  sheet.right = Math.max(sheet.right, rect.right + sheet.dx);
  sheet.bottom = Math.max(sheet.bottom, rect.bottom + sheet.dy);
  sheet.group.append(element);
}

// A mark with what the style sheet says of it written into it.
function place(svg, rect, sheet) {
  const copy = inlined(svg, sheet);
  const at = { x: rect.left + sheet.dx, y: rect.top + sheet.dy, width: rect.width, height: rect.height };
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, round(value));
  copy.setAttribute("overflow", getComputedStyle(svg).overflowX);
  add(sheet, copy, rect);
}

function inlined(original, sheet, outer = null) {
  const style = getComputedStyle(original);
  const copy = original.cloneNode(false);
  for (const { name } of [...copy.attributes]) {
    if (/^(class|role|focusable|style|aria-.*|data-.*)$/.test(name) || (name === "id" && !outer)) copy.removeAttribute(name);
  }
  for (const [name, initial] of Object.entries(INHERITED)) written_in(name, outer ? outer[name] : initial);
  for (const [name, initial] of Object.entries(OWN)) written_in(name, initial);
  const { tagName } = original;
  if (tagName === "rect" && original.getBBox && outer) {
    const { x, y, width, height } = original.getBBox();
    for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, round(value));
  }
  // A style sheet may place a mark in a mark; per cents stay what they are.
  if (tagName === "svg" && outer) {
    for (const name of ["x", "y", "width", "height"]) {
      if (/^-?[\d.]+(px|%)$/.test(style[name])) copy.setAttribute(name, style[name].replace("px", ""));
    }
    copy.setAttribute("overflow", style.overflowX);
  }
  for (const child of original.childNodes) {
    if (child.nodeType !== Node.ELEMENT_NODE) copy.append(child.cloneNode());
    else if (getComputedStyle(child).display !== "none" || ["title", "stop"].includes(child.tagName)) {
      copy.append(inlined(child, sheet, style));
    }
  }
  return copy;

  function written_in(name, before) {
    const value = style[name].replace(/url\("?(#[^")]+)"?\)/, "url($1)");
    copy.removeAttribute(name);
    if (value !== before && value) copy.setAttribute(name, value);
    const [, id] = value.match(/url\(#(.+)\)/) ?? [];
    if (id && !sheet.defs.querySelector(`#${CSS.escape(id)}`)) defined(id, sheet);
  }
}

// A hatching or shade that stands elsewhere on the page comes along.
function defined(id, sheet) {
  const original = document.getElementById(id);
  if (!original) return;
  const copy = inlined(original, sheet);
  copy.id = id;
  sheet.defs.append(copy);
}

const round = (value) => Math.round(value * 100) / 100;
const isClear = (colour) => /^(transparent|rgba\(.*, 0\))$/.test(colour);

// Ground, border, outline and inner edge of a box.
function box(rect, style, sheet) {
  if (!rect.width || !rect.height) return;
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, rect.height / 2);
  const put = (inset, attributes) => {
    const at = {
      x: rect.left + sheet.dx + inset, y: rect.top + sheet.dy + inset,
      width: rect.width - 2 * inset, height: rect.height - 2 * inset,
    };
    const rounded = Object.fromEntries(Object.entries(at).map(([name, value]) => [name, round(value)]));
    add(sheet, made("rect", { ...rounded, ...(radius && { rx: round(radius) }), ...attributes }), rect);
  };
  const edge = (width, kind, colour) => ({
    fill: "none", stroke: colour, "stroke-width": width, ...(kind === "dashed" && { "stroke-dasharray": "3 2" }),
  });
  if (!isClear(style.backgroundColor)) put(0, { fill: style.backgroundColor });
  for (const layer of layers(style.backgroundImage)) put(0, { fill: `url(#${shaded(layer, rect, sheet)})` });
  const [shadow, colour] = style.boxShadow.match(/^(rgb\([^)]*\)) 0px 0px 0px 1px inset$/) ?? [];
  if (shadow) put(0.5, edge(1, "solid", colour));
  borders(rect, style, sheet, put, edge);
  const outline = parseFloat(style.outlineWidth);
  if (outline && style.outlineStyle === "dashed") {
    put(-parseFloat(style.outlineOffset) - outline / 2, edge(outline, "dashed", style.outlineColor));
  }
}

function borders(rect, style, sheet, put, edge) {
  const { left, right, top, bottom } = rect;
  const ends = {
    Top: [left, top, right, top], Right: [right, top, right, bottom],
    Bottom: [left, bottom, right, bottom], Left: [left, top, left, bottom],
  };
  const sides = Object.entries(ends).map(([side, points]) => ({
    points, width: parseFloat(style[`border${side}Width`]), kind: style[`border${side}Style`],
    colour: style[`border${side}Color`],
  }));
  const shown = sides.filter(({ width, kind, colour }) => width && kind !== "none" && kind !== "hidden" && !isClear(colour));
  if (shown.length === 4) {
    const [{ width, kind, colour }] = shown;
    put(width / 2, edge(width, kind, colour));
    return;
  }
  for (const { points, width, kind, colour } of shown) {
    const [x1, y1, x2, y2] = points.map((value, index) => round(value + (index % 2 ? sheet.dy : sheet.dx)));
    add(sheet, made("line", { x1, y1, x2, y2, ...edge(width, kind, colour) }), rect);
  }
}

// The gradients of a ground, the lowest first.
const layers = (images) => (images.match(/(?:repeating-)?linear-gradient\((?:[^()]|\([^()]*\))*\)/g) ?? []).reverse();

function shaded(layer, rect, sheet) {
  const angle = ((parseFloat(layer.match(/\(([-\d.]+)deg/)?.[1] ?? 180)) * Math.PI) / 180;
  const [across, down] = [Math.sin(angle), -Math.cos(angle)];
  const whole = Math.abs(rect.width * across) + Math.abs(rect.height * down);
  const stops = [];
  for (const [, colour, places] of layer.matchAll(/(rgba?\([^)]*\))((?: (?:calc\([^)]*\)|-?[\d.]+(?:px|%)))*)/g)) {
    const found = places.match(/calc\([^)]*\)|-?[\d.]+(?:px|%)/g) ?? [stops.length ? "100%" : "0%"];
    for (const place of found) stops.push([colour, along(place, whole)]);
  }
  const repeats = layer.startsWith("repeating");
  const length = repeats ? stops.at(-1)[1] : whole;
  const x1 = rect.left + rect.width / 2 + sheet.dx - (across * whole) / 2;
  const y1 = rect.top + rect.height / 2 + sheet.dy - (down * whole) / 2;
  const id = `shade-${sheet.defs.childElementCount}`;
  const gradient = made("linearGradient", {
    id, x1, y1, x2: x1 + across * length, y2: y1 + down * length,
    gradientUnits: "userSpaceOnUse", ...(repeats && { spreadMethod: "repeat" }),
  });
  for (const [colour, at] of stops) {
    const stop = made("stop", { offset: round((at / length) * 1000) / 1000, "stop-color": isClear(colour) ? "#ffffff" : colour });
    if (isClear(colour)) stop.setAttribute("stop-opacity", 0);
    gradient.append(stop);
  }
  sheet.defs.append(gradient);
  return id;
}

// “6px”, “50%”, “calc(100% - 6px)” in pixels.
function along(place, whole) {
  let sum = 0;
  for (const [, sign, number, unit] of place.matchAll(/(-?) ?([\d.]+)(px|%)/g)) {
    sum += (sign ? -1 : 1) * Number(number) * (unit === "%" ? whole / 100 : 1);
  }
  return sum;
}

// On a phone a cell says by itself what stands in a table's head.
function label(element, rect, sheet) {
  const style = getComputedStyle(element, "::before");
  const [, name, words] = style.content.match(/^(?:attr\((.+)\)|"(.+)")$/) ?? [];
  const text = name ? element.getAttribute(name) : words;
  if (text && style.display === "block") {
    glyphs({ text, left: rect.left, right: 0, top: rect.top, bottom: rect.top + parseFloat(style.lineHeight) }, style, sheet);
  }
}

function write(node, sheet, clip) {
  const style = getComputedStyle(node.parentElement);
  for (const line of lines(node, style)) {
    const middle = (line.top + line.bottom) / 2;
    if (!clip || (middle > clip.top && middle < clip.bottom && line.right <= clip.right + 1)) glyphs(line, style, sheet);
  }
}

function glyphs(line, style, sheet) {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText("x");
  const text = made("text", {
    x: round(line.left + sheet.dx), y: round(line.top + sheet.dy + ((line.bottom - line.top) * above) / (above + below)),
    fill: style.color, "font-size": parseFloat(style.fontSize),
    ...(style.fontWeight !== "400" && { "font-weight": style.fontWeight }),
    // Another computer's letters take the same room.
    ...(line.text.length > 1 && line.right && { textLength: round(line.right - line.left), lengthAdjust: "spacingAndGlyphs" }),
  });
  text.textContent = style.textTransform === "uppercase" ? line.text.toUpperCase() : line.text;
  add(sheet, text, line);
}

// What stands on each line of a text, and where.
function lines(node, style) {
  const found = [];
  const range = document.createRange();
  const put = (text, from, isNewWord) => {
    range.setStart(node, from);
    range.setEnd(node, from + text.length);
    const rects = [...range.getClientRects()].filter(({ width }) => width);
    if (rects.length > 1 && text.length > 1) {
      [...text].reduce((at, each) => (put(each, at, isNewWord && at === from), at + each.length), from);
      return;
    }
    if (!rects.length) return;
    const [{ left, right, top, bottom }] = rects;
    const line = found.at(-1);
    if (line && Math.abs(line.top - top) < 2) {
      line.text += (isNewWord ? " " : "") + text;
      line.right = right;
    } else {
      if (line && !isNewWord && style.hyphens === "auto") line.text += "-";
      found.push({ text, left, right, top, bottom });
    }
  };
  // Spaces that hold words together are part of them.
  for (const { 0: word, index } of node.data.matchAll(/[^ \t\n\r\f]+/g)) put(word, index, true);
  return found;
}
