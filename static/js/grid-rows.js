// What a save answers, shown in the row: errors with their remedy, or two people's values.

import { fieldOf, isTick, labelOf, rowsOf } from "./grid-fields.js";

// Take every message off a row.
export function clearNote(form, row) {
  for (const line of rowsOf(form, row)) {
    line.classList.remove("has-error", "is-stale");
    for (const field of line.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      const kept = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => !id.startsWith("grid-note-"));
      if (kept.join("")) field.setAttribute("aria-describedby", kept.join(" "));
      else field.removeAttribute("aria-describedby");
    }
  }
  form.querySelectorAll(`[data-note-of="${CSS.escape(row)}"]`).forEach((note) => note.remove());
}

export function showErrors(form, row, fields) {
  clearNote(form, row);
  const body = addNote(form, row, "has-error");
  if (!body) return;
  const id = body.closest("tr").id;
  for (const [name, sentences] of Object.entries(fields)) {
    const field = fieldOf(form, row, name);
    if (field) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", id);
    }
    for (const sentence of sentences) body.append(message("bad", sentence));
  }
}

// Both values and two buttons; nothing is decided for the person.
export function showStale(form, stale, { keepMine, takeTheirs }) {
  const row = String(stale.row);
  clearNote(form, row);
  const body = addNote(form, row, "is-stale");
  if (!body) return;
  body.append(message("warn", stale.message || "Dòng này vừa được người khác sửa."));
  const list = document.createElement("dl");
  for (const [name, both] of Object.entries(stale.fields || {})) {
    list.append(
      element("dt", labelOf(fieldOf(form, row, name)) || name),
      element("dd", `Của tôi: ${wordFor(form, row, name, both.yours)}`),
      element("dd", `Mới: ${wordFor(form, row, name, both.theirs)}`),
    );
  }
  body.append(list, buttons([["Giữ số của tôi", keepMine], ["Lấy số mới", takeTheirs]]));
}

function addNote(form, row, kind) {
  const lines = [...rowsOf(form, row)];
  if (lines.length === 0) return null;
  lines.forEach((line) => line.classList.add(kind));
  const columns = [...lines[0].cells].reduce((sum, cell) => sum + cell.colSpan, 0);
  const note = element("tr");
  note.id = `grid-note-${row}`;
  note.className = `row-note ${kind}`;
  note.dataset.noteOf = row;
  const cell = element("td");
  cell.colSpan = columns;
  const body = element("div");
  body.setAttribute("role", "alert");
  cell.append(body);
  note.append(cell);
  lines[lines.length - 1].after(note);
  return body;
}

// A value as a person reads it: the words of a list, có or không for a tick.
function wordFor(form, row, name, value) {
  const field = fieldOf(form, row, name);
  if (field && isTick(field)) return value === "true" ? "có" : "không";
  const option = [...(field?.options || [])].find((one) => one.value === value);
  return option?.textContent.trim() || value || "để trống";
}

function message(icon, text) {
  const line = element("p");
  line.className = "msg";
  line.append(symbol(icon), element("span", text));
  return line;
}

function buttons(list) {
  const row = element("div");
  row.className = "actions";
  for (const [label, act] of list) {
    const button = element("button", label);
    button.type = "button";
    button.className = "btn btn-sm btn-second";
    button.addEventListener("click", act);
    row.append(button);
  }
  return row;
}

function element(name, text = "") {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  return made;
}

// The sprite's address is the one that the page's own icons use.
export function symbol(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const known = document.querySelector(".icon use")?.getAttribute("href") || "";
  use.setAttribute("href", `${known.split("#")[0]}#i-${name}`);
  made.append(use);
  return made;
}
