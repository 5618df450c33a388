// Fields of a grid: which row and column they are in, what they hold.

export function fieldOf(form, row, name) {
  return form.elements[`row-${row}-${name}`];
}

export function rowOf(field) {
  return field.closest?.("[data-row]")?.dataset.row || "";
}

export function rowsOf(form, row) {
  return form.querySelectorAll(`[data-row="${CSS.escape(row)}"]`);
}

// "result" of row-12-result; empty for a field of no row.
export function nameIn(field) {
  const start = `row-${rowOf(field)}-`;
  return field.name?.startsWith(start) ? field.name.slice(start.length) : "";
}

// The row that a field's name speaks of, whether or not the row is still there.
export function rowInName(name) {
  return /^row-(\d+)-/.exec(name)?.[1] || "";
}

export function isTick(field) {
  return field.type === "checkbox";
}

export function isChoice(field) {
  return field.tagName === "SELECT";
}

export function isUsable(field) {
  return !field.disabled && !field.readOnly && field.offsetParent !== null;
}

// A field with a caret in it, where arrows move by letters first.
export function isTyped(field) {
  return !isChoice(field) && !isTick(field);
}

// A text of several lines, where Enter begins a line; data-enter="down" on the form
// makes its text areas cells like the others.
export function isText(field) {
  return field.tagName === "TEXTAREA" && field.form?.dataset.enter !== "down";
}

export function labelOf(field) {
  const label = field?.dataset.label || field?.labels?.[0]?.textContent || field?.getAttribute("aria-label");
  return (label || (field && nameIn(field)) || "").trim();
}

export function valueOf(field) {
  return isTick(field) ? String(field.checked) : field.value;
}

// What the server wrote into the page, whatever was typed before the script arrived.
export function servedValue(field) {
  if (isTick(field)) return String(field.defaultChecked);
  if (!isChoice(field)) return field.defaultValue;
  const options = [...field.options];
  return (options.find((option) => option.defaultSelected) || options[0] || { value: "" }).value;
}

export function setValue(field, value) {
  if (isTick(field)) field.checked = value === "true";
  else field.value = value;
}

// Put text where the caret is; the browser's own Ctrl Z takes it back.
export function typeInto(field, text) {
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A figure keeps its slot for decimals, so that the commas stay in line.
export function setFigure(cell, text) {
  const slot = cell.querySelector(".f, .f1");
  const [whole, fraction] = text.split(",");
  if (!slot || !cell.firstChild) {
    cell.textContent = text;
    return;
  }
  slot.textContent = fraction === undefined ? "" : `,${fraction}`;
  cell.replaceChildren(whole, slot);
}

export function setNumbers(form, numbers) {
  for (const [row, number] of Object.entries(numbers || {})) {
    const places = form.querySelectorAll(`[data-row="${CSS.escape(row)}"] [data-number]`);
    places.forEach((place) => { place.textContent = number; });
  }
}
