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

export function isTick(field) {
  return field.type === "checkbox";
}

export function isUsable(field) {
  return !field.disabled && !field.readOnly && field.offsetParent !== null;
}

export function valueOf(field) {
  return isTick(field) ? String(field.checked) : field.value;
}

// What the server wrote into the page, whatever was typed before the script arrived.
export function servedValue(field) {
  if (isTick(field)) return String(field.defaultChecked);
  if (field.tagName !== "SELECT") return field.defaultValue;
  const options = [...field.options];
  return (options.find((option) => option.defaultSelected) || options[0] || { value: "" }).value;
}

export function setValue(field, value) {
  if (isTick(field)) field.checked = value === "true";
  else field.value = value;
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
