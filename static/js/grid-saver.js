// Saving rows by themselves: what waits, what is under way, what was refused.

import { fieldOf, isTick, rowInName, rowsOf, setFigure, setValue, valueOf } from "./grid-fields.js";
import { Post } from "./grid-post.js";
import { clearNote, showErrors, showStale } from "./grid-rows.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;
const ROWS_AT_ONCE = 50;
const GONE = "Dòng này không còn: người khác vừa xóa. Chép lại nội dung nếu cần.";

export class Saver {
  constructor(grid) {
    this.grid = grid;
    this.form = grid.form;
    this.status = grid.status;
    this.post = new Post(grid.form, grid.status);
    this.waiting = new Set(); // rows to send
    this.refused = new Set(); // rows with errors or with someone else's values
    this.sending = null; // the save that is under way
    this.wait = FIRST_WAIT;
    this.form.querySelectorAll("[data-note-of]").forEach((note) => this.refused.add(note.dataset.noteOf));
    window.addEventListener("online", () => this.flush());
  }

  get isBusy() {
    return Boolean(this.sending) || this.waiting.size > 0 || this.refused.size > 0;
  }

  // A row that is back at what the server knows has nothing to say any more.
  forget(row) {
    this.waiting.delete(row);
    if (this.refused.delete(row)) clearNote(this.form, row);
  }

  // Resolves when everything has been sent, or could not be.
  flush() {
    if (this.sending || this.waiting.size === 0) return this.sending || Promise.resolve();
    clearTimeout(this.timer);
    const rows = [...this.waiting].slice(0, ROWS_AT_ONCE);
    rows.forEach((row) => this.waiting.delete(row));
    this.status.busy();
    this.sending = this.send(rows);
    return this.sending;
  }

  async send(rows) {
    const sent = new Map(rows.flatMap((row) => this.grid.fieldsOf(row)).map((field) => [field, valueOf(field)]));
    const outcome = await this.post.send(this.body(rows));
    this.sending = null;
    if (outcome.again) this.later(rows, outcome);
    else this.take(withGone(outcome.data, rows), sent);
    if (this.waiting.size > 0 && (outcome.now || !outcome.again)) await this.flush();
  }

  body(rows) {
    const body = new FormData();
    const wanted = new Set(rows);
    for (const [name, value] of new FormData(this.form)) {
      const isWanted = name === "csrfmiddlewaretoken" || wanted.has(rowInName(name));
      if (isWanted && typeof value === "string") body.append(name, value);
    }
    return body;
  }

  // Nothing is lost: the rows stay here and are sent again.
  later(rows, outcome) {
    rows.forEach((row) => this.waiting.add(row));
    if (outcome.now) return;
    const held = `${this.grid.dirty().length} ô đang giữ trên máy này`;
    if (outcome.offline) this.status.offline(held);
    else this.status.bad(`${outcome.refused} ${held}.`, () => this.flush());
    if (outcome.final) return; // only the person can change the answer
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  take(data, sent) {
    this.wait = FIRST_WAIT;
    for (const saved of data.saved || []) this.takeSaved(saved, sent);
    this.grid.knowFields();
    for (const error of data.errors || []) this.takeError(error);
    for (const stale of data.stale || []) this.takeStale(stale);
    for (const [name, text] of Object.entries(data.totals || {})) {
      this.form.querySelectorAll(`[data-total="${CSS.escape(name)}"]`).forEach((cell) => setFigure(cell, text));
    }
    if (this.refused.size > 0) this.status.bad(this.refusal());
    else this.status.done(data.status || "Đã lưu");
    // Of many rows that are sent in parts, the page hears once.
    if (this.waiting.size === 0) this.form.dispatchEvent(new CustomEvent("grid:saved", { bubbles: true }));
  }

  refusal() {
    return `Chưa lưu được ${this.refused.size} dòng, xem dòng tô màu`;
  }

  takeSaved({ row, version, values, cells }, sent) {
    row = String(row);
    this.refused.delete(row);
    clearNote(this.form, row);
    this.setVersion(row, version);
    for (const [name, value] of Object.entries(values || {})) this.takeValue(row, name, value, sent);
    for (const [name, html] of Object.entries(cells || {})) {
      for (const line of rowsOf(this.form, row)) {
        line.querySelectorAll(`[data-cell="${CSS.escape(name)}"]`).forEach((cell) => { cell.innerHTML = html; });
      }
    }
  }

  // What was typed while the row was under way stays, and is sent next.
  takeValue(row, name, value, sent) {
    const field = fieldOf(this.form, row, name);
    const known = this.grid.saved;
    if (!field || !known.has(field)) return;
    const isUntouched = !sent.has(field) || valueOf(field) === sent.get(field);
    const written = isTick(field) ? sent.get(field) ?? valueOf(field) : value; // a tick has no text
    if (isUntouched) setValue(field, written);
    known.set(field, isUntouched ? valueOf(field) : written);
    field.classList.toggle("is-blank", field.dataset.wanted !== undefined && valueOf(field) === "");
    if (!isUntouched && document.activeElement !== field) this.waiting.add(row);
  }

  takeError({ row, fields }) {
    row = String(row);
    this.refused.add(row);
    showErrors(this.form, row, fields);
  }

  takeStale(stale) {
    const row = String(stale.row);
    this.refused.add(row);
    showStale(this.form, stale, {
      keepMine: () => this.resend(row, stale.version),
      takeTheirs: () => {
        for (const [name, both] of Object.entries(stale.fields || {})) {
          const field = fieldOf(this.form, row, name);
          if (!field) continue;
          setValue(field, both.theirs);
          this.grid.saved.set(field, valueOf(field));
        }
        this.resend(row, stale.version);
      },
    });
  }

  resend(row, version) {
    this.setVersion(row, version);
    this.refused.delete(row);
    clearNote(this.form, row);
    this.waiting.add(row);
    this.flush();
  }

  setVersion(row, version) {
    const field = this.form.elements[`row-${row}-version`];
    if (field) field.value = version;
  }
}

// The server says nothing of a row that it no longer has.
function withGone(data, rows) {
  const answered = [...(data.saved || []), ...(data.stale || []), ...(data.errors || [])];
  const known = new Set(answered.map(({ row }) => String(row)));
  const gone = rows.filter((row) => !known.has(row));
  if (gone.length === 0) return data;
  return { ...data, errors: [...(data.errors || []), ...gone.map((row) => ({ row, fields: { "": [GONE] } }))] };
}
