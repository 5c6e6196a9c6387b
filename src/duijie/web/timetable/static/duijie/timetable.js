// The timetable's grid: cards are dragged, or carried by keys; every place says whether they may go there.
"use strict";
(() => {
const $ = (id) => document.getElementById(id);
let focus = { slot: "", table: "" };  // survives a new grid
let carried = null;  // { need, expert, card, cells, reasons }

const plan = () => $("plan");
const cells = () => [...plan().querySelectorAll("td[data-table]")].filter((one) => !one.closest("[hidden]"));
const slotOf = (cell) => cell.parentElement.dataset.slot;
const cellAt = (slot, table) => cells().find((one) => slotOf(one) === slot && one.dataset.table === table);
const cardIn = (cell) => cell && cell.querySelector(".meeting");
const say = (words) => { $("plan-said").textContent = words; };

function prepare() {
  const all = cells();
  all.forEach((one) => { one.tabIndex = -1; });
  plan().querySelectorAll(".waiting .meeting").forEach((one) => { one.tabIndex = 0; });
  const start = cellAt(focus.slot, focus.table) || all.find(cardIn) || all[0];
  if (start) { start.tabIndex = 0; }
  carried = null;
}

function goTo(cell) {
  if (!cell) { return; }
  plan().querySelectorAll("td[tabindex='0']").forEach((one) => { one.tabIndex = -1; });
  cell.tabIndex = 0; cell.focus();
  focus = { slot: slotOf(cell), table: cell.dataset.table };
  if (carried) { say(verdict(cell).words); }
}

function step(from, down, right) {
  const row = from.parentElement;
  if (right) {
    const next = right > 0 ? from.nextElementSibling : from.previousElementSibling;
    return next && next.dataset.table ? next : null;
  }
  const column = from.dataset.table, all = cells().filter((one) => one.dataset.table === column);
  return all[all.findIndex((one) => one.parentElement === row) + down];
}

// --- where a card may go

async function pickUp(card) {
  putBack();
  const { need, expert } = card.dataset;
  carried = { need, expert, card, cells: null, reasons: [] };
  const mine = carried;
  card.classList.add("carried"); plan().classList.add("carrying");
  say(plan().dataset.carrying);
  try {
    const answer = await fetch(`${plan().dataset.base}targets.json?${new URLSearchParams({ need, expert })}`, { headers: { accept: "application/json" } });
    const found = await answer.json();
    if (carried !== mine) { return; }
    if (found.refused) { putBack(); say(found.refused); return; }
    Object.assign(carried, found);
    mark();
  } catch { if (carried === mine) { putBack(); say(plan().dataset.lost); } }
}

function mark() {
  const order = [...plan().querySelector("thead tr").children].slice(1).map((one) => one.textContent);
  const column = new Map(order.map((table, index) => [table, index]));
  for (const cell of plan().querySelectorAll("td[data-table]")) {
    const row = carried.cells[slotOf(cell)], number = row ? row[column.get(cell.dataset.table)] : -1;
    cell.dataset.may = number === 0 ? "yes" : "no";
    if (number > 0) { cell.title = carried.reasons[number - 1]; }
  }
  if (document.activeElement.dataset.may) { say(verdict(document.activeElement).words); }
}

function verdict(cell) {
  if (!carried || !carried.cells) { return { may: false, words: "" }; }
  const may = cell.dataset.may === "yes";
  const other = cardIn(cell);
  return { may, words: may ? (other && other !== carried.card ? plan().dataset.swap : plan().dataset.free) : cell.title };
}

function putBack() {
  if (!carried) { return; }
  carried.card.classList.remove("carried"); plan().classList.remove("carrying");
  plan().querySelectorAll("[data-may]").forEach((one) => { delete one.dataset.may; one.removeAttribute("title"); });
  plan().querySelectorAll(".over").forEach((one) => { one.classList.remove("over"); });
  carried = null; say("");
}

function drop(cell) {
  const { need, expert } = carried;
  const { may, words } = verdict(cell);
  if (!may) { say(words); return; }
  focus = { slot: slotOf(cell), table: cell.dataset.table };
  putBack();
  send(`${plan().dataset.base}move/`, { need, expert, slot: focus.slot, table: focus.table });
}

function send(address, values) {
  htmx.ajax("POST", address, { source: "#plan", target: "#plan", swap: "outerHTML", values });
}

function toggleLock(card) { send(plan().dataset.lock, { need: card.dataset.need, expert: card.dataset.expert }); }

// --- keys

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, dialog, button, a") || event.ctrlKey || event.metaKey || event.altKey) { return; }
  if (event.key === "?") { event.preventDefault(); $("plan-help").showModal(); return; }
  const cell = event.target.closest("#plan td[data-table]"), waiting = event.target.closest("#plan .waiting .meeting");
  if (event.key === "Escape" && carried) { event.preventDefault(); const card = carried.card; putBack(); goTo(card.closest("td")); return; }
  if (waiting && event.key.toLowerCase() === "m") { event.preventDefault(); pickUp(waiting); goTo(cells()[0]); return; }
  if (!cell) { return; }
  const arrow = ARROWS[event.key], card = cardIn(cell);
  if (arrow) { event.preventDefault(); goTo(step(cell, ...arrow)); }
  else if (event.key === "Enter" && carried) { event.preventDefault(); drop(cell); }
  else if (event.key.toLowerCase() === "m" && card && !carried) { event.preventDefault(); focus = { slot: slotOf(cell), table: cell.dataset.table }; pickUp(card); }
  else if (event.key.toLowerCase() === "l" && card && !carried) { event.preventDefault(); toggleLock(card); }
});
$("plan-keys").addEventListener("click", () => { $("plan-help").showModal(); });

// --- the mouse

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest && event.target.closest("#plan .meeting[draggable]");
  if (!card) { return; }
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.textContent.trim().replace(/\s+/g, " "));
  pickUp(card);
});
document.addEventListener("dragover", (event) => {
  const cell = carried && event.target.closest("#plan td[data-table]");
  if (!cell || !carried.cells) { return; }
  const { may, words } = verdict(cell);
  if (!cell.classList.contains("over")) {
    plan().querySelectorAll(".over").forEach((one) => { one.classList.remove("over"); });
    cell.classList.add("over"); say(words);
  }
  if (may) { event.preventDefault(); event.dataTransfer.dropEffect = "move"; }
});
document.addEventListener("drop", (event) => {
  const cell = carried && event.target.closest("#plan td[data-table]");
  if (cell) { event.preventDefault(); drop(cell); }
});
document.addEventListener("dragend", () => { const words = carried && $("plan-said").textContent; putBack(); if (words) { say(words); } });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unfold]");
  if (button) {
    const body = button.closest("tbody").nextElementSibling;
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
    return;
  }
  const cell = event.target.closest("#plan td[data-table]");
  if (cell) { goTo(cell); }
});

// --- after a change, and when it was refused

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (!$("plan")) { return; }
  prepare();
  const cell = cellAt(focus.slot, focus.table);
  if (cell && !document.querySelector("#plan-note a")) { goTo(cell); }
});
prepare();
})();
