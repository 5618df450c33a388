// Pasting a block of cells: to the right and down from the field that has the focus.
//
// Rows stay within the nearest [data-append] (else the whole grid); rows that are missing
// there are made by the server: do=<data-append>, count=n → { rows: "<tr …>…", numbers }.
// With data-siblings they stay among the siblings of the row (see grid-order.js), and what
// is missing there is asked for by do=<data-append>-<row>.

import { isDoubtful, parseBlock, put } from "./grid-block.js";
import { fieldOf, isText, isTyped, isUsable, labelOf, nameIn, rowOf, setNumbers, typeInto, valueOf } from "./grid-fields.js";
import { blockOf, siblingsOf } from "./grid-order.js";

const MOST_ROWS = 500;
const ROWS_AT_ONCE = 100;
const NAMED = 3;
const MANY = 50; // rows that take a while

export class Paste {
  constructor(grid) {
    this.grid = grid;
    this.form = grid.form;
    this.last = null; // what the last paste changed: name → { row, name, value }
    this.isPasting = false;
    // A choice or a tick is no place for a caret, so its paste is heard on the page.
    document.addEventListener("paste", (event) => this.pasted(event));
    this.form.addEventListener("input", (event) => this.last?.delete(event.target.name));
  }

  pasted(event) {
    const known = (field) => this.grid.saved.has(field) && isUsable(field);
    const field = [event.target, document.activeElement].find(known);
    const text = event.clipboardData?.getData("text/plain");
    if (!field || !text || event.defaultPrevented) return;
    if (isText(field)) {
      if (text.normalize("NFC") === text) return;
      event.preventDefault();
      typeInto(field, text.normalize("NFC"));
      return;
    }
    const block = parseBlock(text);
    const isOneCell = block.length === 1 && block[0].length === 1;
    if (isOneCell && isTyped(field)) this.one(event, field, text, block[0][0]);
    else {
      event.preventDefault();
      this.begin(field, block);
    }
  }

  // One cell goes where the caret is, as in any field.
  one(event, field, text, cell) {
    if (cell === text || field.type === "date") return;
    event.preventDefault();
    typeInto(field, cell);
  }

  async begin(field, block) {
    if (this.isPasting) return;
    if (block.length > MOST_ROWS) {
      const sentence = `Chưa dán: khối có ${block.length} dòng, mỗi lần dán nhiều nhất ${MOST_ROWS} dòng.`;
      this.grid.said.say([sentence], { tone: "bad" });
      return;
    }
    this.isPasting = true;
    try {
      await this.paste(field, block);
    } finally {
      this.isPasting = false;
    }
  }

  async paste(field, block) {
    if (block.length > MANY) this.grid.said.say([`Đang dán ${block.length} dòng…`]);
    const names = this.namesFrom(field);
    const group = field.closest("[data-append]") || this.form;
    const start = rowOf(field);
    let rows = this.rowsFrom(group, start, names);
    const missing = block.length - rows.length;
    let made = 0;
    if (missing > 0 && group.dataset.append) {
      const refused = await this.append(group, start, missing);
      if (refused) {
        this.grid.said.say([`Chưa dán: cần thêm ${missing} dòng mới. ${refused}`], { tone: "bad" });
        return;
      }
      made = missing;
      rows = this.rowsFrom(group, start, names);
    }
    const cells = cellsOf(block, rows, names);
    const { before, left } = await this.fill(cells);
    this.last = before;
    const said = [
      `Đã dán ${Math.min(block.length, rows.length)} dòng${made ? `, trong đó ${made} dòng mới thêm` : ""}.`,
      ...overflow(block, rows, names),
      ...this.unplaced(left),
      ...this.doubts(cells),
    ];
    const undo = ["Hoàn tác", () => this.undo(made)];
    this.grid.said.say(said, { tone: said.length > 1 ? "warn" : "", buttons: [undo] });
  }

  namesFrom(field) {
    const names = this.grid.fieldsOf(rowOf(field)).filter(isUsable).map(nameIn);
    return names.slice(names.indexOf(nameIn(field)));
  }

  rowsFrom(group, start, names) {
    const rows = [...new Set(linesFor(group, start).map((line) => line.dataset.row))];
    const below = rows.slice(rows.indexOf(start));
    return below.filter((row) => names.some((name) => {
      const field = fieldOf(this.form, row, name);
      return field && isUsable(field);
    }));
  }

  // Ask the server for blank rows; resolves to "" or to the reason why there are none.
  async append(group, start, count) {
    const { append, siblings } = group.dataset;
    const asked = siblings === undefined ? append : `${append}-${start}`;
    for (let left = count; left > 0; left -= ROWS_AT_ONCE) {
      const entries = [["do", asked], ["count", Math.min(left, ROWS_AT_ONCE)]];
      const answer = await this.grid.saver.post.ask(entries);
      if (answer.refused) return answer.refused;
      const holder = document.createElement("template");
      holder.innerHTML = answer.rows;
      lastFor(group, start).after(holder.content);
      setNumbers(this.form, answer.numbers);
    }
    this.grid.knowFields();
    this.grid.order.show();
    return "";
  }

  // Put every cell into its field and save; what found no place is tried once more, for
  // a choice in a row may bring another field.
  async fill(cells) {
    const before = new Map();
    let left = this.putAll(cells, before);
    await this.save(cells);
    if (left.length > 0) {
      left = this.putAll(left, before);
      await this.save(cells);
    }
    return { before, left };
  }

  putAll(cells, before) {
    const places = cells.map(({ row, name }) => fieldOf(this.form, row, name));
    const usable = places.map((field) => Boolean(field) && isUsable(field));
    return cells.filter(({ row, name, text }, index) => {
      const field = places[index];
      const value = field && valueOf(field);
      const isPut = field ? put(field, text, usable[index]) : text === "";
      if (isPut && field && valueOf(field) !== value && !before.has(field.name)) {
        before.set(field.name, { row, name, value });
      }
      return !isPut;
    });
  }

  save(cells) {
    const rows = new Set(cells.map(({ row }) => row));
    for (const field of this.grid.dirty()) {
      if (rows.has(rowOf(field))) this.grid.saver.waiting.add(rowOf(field));
    }
    rows.forEach((row) => this.grid.settle(row));
    this.grid.kept.soon();
    return this.grid.saver.flush();
  }

  // Only what nobody has typed over since gets its old value back.
  async undo(made) {
    const cells = [...this.last.values()].map(({ row, name, value }) => ({ row, name, text: value }));
    this.last = null;
    await this.fill(cells);
    this.grid.said.say([`Đã hoàn tác.${made ? ` ${made} dòng mới thêm được để trống.` : ""}`]);
  }

  unplaced(left) {
    if (left.length === 0) return [];
    const named = left.slice(0, NAMED).map(({ row, name, text }) => {
      const field = fieldOf(this.form, row, name);
      const number = field?.closest("[data-row]").querySelector("[data-number]")?.textContent.trim();
      return `“${text}” (${labelOf(field) || name}${number ? `, dòng ${number}` : ""})`;
    });
    const more = left.length > NAMED ? "…" : "";
    return [`Chưa đặt được ${left.length} ô, ô cũ giữ nguyên: ${named.join("; ")}${more}`];
  }

  doubts(cells) {
    const found = cells.find(({ row, name, text }) => {
      const field = fieldOf(this.form, row, name);
      return field && isDoubtful(field, text);
    });
    if (!found) return [];
    const [whole, rest] = found.text.split(",");
    return [`“${found.text}” được hiểu là ${whole} phẩy ${rest}; nếu là hàng nghìn, viết ${whole}.${rest}.`];
  }
}

// The rows that a block pasted at a row may fill, and the line after which more come.
function linesFor(group, start) {
  if (group.dataset.siblings === undefined) return [...group.querySelectorAll("[data-row]")];
  return siblingsOf(group.querySelector(`[data-row="${CSS.escape(start)}"]`));
}

function lastFor(group, start) {
  if (group.dataset.siblings !== undefined) return blockOf(linesFor(group, start).at(-1)).at(-1);
  return [...group.querySelectorAll("[data-row], [data-note-of]")].at(-1);
}

function cellsOf(block, rows, names) {
  return rows.slice(0, block.length).flatMap((row, down) => {
    return names.slice(0, block[down].length).map((name, right) => ({ row, name, text: block[down][right] }));
  });
}

// What lies outside the grid, unless it is blank.
function overflow(block, rows, names) {
  const said = [];
  const wide = block[0].length - names.length;
  if (wide > 0 && block.some((row) => row.slice(names.length).some(Boolean))) {
    said.push(`${wide} cột cuối của khối chưa dán: bảng chỉ còn ${names.length} cột từ ô này.`);
  }
  const long = block.length - rows.length;
  if (long > 0) said.push(`${long} dòng cuối của khối chưa dán: bảng chỉ còn ${rows.length} dòng từ ô này.`);
  return said;
}
