// Moving through a grid by keyboard, as in a spreadsheet.

import { isText, isTyped, isUsable, nameIn, rowOf, typeInto } from "./grid-fields.js";

export function pressed(grid, event) {
  const field = event.target;
  if (!grid.saved.has(field) || event.isComposing || event.metaKey) return;
  if (event.key === "Enter") enter(grid, event, field);
  else if (event.ctrlKey || event.altKey) return;
  else if (event.key === "Escape") grid.restore(field);
  else if (event.key.startsWith("Arrow") && !event.shiftKey && isTyped(field)) arrow(grid, event, field);
}

// Enter goes down, with Shift up; in a text only with Ctrl, and Alt begins a line there.
function enter(grid, event, field) {
  const isArea = field.tagName === "TEXTAREA";
  if (event.altKey) {
    if (!isArea) return;
    event.preventDefault();
    typeInto(field, "\n");
  } else if (event.ctrlKey || !isText(field)) down(grid, event, field, event.shiftKey ? -1 : 1);
}

function arrow(grid, event, field) {
  const isUp = event.key === "ArrowUp";
  if (isUp || event.key === "ArrowDown") {
    if (field.tagName === "TEXTAREA" && !caretAt(field, isUp)) return;
    if (!isText(field)) down(grid, event, field, isUp ? -1 : 1);
    return;
  }
  const isLeft = event.key === "ArrowLeft";
  if (caretAt(field, isLeft)) across(grid, event, field, isLeft ? -1 : 1);
}

// Whether the caret stands before the first letter, or after the last one.
function caretAt(field, isStart) {
  if (field.selectionStart === null) return false; // a date: its arrows are its own
  const place = isStart ? 0 : field.value.length;
  return field.selectionStart === place && field.selectionEnd === place;
}

function down(grid, event, field, step) {
  event.preventDefault();
  const column = grid.fields().filter((other) => nameIn(other) === nameIn(field) && isUsable(other));
  const target = column[column.indexOf(field) + step];
  if (target) grid.go(target);
  else grid.changed(field);
}

function across(grid, event, field, step) {
  const row = grid.fieldsOf(rowOf(field)).filter(isUsable);
  const target = row[row.indexOf(field) + step];
  if (!target) return;
  event.preventDefault();
  grid.go(target);
}
