// The match board: one canvas that draws what is in sight, whatever the size of the matrix.
"use strict";
(() => {
const board = document.getElementById("board");
if (!board) { return; }
const $ = (id) => document.getElementById(id);
const space = board.firstElementChild, canvas = space.firstElementChild, pen = canvas.getContext("2d");
const tip = $("board-tip"), said = $("board-said"), find = $("board-find");
const SIDE = 24, PAD = 8, HASH = 6;
let data, values, rows = [], columns = [], marks = new Map(), titles = [], typed = 0;
let chosen = { row: -1, column: -1 };  // indices of the data, not of the view
let headWidth = 280, headHeight = 92, colours = {}, scale = [];

const at = (row, column) => values[row * data.experts.length + column];
const place = (row, column) => row * data.experts.length + column;
const shown = (percent) => (percent / 100).toFixed(2);

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  colours = { paper: colour("--raised"), ink: colour("--ink"), soft: colour("--soft"), line: colour("--line"), accent: colour("--accent"), wash: colour("--accent-wash"), bad: colour("--bad") };
  const stops = [0, 1, 2, 3, 4, 5].map((n) => colour(`--scale-${n}`)).map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  scale = Array.from({ length: 101 }, (_, percent) => {
    const low = Math.min(4, Math.floor(percent / 20)), part = percent / 20 - low;
    const mixed = stops[low].map((from, i) => Math.round(from + (stops[low + 1][i] - from) * part));
    return { fill: `rgb(${mixed})`, light: (mixed[0] * 2 + mixed[1] * 5 + mixed[2]) / 8 > 128 };
  });
}

function unpack(text) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) { bytes[i] = raw.charCodeAt(i); }
  return bytes;
}

function fillMenu(menu, names) {
  for (const name of [...new Set(names)].filter(Boolean).sort()) { menu.add(new Option(name, name)); }
  menu.hidden = menu.options.length < 3;
}

// --- what is shown, and in which order

function ordered(kind, indices, alike, bests, chosenKey) {
  const keys = { best: bests, chosen: chosenKey }[kind];
  if (kind === "alike") { const kept = new Set(indices); return alike.filter((i) => kept.has(i)); }
  return keys ? [...indices].sort((a, b) => keys(b) - keys(a) || a - b) : indices;
}

function narrow() {
  const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const industry = $("board-industry").value, department = $("board-department").value;
  const has = (heads) => (i) => words.every((word) => heads[i].text.includes(word));
  let someRows = [...data.needs.keys()].filter((i) => !industry || data.needs[i].group === industry);
  let someColumns = [...data.experts.keys()].filter((i) => !department || data.experts[i].group === department);
  if (words.length) {  // words narrow the side on which they are found
    const foundRows = someRows.filter(has(data.needs)), foundColumns = someColumns.filter(has(data.experts));
    if (foundRows.length || !foundColumns.length) { someRows = foundRows; }
    if (foundColumns.length) { someColumns = foundColumns; }
  }
  rows = ordered($("board-rows").value, someRows, data.needOrder, (i) => data.needs[i].best, chosen.column < 0 ? null : (i) => at(i, chosen.column));
  columns = ordered($("board-columns").value, someColumns, data.expertOrder, (i) => data.experts[i].best, chosen.row < 0 ? null : (i) => at(chosen.row, i));
  layOut();
}

function layOut() {
  headWidth = board.clientWidth < 560 ? 128 : Math.min(320, Math.round(board.clientWidth * 0.38));
  space.style.width = `${headWidth + columns.length * SIDE + headHeight / 2}px`;
  space.style.height = `${headHeight + rows.length * SIDE + PAD}px`;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = board.clientWidth * ratio; canvas.height = board.clientHeight * ratio;
  canvas.style.width = `${board.clientWidth}px`; canvas.style.height = `${board.clientHeight}px`;
  titles = [];
  draw();
}

// --- drawing

let waiting = false;
function draw() {
  if (waiting) { return; }
  waiting = true;
  requestAnimationFrame(() => { waiting = false; paint(); });
}

function paint() {
  const ratio = window.devicePixelRatio || 1, width = board.clientWidth, height = board.clientHeight;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colours.paper; pen.fillRect(0, 0, width, height);
  pen.font = `13px ${getComputedStyle(board).fontFamily}`; pen.textBaseline = "middle";
  if (!rows.length || !columns.length) { pen.fillStyle = colours.soft; pen.fillText(board.dataset.none, 16, 40); return; }
  const left = board.scrollLeft, top = board.scrollTop;
  const r0 = Math.floor(top / SIDE), r1 = Math.min(rows.length, Math.ceil((top + height - headHeight) / SIDE));
  const c0 = Math.floor(left / SIDE), c1 = Math.min(columns.length, Math.ceil((left + width - headWidth) / SIDE));
  pen.save(); pen.beginPath(); pen.rect(headWidth, headHeight, width, height); pen.clip();
  for (let r = r0; r < r1; r += 1) {
    const y = headHeight + r * SIDE - top;
    for (let c = c0; c < c1; c += 1) {
      const x = headWidth + c * SIDE - left, cell = scale[at(rows[r], columns[c])];
      pen.fillStyle = cell.fill; pen.fillRect(x, y, SIDE - 1, SIDE - 1);
      const mark = marks.get(place(rows[r], columns[c]));
      if (mark) { paintMark(mark, x, y, cell.light); }
    }
  }
  paintChosen(left, top);
  pen.restore();
  paintRowHeads(r0, r1, top); paintColumnHeads(c0, c1, left, width);
}

function paintMark(mark, x, y, light) {
  const mid = (SIDE - 1) / 2, ink = light ? "#10181a" : "#ffffff";
  pen.strokeStyle = pen.fillStyle = ink; pen.lineWidth = 2;
  pen.beginPath();
  if (mark === "must") { pen.arc(x + mid, y + mid, 5, 0, 7); pen.fill(); return; }
  if (mark === "never") {
    pen.moveTo(x + HASH, y + HASH); pen.lineTo(x + SIDE - 1 - HASH, y + SIDE - 1 - HASH);
    pen.moveTo(x + SIDE - 1 - HASH, y + HASH); pen.lineTo(x + HASH, y + SIDE - 1 - HASH);
  } else {
    pen.lineWidth = 1.2;
    for (let d = HASH; d < 2 * SIDE; d += HASH) {
      pen.moveTo(x + Math.max(0, d - SIDE + 1), y + Math.min(d, SIDE - 1)); pen.lineTo(x + Math.min(d, SIDE - 1), y + Math.max(0, d - SIDE + 1));
    }
  }
  pen.stroke();
}

function paintChosen(left, top) {
  const r = rows.indexOf(chosen.row), c = columns.indexOf(chosen.column);
  if (r < 0 || c < 0) { return; }
  pen.strokeStyle = colours.ink; pen.lineWidth = 2.5;
  pen.strokeRect(headWidth + c * SIDE - left - 1, headHeight + r * SIDE - top - 1, SIDE + 1, SIDE + 1);
}

function fitted(text, most) {
  if (pen.measureText(text).width <= most) { return text; }
  let low = 0, high = text.length;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (pen.measureText(`${text.slice(0, mid)}…`).width <= most) { low = mid; } else { high = mid - 1; }
  }
  return `${text.slice(0, low)}…`;
}

function paintRowHeads(r0, r1, top) {
  pen.save(); pen.beginPath(); pen.rect(0, headHeight, headWidth, board.clientHeight); pen.clip();
  for (let r = r0; r < r1; r += 1) {
    const row = rows[r], need = data.needs[row], y = headHeight + r * SIDE - top;
    if (row === chosen.row) { pen.fillStyle = colours.wash; pen.fillRect(0, y - 1, headWidth - 4, SIDE); }
    titles[row] = titles[row] || fitted(need.label, headWidth - 2 * PAD - 4);
    pen.fillStyle = row === chosen.row ? colours.accent : need.best < data.nobody ? colours.soft : colours.ink;
    pen.fillText(titles[row], PAD, y + SIDE / 2);
  }
  pen.restore();
}

function paintColumnHeads(c0, c1, left, width) {
  pen.save(); pen.beginPath(); pen.rect(headWidth - SIDE, 0, width, headHeight); pen.clip();
  for (let c = Math.max(0, c0 - 1); c < Math.min(columns.length, c1 + 1); c += 1) {
    const column = columns[c];
    pen.save();
    pen.translate(headWidth + c * SIDE - left + SIDE / 2, headHeight - PAD); pen.rotate(-Math.PI / 3);
    pen.fillStyle = column === chosen.column ? colours.accent : colours.ink;
    pen.fillText(fitted(data.experts[column].label, headHeight), 0, 0);
    pen.restore();
  }
  pen.restore();
}

// --- choosing

function say(row, column) {
  const mark = marks.get(place(row, column)), need = data.needs[row];
  const words = [shown(at(row, column)), `${need.label} × ${data.experts[column].label}`];
  if (mark) { words.push(board.dataset[mark]); }
  if (need.best < data.nobody) { words.push(board.dataset.nobody); }
  return words.join(" · ");
}

const address = (suffix) => `${board.dataset.base}needs/${data.needs[chosen.row].pk}/with/${data.experts[chosen.column].pk}/${suffix}?version=${board.dataset.version}`;

let later;
function choose(row, column) {
  chosen = { row, column };
  said.textContent = say(row, column);
  reveal(); draw();
  clearTimeout(later);
  later = setTimeout(() => { htmx.ajax("GET", address(""), { source: "#reasons", target: "#reasons", swap: "innerHTML" }); }, 120);
}

function reveal() {
  const r = rows.indexOf(chosen.row), c = columns.indexOf(chosen.column);
  if (r < 0 || c < 0) { return; }
  const keep = (start, view, from) => start < from ? start : start + SIDE > from + view ? start + SIDE - view : from;
  board.scrollTop = keep(r * SIDE, board.clientHeight - headHeight - PAD, board.scrollTop);
  board.scrollLeft = keep(c * SIDE, board.clientWidth - headWidth - PAD, board.scrollLeft);
}

function move(down, right) {
  if (!rows.length || !columns.length) { return; }
  const within = (n, size) => Math.max(0, Math.min(size - 1, n));
  const r = rows.indexOf(chosen.row), c = columns.indexOf(chosen.column);
  choose(rows[r < 0 ? 0 : within(r + down, rows.length)], columns[c < 0 ? 0 : within(c + right, columns.length)]);
}

function decide(mark) {
  if (!board.dataset.decide || chosen.row < 0) { return; }
  clearTimeout(later);
  htmx.trigger("#reasons", "htmx:abort");  // what was asked before the decision is out of date
  htmx.ajax("POST", address("decide/"), { source: board, target: "#reasons", swap: "innerHTML", values: { mark } });
}
// An answer about a pair that is not the chosen one any more is not shown.
$("reasons").addEventListener("htmx:beforeSwap", (event) => {
  const asked = event.detail.requestConfig.path;
  if (chosen.row >= 0 && asked.includes("/with/") && !asked.startsWith(address("").split("?")[0])) { event.detail.shouldSwap = false; }
});

const page = () => Math.max(1, Math.floor((board.clientHeight - headHeight) / SIDE) - 1);
const KEYS = {
  ArrowUp: () => move(-1, 0), ArrowDown: () => move(1, 0), ArrowLeft: () => move(0, -1), ArrowRight: () => move(0, 1),
  PageUp: () => move(-page(), 0), PageDown: () => move(page(), 0), Home: () => move(0, -columns.length), End: () => move(0, columns.length),
  p: () => decide("must"), n: () => decide("never"), c: () => decide("conflict"),
  Enter: () => { $("reasons").focus(); },
};
board.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || !data) { return; }
  event.preventDefault(); act();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !event.target.closest("input, textarea, select, dialog")) { event.preventDefault(); $("board-help").showModal(); }
});
$("board-keys").addEventListener("click", () => { $("board-help").showModal(); });

function under(event) {
  const box = board.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
  const c = Math.floor((x - headWidth + board.scrollLeft) / SIDE), r = Math.floor((y - headHeight + board.scrollTop) / SIDE);
  return { x, y, row: y < headHeight ? undefined : rows[r], column: x < headWidth ? undefined : columns[c] };
}
canvas.addEventListener("click", (event) => {
  if (!data) { return; }
  const { x, y, row, column } = under(event);
  if (row !== undefined && column !== undefined) { choose(row, column); return; }
  if (row !== undefined && x < headWidth) { chosen.row = row; $("board-columns").value = "chosen"; narrow(); }
  if (y < headHeight && column !== undefined) { chosen.column = column; $("board-rows").value = "chosen"; narrow(); }
});
canvas.addEventListener("mousemove", (event) => {
  if (!data) { return; }
  const { x, y, row, column } = under(event);
  tip.hidden = row === undefined && column === undefined;
  if (tip.hidden) { return; }
  const head = row !== undefined ? data.needs[row] : data.experts[column];
  tip.textContent = row !== undefined && column !== undefined ? say(row, column) : `${head.label} · ${head.said}`;
  tip.style.left = `${Math.min(x + 14, board.clientWidth - 220)}px`; tip.style.top = `${y + 18}px`;
});
canvas.addEventListener("mouseleave", () => { tip.hidden = true; });
board.addEventListener("scroll", () => { tip.hidden = true; draw(); }, { passive: true });
document.body.addEventListener("duijie:decided", (event) => {
  const row = data.needs.findIndex((one) => one.pk === event.detail.need), column = data.experts.findIndex((one) => one.pk === event.detail.expert);
  if (row < 0 || column < 0) { return; }
  if (event.detail.mark) { marks.set(place(row, column), event.detail.mark); } else { marks.delete(place(row, column)); }
  said.textContent = say(row, column); draw();
});
for (const id of ["board-industry", "board-department", "board-rows", "board-columns"]) { $(id).addEventListener("change", narrow); }
find.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(narrow, 80); });
find.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); board.focus(); move(0, 0); } });
new ResizeObserver(() => { if (data) { layOut(); } }).observe(board);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });

// --- beginning

function head([pk, label, one, two]) {
  return { pk, label, group: two, said: [one, two].filter(Boolean).join(" · "), text: [label, one, two].join(" ").toLowerCase(), best: 0 };
}
fetch(board.dataset.source).then((answer) => answer.json()).then((found) => {
  values = unpack(found.values);
  data = { ...found, needs: found.needs.map(head), experts: found.experts.map(head) };
  for (let r = 0, i = 0; r < data.needs.length; r += 1) {
    for (let c = 0; c < data.experts.length; c += 1, i += 1) {
      if (values[i] > data.needs[r].best) { data.needs[r].best = values[i]; }
      if (values[i] > data.experts[c].best) { data.experts[c].best = values[i]; }
    }
  }
  marks = new Map(found.marks.map(([row, column, mark]) => [place(row, column), mark]));
  fillMenu($("board-industry"), data.needs.map((one) => one.group));
  fillMenu($("board-department"), data.experts.map((one) => one.group));
  readColours(); narrow();
  requestAnimationFrame(() => { board.dataset.ready = "1"; });
});
})();
