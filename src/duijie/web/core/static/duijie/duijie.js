// The little that HTML cannot do: keys, copying, marking the changed form.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = [...document.querySelectorAll("[data-key='/']")].at(-1);  // a page's own comes last
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
    if (typing) { typing.blur(); }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing && typing.form) {
    typing.form.requestSubmit();
  }
});
document.addEventListener("click", async (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) { menu.open = false; }
  });
  const button = event.target.closest("[data-copy]");
  if (!button) { return; }
  const source = document.getElementById(button.dataset.copy);
  const said = button.textContent;
  source.select();
  try { await navigator.clipboard.writeText(source.value); } catch { document.execCommand("copy"); }
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = said; }, 1600);
});
// On a phone the rail lies flat: where one is shall be in sight.
const here = document.querySelector(".rail [aria-current]");
if (here) { here.closest(".rail").scrollLeft = here.offsetLeft - 16; }
// A form is sent once, and leaving it half filled is asked about.
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) { changed = true; }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  changed = false;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});
window.addEventListener("beforeunload", (event) => { if (changed) { event.preventDefault(); } });
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});
// A cell of the import grid becomes a field; Enter keeps, Escape gives up.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mend]");
  if (!button) { return; }
  const field = document.createElement("textarea");
  field.name = "value"; field.value = button.dataset.mend; field.rows = 2;
  field.setAttribute("aria-label", button.getAttribute("aria-label"));
  // What takes the field away makes it lose the focus: only the first of the two counts.
  let over = false;
  const once = (act) => { if (!over) { over = true; act(); } };
  const giveUp = () => { once(() => { field.replaceWith(button); }); };
  const keep = () => { once(() => { field.form.requestSubmit(); }); };
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    button.form.addEventListener(failure, () => { over = false; });
  }
  field.addEventListener("keydown", (key) => {
    if (key.key === "Enter" && !key.shiftKey && !key.isComposing) { key.preventDefault(); keep(); }
    if (key.key === "Escape") { key.stopPropagation(); giveUp(); button.focus(); }
  });
  field.addEventListener("blur", () => {
    if (field.value === button.dataset.mend) { giveUp(); } else { keep(); }
  });
  button.replaceWith(field); field.focus(); field.select();
});
