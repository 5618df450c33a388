// What is not saved yet stays on this computer, by person and page, so that a closed or
// crashed window loses nothing; it is offered again at the next visit and goes when it has
// been saved, dropped, or the person signs out.

import { labelOf, rowOf, setValue, valueOf } from "./grid-fields.js";
import { symbol } from "./grid-rows.js";

const PREFIX = "giao-uoc:";
const PAUSE = 250;
const DAYS = 14;

let isSignedOut = false;

function user() {
  return document.body.dataset.user || "";
}

// Read and write, where the browser lets a page keep anything at all.
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept?.cells ? kept : { cells: {} };
  } catch {
    return { cells: {} };
  }
}

function write(key, kept) {
  try {
    if (Object.keys(kept.cells).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // full or forbidden: the page itself still holds what was typed
  }
}

function keys(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

// Forms that sign out carry data-sign-out. Old leftovers go by themselves.
export function watchSignOut() {
  const oldest = Date.now() - DAYS * 86400000;
  keys(PREFIX).filter((key) => !(read(key).at > oldest)).forEach((key) => write(key, { cells: {} }));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    isSignedOut = true;
    keys(`${PREFIX}${user()}:`).forEach((key) => write(key, { cells: {} }));
  });
}

export class Kept {
  constructor(grid) {
    this.grid = grid;
    this.form = grid.form;
    this.key = `${PREFIX}${user()}:${addressOf(this.form)}`;
    this.mine = new Set(); // names that this page itself keeps
    if (!user()) return;
    this.offer();
    this.form.addEventListener("input", () => {
      isSignedOut = false;
      this.soon();
    });
    this.form.addEventListener("grid:saved", () => this.write());
    window.addEventListener("pagehide", () => this.write());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), PAUSE);
  }

  // Replace what this page has kept; what another window or visit kept stays.
  write() {
    clearTimeout(this.timer);
    if (!user() || isSignedOut) return;
    const kept = read(this.key);
    this.mine.forEach((name) => delete kept.cells[name]);
    this.mine.clear();
    for (const field of this.grid.dirty()) {
      this.mine.add(field.name);
      kept.cells[field.name] = { value: valueOf(field), version: this.version(field)?.value, label: labelOf(field) };
    }
    if (this.mine.size > 0) Object.assign(kept, { at: Date.now(), page: location.pathname });
    write(this.key, kept);
  }

  version(field) {
    return this.form.elements[`row-${rowOf(field)}-version`];
  }

  // ----- what an earlier visit left

  offer() {
    const kept = read(this.key);
    for (const [name, { value }] of Object.entries(kept.cells)) {
      const field = this.form.elements[name];
      if (field && valueOf(field) === value) delete kept.cells[name];
    }
    write(this.key, kept);
    const cells = Object.entries(kept.cells);
    if (cells.length === 0) return;
    const sentence = `Trên máy này còn ${cells.length} ô chưa lưu lúc ${when(kept.at)}.`;
    this.ask(sentence, [["Khôi phục", () => this.restore(cells)], ["Bỏ", () => this.drop(cells)]]);
  }

  // A row that changed meanwhile is sent with the version it was typed on: the server
  // answers with both values.
  restore(cells) {
    const lost = cells.filter(([name, { value, version }]) => {
      const field = this.form.elements[name];
      if (!field || !this.grid.saved.has(field)) return true;
      setValue(field, value);
      if (valueOf(field) !== value) return true;
      const known = this.version(field);
      if (known && version) known.value = version;
      return false;
    });
    cells.filter((one) => !lost.includes(one)).forEach(([name]) => this.mine.add(name));
    this.grid.dirty().forEach((field) => this.grid.saver.waiting.add(rowOf(field)));
    this.write();
    this.grid.saver.flush();
    if (lost.length === 0) return;
    const sentence = `${lost.length} ô không còn chỗ trên trang, chép lại nếu cần: ${wordsOf(lost)}.`;
    this.ask(sentence, [["Bỏ", () => this.drop(lost)]]);
  }

  drop(cells) {
    const kept = read(this.key);
    cells.forEach(([name]) => delete kept.cells[name]);
    write(this.key, kept);
  }

  ask(sentence, buttons) {
    this.form.before(noteWith(sentence, buttons));
  }
}

// What was typed into a form that this page no longer has: to be read and copied.
export function offerWhatHasNoForm() {
  const here = new Set([...document.querySelectorAll("form[data-grid]")].map((form) => pathIn(addressOf(form))));
  const start = `${PREFIX}${user()}:`;
  for (const key of user() ? keys(start) : []) {
    const kept = read(key);
    if (kept.page !== location.pathname || here.has(pathIn(key.slice(start.length)))) continue;
    const cells = Object.entries(kept.cells);
    const why = "Trang này không còn cho sửa, chép lại nếu cần";
    const sentence = `Trên máy này còn ${cells.length} ô chưa lưu lúc ${when(kept.at)}. ${why}: ${wordsOf(cells)}.`;
    const note = noteWith(sentence, [["Bỏ", () => write(key, { cells: {} })]]);
    document.querySelector(".page-head")?.after(note);
  }
}

function wordsOf(cells) {
  return cells.map(([, { label, value }]) => `“${value}”${label ? ` (${label})` : ""}`).join("; ");
}

function noteWith(sentence, buttons) {
  const note = document.createElement("div");
  note.className = "note note-warn mb-4";
  note.setAttribute("role", "status");
  const body = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = sentence;
  const acts = document.createElement("div");
  acts.className = "actions";
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-second";
    button.textContent = label;
    button.addEventListener("click", () => {
      note.remove();
      act();
    });
    acts.append(button);
  }
  body.append(text, acts);
  note.append(symbol("clock"), body);
  return note;
}

function pathIn(address) {
  return address.split(/[?#]/)[0];
}

// The same form on the same page, whatever led there; two forms of one address apart.
function addressOf(form) {
  const action = form.getAttribute("action");
  const url = new URL(action || location.href, location.href);
  const alike = [...document.querySelectorAll("form[data-grid]")].filter((one) => one.getAttribute("action") === action);
  const place = alike.indexOf(form);
  return `${url.pathname}${action ? url.search : ""}${place > 0 ? `#${place}` : ""}`;
}

function when(time) {
  const style = { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", year: "numeric" };
  const format = new Intl.DateTimeFormat("vi-VN", { ...style, timeZone: "Asia/Ho_Chi_Minh" });
  const part = Object.fromEntries(format.formatToParts(new Date(time)).map(({ type, value }) => [type, value]));
  return `${part.hour}:${part.minute} ngày ${part.day}/${part.month}/${part.year}`;
}
