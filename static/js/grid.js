// Spreadsheet entry: moving by keyboard, saving each row by itself, losing nothing.
//
// The grid is one <form data-grid>; fields are named row-<id>-<field>, rows are
// <tr data-row="<id>"> (a row may have a second <tr> with the same data-row below it).
// The server answers as core/grid.py writes it. Without this script the form posts whole.
//
// What else the markup may ask for:
//   form data-enter="down"      its text areas are cells: Enter goes down
//   tbody data-append="add-x"   a pasted block gets its missing rows by do=add-x, count=n;
//                               with data-siblings by do=add-x-<row>, beside that row
//   tbody data-order="order"    rows change places by do=order and the siblings' row=…;
//                               rows carry data-depth, a handle data-grip, a button that
//                               moves by one data-step, a number data-number

import { isChoice, isTick, nameIn, rowOf, rowsOf, servedValue, setValue, valueOf } from "./grid-fields.js";
import { Kept, offerWhatHasNoForm, watchSignOut } from "./grid-kept.js";
import { pressed } from "./grid-keys.js";
import { Order } from "./grid-order.js";
import { Paste } from "./grid-paste.js";
import { Said } from "./grid-said.js";
import { Saver } from "./grid-saver.js";
import { SaveStatus } from "./save-status.js";

const UNTYPED = new Set(["hidden", "file", "radio"]);

class Grid {
  constructor(form) {
    this.form = form;
    this.said = new Said(form);
    this.status = new SaveStatus(form);
    this.saver = new Saver(this);
    this.saved = new Map(); // field → value that the server knows
    this.fields().forEach((field) => this.saved.set(field, servedValue(field)));
    this.kept = new Kept(this);
    this.paste = new Paste(this);
    this.order = new Order(this);
    this.listen();
    this.dirty().forEach((field) => this.changed(field));
  }

  listen() {
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("keydown", (event) => pressed(this, event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (this.leaving || !this.hasUnsaved()) return;
      event.preventDefault();
      event.returnValue = true; // what browsers before 2024 listen to
    });
  }

  fields() {
    return [...this.form.elements].filter((field) => nameIn(field) && !UNTYPED.has(field.type));
  }

  fieldsOf(row) {
    const inside = [...rowsOf(this.form, row)].flatMap((line) => [...line.querySelectorAll("input, select, textarea")]);
    return inside.filter((field) => nameIn(field) && !UNTYPED.has(field.type));
  }

  // A saved row may come back with another field in a cell; new rows may have come.
  knowFields() {
    const here = new Set(this.fields());
    [...this.saved.keys()].filter((field) => !here.has(field)).forEach((field) => this.saved.delete(field));
    here.forEach((field) => { if (!this.saved.has(field)) this.saved.set(field, servedValue(field)); });
  }

  isDirty(field) {
    return this.saved.has(field) && valueOf(field) !== this.saved.get(field);
  }

  dirty() {
    return this.fields().filter((field) => this.isDirty(field));
  }

  hasUnsaved() {
    return this.saver.isBusy || this.dirty().length > 0;
  }

  changed(field) {
    if (!this.saved.has(field)) return;
    this.kept.soon();
    if (!this.isDirty(field)) {
      this.settle(rowOf(field));
      return;
    }
    this.saver.waiting.add(rowOf(field));
    this.saver.flush();
  }

  settle(row) {
    if (this.fieldsOf(row).some((field) => this.isDirty(field))) return;
    this.saver.forget(row);
    if (!this.hasUnsaved()) this.status.restored();
  }

  restore(field) {
    if (!this.isDirty(field)) return;
    setValue(field, this.saved.get(field));
    this.kept.soon();
    this.settle(rowOf(field));
  }

  go(field) {
    field.focus();
    if (!isChoice(field) && !isTick(field)) field.select();
  }

  submitted(event) {
    if (this.leaving) return;
    event.preventDefault();
    this.dirty().forEach((field) => this.saver.waiting.add(rowOf(field)));
    const button = event.submitter;
    if (button?.dataset.step && this.order.step(button, Number(button.dataset.step))) return;
    if (!button || !(button.name || button.hasAttribute("formaction"))) this.saver.flush();
    else this.leave(button);
  }

  // A button that does something posts the whole page, once the rows have been sent;
  // what was refused goes along, so that the answer shows it again.
  async leave(button) {
    if (this.saver.sending) await this.saver.sending;
    await this.saver.flush();
    if (this.saver.waiting.size > 0) return; // not sent: the status says why, nothing leaves
    this.leaving = true;
    // A form may not be submitted while its submit event is still being handled.
    setTimeout(() => this.form.requestSubmit(button));
  }
}

watchSignOut();
document.querySelectorAll("form[data-grid]").forEach((form) => new Grid(form));
offerWhatHasNoForm();
