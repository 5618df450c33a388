// Spreadsheet entry: moving by keyboard, saving each row by itself, losing nothing.
//
// The grid is one <form data-grid>; fields are named row-<id>-<field>, rows are
// <tr data-row="<id>"> (a row may have a second <tr> with the same data-row below it).
// The server answers as core/grid.py writes it. Without this script the form posts whole.

import {
  fieldOf, isTick, isUsable, nameIn, rowOf, rowsOf, servedValue, setFigure, setValue, valueOf,
} from "./grid-fields.js";
import { clearNote, showErrors, showStale } from "./grid-rows.js";
import { SaveStatus } from "./save-status.js";
import { renewToken, signInAgain } from "./sign-in.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;

class Grid {
  constructor(form) {
    this.form = form;
    this.status = new SaveStatus(form);
    this.saved = new Map(); // field → value that the server knows
    this.waiting = new Set(); // rows to send
    this.refused = new Set(); // rows with errors or with someone else's values
    this.sending = null; // the save that is under way
    this.wait = FIRST_WAIT;
    this.fields().forEach((field) => this.saved.set(field, servedValue(field)));
    form.querySelectorAll("[data-note-of]").forEach((note) => this.refused.add(note.dataset.noteOf));
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.flush());
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (this.leaving || !this.hasUnsaved()) return;
      event.preventDefault();
      event.returnValue = true; // what browsers before 2024 listen to
    });
    this.fields().filter((field) => this.isDirty(field)).forEach((field) => this.changed(field));
  }

  fields() {
    const kinds = ["hidden", "file", "radio"];
    return [...this.form.elements].filter((field) => nameIn(field) && !kinds.includes(field.type));
  }

  // A saved row may come back with another field in a cell.
  knowFields() {
    const here = new Set(this.fields());
    [...this.saved.keys()].filter((field) => !here.has(field)).forEach((field) => this.saved.delete(field));
    here.forEach((field) => { if (!this.saved.has(field)) this.saved.set(field, valueOf(field)); });
  }

  fieldsOf(row) {
    return this.fields().filter((field) => rowOf(field) === row);
  }

  isDirty(field) {
    return this.saved.has(field) && valueOf(field) !== this.saved.get(field);
  }

  hasUnsaved() {
    if (this.sending || this.waiting.size > 0 || this.refused.size > 0) return true;
    return this.fields().some((field) => this.isDirty(field));
  }

  changed(field) {
    if (!this.saved.has(field)) return;
    if (!this.isDirty(field)) {
      this.settle(rowOf(field));
      return;
    }
    this.waiting.add(rowOf(field));
    this.flush();
  }

  // A row that is back at what the server knows has nothing to say any more.
  settle(row) {
    if (this.fieldsOf(row).some((field) => this.isDirty(field))) return;
    this.waiting.delete(row);
    if (this.refused.delete(row)) clearNote(this.form, row);
    if (!this.hasUnsaved()) this.status.restored();
  }

  // ----- keyboard

  pressed(event) {
    const field = event.target;
    if (!this.saved.has(field) || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") this.restore(field);
    else if (field.tagName === "TEXTAREA") return;
    else if (event.key === "Enter") this.move(event, field, event.shiftKey ? -1 : 1);
    else if (field.tagName !== "SELECT" && !isTick(field)) {
      if (event.key === "ArrowDown") this.move(event, field, 1);
      if (event.key === "ArrowUp") this.move(event, field, -1);
    }
  }

  move(event, field, step) {
    event.preventDefault();
    const column = this.fields().filter((other) => nameIn(other) === nameIn(field) && isUsable(other));
    const target = column[column.indexOf(field) + step];
    if (!target) {
      this.changed(field);
      return;
    }
    target.focus();
    if (target.select) target.select();
  }

  restore(field) {
    if (!this.isDirty(field)) return;
    setValue(field, this.saved.get(field));
    this.settle(rowOf(field));
  }

  submitted(event) {
    if (this.leaving) return;
    event.preventDefault();
    this.fields().filter((field) => this.isDirty(field)).forEach((field) => this.waiting.add(rowOf(field)));
    const button = event.submitter;
    if (!button || !(button.name || button.hasAttribute("formaction"))) this.flush();
    else this.leave(button);
  }

  // A button that does something posts the whole page, once the rows have been sent;
  // what was refused goes along, so that the answer shows it again.
  async leave(button) {
    if (this.sending) await this.sending;
    await this.flush();
    if (this.waiting.size > 0) return; // not sent: the status says why, nothing leaves
    this.leaving = true;
    // A form may not be submitted while its submit event is still being handled.
    setTimeout(() => this.form.requestSubmit(button));
  }

  // ----- saving

  flush() {
    if (this.sending || this.waiting.size === 0) return this.sending || Promise.resolve();
    clearTimeout(this.timer);
    const rows = [...this.waiting];
    this.waiting.clear();
    this.status.busy();
    this.sending = this.send(rows);
    return this.sending;
  }

  async send(rows) {
    const sent = this.snapshot(rows);
    const outcome = await this.post(rows);
    this.sending = null;
    if (outcome.again) this.later(rows, outcome);
    else this.take(outcome.data, sent);
    if (this.waiting.size > 0 && !outcome.again) await this.flush();
  }

  snapshot(rows) {
    return new Map(rows.flatMap((row) => this.fieldsOf(row)).map((field) => [field, valueOf(field)]));
  }

  body(rows) {
    const body = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      const isWanted = name === "csrfmiddlewaretoken" || rows.some((row) => name.startsWith(`row-${row}-`));
      if (isWanted && typeof value === "string") body.append(name, value);
    }
    return body;
  }

  async post(rows) {
    let response;
    try {
      response = await fetch(this.form.getAttribute("action") || location.href, {
        method: "POST",
        body: this.body(rows),
        headers: { "X-Grid": "1", Accept: "application/json" },
        credentials: "same-origin",
      });
    } catch {
      return { again: true, offline: true };
    }
    if (response.status === 401) return this.signIn(response);
    if (response.status >= 500) return { again: true, refused: "Máy chủ chưa trả lời được." };
    if (response.headers.get("content-type")?.includes("json")) return { data: await response.json() };
    return this.refusedPage(response);
  }

  // A page instead of data: the token is an old one, else a rule refuses and says why.
  async refusedPage(response) {
    const refused = this.renewed ? await sentenceIn(response) : await renewToken();
    this.renewed = !refused;
    return { again: true, now: !refused, final: Boolean(refused), refused };
  }

  async signIn(response) {
    const { login } = await response.json();
    this.status.bad("Hết phiên làm việc. Đăng nhập lại để lưu tiếp.");
    const refused = await signInAgain(login);
    return { again: true, now: !refused, final: Boolean(refused), refused };
  }

  // Nothing is lost: the rows stay here and are sent again.
  later(rows, outcome) {
    rows.forEach((row) => this.waiting.add(row));
    if (outcome.now) {
      this.flush();
      return;
    }
    const cells = this.fields().filter((field) => this.isDirty(field)).length;
    const held = `${cells} ô đang giữ trên máy này`;
    if (outcome.offline) this.status.offline(held);
    else this.status.bad(`${outcome.refused} ${held}.`, () => this.flush());
    if (outcome.final) return; // only the person can change the answer
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  take(data, sent) {
    this.wait = FIRST_WAIT;
    this.renewed = false;
    for (const saved of data.saved || []) this.takeSaved(saved, sent);
    for (const error of data.errors || []) this.takeError(error);
    for (const stale of data.stale || []) this.takeStale(stale);
    for (const [name, text] of Object.entries(data.totals || {})) {
      this.form.querySelectorAll(`[data-total="${CSS.escape(name)}"]`).forEach((cell) => setFigure(cell, text));
    }
    if (this.refused.size > 0) this.status.bad(this.refusal());
    else this.status.done(data.status || "Đã lưu");
    this.form.dispatchEvent(new CustomEvent("grid:saved", { bubbles: true }));
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
    this.knowFields();
  }

  // What was typed while the row was under way stays, and is sent next.
  takeValue(row, name, value, sent) {
    const field = fieldOf(this.form, row, name);
    if (!field || !this.saved.has(field)) return;
    const isUntouched = !sent.has(field) || valueOf(field) === sent.get(field);
    const known = isTick(field) ? sent.get(field) ?? valueOf(field) : value; // a tick has no text
    if (isUntouched) setValue(field, known);
    this.saved.set(field, isUntouched ? valueOf(field) : known);
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
          this.saved.set(field, valueOf(field));
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

// A refusal's page says why; the sentence is repeated where the work is.
async function sentenceIn(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const why = page.querySelector(".note p")?.textContent.trim();
  return why || "Chưa lưu được. Tải lại trang để xem.";
}

document.querySelectorAll("form[data-grid]").forEach((form) => new Grid(form));
