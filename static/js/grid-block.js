// A block of cells as Excel, LibreOffice and Google Sheets put it on the clipboard, and
// how the text of one cell becomes the value of a field.

import { isChoice, isTick, isUsable, setValue, valueOf } from "./grid-fields.js";

const YES = new Set(["x", "v", "co", "1", "true", "yes", "dung", "✓", "✔", "☑"]);
const NO = new Set(["", "0", "khong", "false", "no", "sai", "-", "☐"]);
const DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const COMMA_GROUPS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

// Rows of cells: tabs between cells, line ends between rows. A cell with a tab, a line
// end or a quotation mark in it may come in quotes, those inside doubled.
export function parseBlock(text) {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  let place = 0;
  while (place <= source.length) {
    const { cell, end } = cellAt(source, place);
    rows[rows.length - 1].push(clean(cell));
    if (source[end] === "\n") rows.push([]);
    place = end + 1;
  }
  while (rows.length > 1 && rows[rows.length - 1].every((cell) => cell === "")) rows.pop();
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

function cellAt(source, start) {
  const quoted = source[start] === '"' && quotedAt(source, start);
  if (quoted) return quoted;
  let end = start;
  while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end += 1;
  return { cell: source.slice(start, end), end };
}

// A word that merely begins with a quotation mark is no quoted cell.
function quotedAt(source, start) {
  let place = start + 1;
  while (place < source.length) {
    if (source[place] !== '"') place += 1;
    else if (source[place + 1] === '"') place += 2;
    else break;
  }
  const end = place + 1;
  const isClosed = place < source.length && (end === source.length || source[end] === "\t" || source[end] === "\n");
  const inside = source.slice(start + 1, place);
  return isClosed && /["\t\n]/.test(inside) ? { cell: inside.replace(/""/g, '"'), end } : null;
}

function clean(cell) {
  return cell.normalize("NFC").replace(/\u00a0/g, " ").replace(/\t/g, " ").trim();
}

// Without accents, case and double blanks, as core/text.py folds.
export function fold(text) {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  return bare.replace(/>=/g, "≥").replace(/<=/g, "≤").split(/\s+/).filter(Boolean).join(" ");
}

// Write a cell into a field; false when the field cannot hold it. Who writes many asks
// beforehand which are usable: each question after a change lays out the whole page.
export function put(field, cell, canWrite = isUsable(field)) {
  const value = canWrite ? valueFor(field, cell) : valueOf(field) === cell ? cell : null;
  if (value === null) return false;
  setValue(field, value);
  return true;
}

function valueFor(field, cell) {
  if (isTick(field)) return tickFor(cell);
  if (isChoice(field)) return choiceFor(field, cell);
  if (field.type === "date") return dayFor(cell);
  return field.tagName === "TEXTAREA" ? cell : cell.replace(/\s*\n\s*/g, " ");
}

function tickFor(cell) {
  const word = fold(cell);
  if (YES.has(word)) return "true";
  return NO.has(word) ? "false" : null;
}

// The option of this value or these words; a blank chooses nothing where one may.
function choiceFor(field, cell) {
  const options = [...field.options].filter((option) => !option.disabled);
  if (field.dataset.exact && cell !== "") return exactFor(options, cell);
  const word = fold(cell);
  const found = options.find((option) => option.value === cell)
    || options.find((option) => fold(option.textContent) === word);
  if (found) return found.value;
  return cell === "" ? valueOf(field) : null;
}

// People are not guessed: Hòa is not Hoa, and a number is no key.
function exactFor(options, cell) {
  const word = bare(cell);
  return options.find((option) => option.value && bare(option.textContent) === word)?.value ?? null;
}

function bare(text) {
  return text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ").toLocaleLowerCase("vi");
}

function dayFor(cell) {
  if (cell === "" || /^\d{4}-\d\d-\d\d$/.test(cell)) return cell;
  const found = DAY.exec(cell);
  if (!found) return null;
  const [, day, month, year] = found;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

// 3,515 is three and a half here; in an English Excel it is three thousand.
export function isDoubtful(field, cell) {
  return field.inputMode === "decimal" && COMMA_GROUPS.test(cell);
}
