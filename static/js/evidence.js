// Evidence of a row: its page opened as a dialog, files dropped on the row, each with its
// own progress. Without this the same page takes files by an ordinary form.

import { Upload } from "./evidence-upload.js";

const OPENERS = "a[data-evidence]";

document.addEventListener("click", (event) => {
  const link = event.target.closest(OPENERS);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});

// ----- files dropped on a row

function rowOf(event) {
  if (!event.dataTransfer?.types.includes("Files")) return null;
  const row = event.target.closest?.("tr");
  return row?.querySelector(`${OPENERS}[data-adds]`) ? row : null;
}

document.addEventListener("dragover", (event) => {
  const row = rowOf(event);
  mark(row);
  if (row) event.preventDefault();
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null);
});
document.addEventListener("drop", async (event) => {
  const row = rowOf(event);
  mark(null);
  if (!row) return;
  event.preventDefault();
  const files = [...event.dataTransfer.files];
  const panel = await open(row.querySelector(OPENERS));
  panel?.take(files);
});

function mark(row) {
  document.querySelectorAll("tr.is-over").forEach((one) => one.classList.toggle("is-over", one === row));
  row?.classList.add("is-over");
}

// ----- the dialog

async function open(link) {
  const page = await load(link.href);
  const found = page?.querySelector("[data-evidence-panel]");
  if (!found) {
    location.assign(link.href); // signed out, or gone: the page itself says so
    return null;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "dialog evidence-dialog";
  dialog.append(headOf(page, dialog), document.importNode(found, true));
  document.body.append(dialog);
  const panel = new Panel(dialog.querySelector("[data-evidence-panel]"));
  dialog.addEventListener("cancel", (event) => { if (!panel.mayLeave()) event.preventDefault(); });
  dialog.addEventListener("close", () => {
    panel.stop();
    dialog.remove();
    link.focus();
  });
  dialog.showModal();
  return panel;
}

function headOf(page, dialog) {
  const head = document.createElement("div");
  head.className = "dialog-head";
  const title = document.createElement("h2");
  title.id = "minh-chung-cua-dong";
  title.textContent = page.querySelector(".evidence-of")?.textContent || "Minh chứng";
  dialog.setAttribute("aria-labelledby", title.id);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-sm btn-second";
  close.textContent = "Đóng";
  close.addEventListener("click", () => {
    if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
  });
  head.append(title, close);
  return head;
}

async function load(url, options = {}) {
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options });
    return parse(await response.text());
  } catch {
    return null;
  }
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// ----- a panel, on its own page or in the dialog

class Panel {
  constructor(element) {
    this.element = element;
    this.url = element.dataset.url;
    this.uploads = [];
    element.classList.add("is-scripted");
    element.addEventListener("submit", (event) => this.submit(event));
    this.field?.addEventListener("change", () => {
      this.take([...this.field.files]);
      this.field.value = "";
    });
    this.watchDrops();
    window.addEventListener("beforeunload", (event) => {
      if (!this.isBusy()) return;
      event.preventDefault();
      event.returnValue = true;
    });
  }

  get field() {
    return this.element.querySelector("input[type=file]");
  }

  get token() {
    return this.element.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  }

  watchDrops() {
    const drop = this.element.querySelector("[data-evidence-drop]");
    drop?.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
    drop?.addEventListener("dragleave", () => drop.classList.remove("is-over"));
    drop?.addEventListener("drop", (event) => {
      event.preventDefault();
      event.stopPropagation();
      drop.classList.remove("is-over");
      this.take([...event.dataTransfer.files]);
    });
  }

  // One file after another: each keeps its own line and its own fate.
  take(files) {
    const queue = this.element.querySelector("[data-evidence-queue]");
    if (!queue) return;
    for (const file of files) {
      const upload = new Upload(file, this, Number(this.field.dataset.largest));
      this.uploads.push(upload);
      queue.append(upload.line);
    }
    this.next();
  }

  next() {
    if (this.uploads.some((one) => one.state === "sending")) return;
    this.uploads.find((one) => one.state === "waiting")?.send();
  }

  isBusy() {
    return this.element.isConnected && this.uploads.some((one) => ["waiting", "sending", "lost"].includes(one.state));
  }

  mayLeave() {
    return !this.isBusy() || window.confirm("Còn tệp chưa tải lên xong. Đóng và bỏ các tệp đó?");
  }

  stop() {
    this.uploads.forEach((one) => one.drop());
  }

  // ----- what stands now

  show(page, count) {
    for (const name of ["list", "others"]) {
      const mine = this.element.querySelector(`[data-evidence-${name}]`);
      const fresh = page.querySelector(`[data-evidence-${name}]`);
      if (mine && fresh) mine.replaceWith(document.importNode(fresh, true));
    }
    const shown = count ?? page.querySelectorAll("[data-evidence-list] .file:not(.is-gone)").length;
    for (const cell of document.querySelectorAll(OPENERS)) {
      if (new URL(cell.href).pathname !== this.url) continue;
      const lacks = "lacks" in cell.dataset && !shown;
      cell.classList.toggle("chip-miss", lacks);
      cell.classList.toggle("chip-none", !shown && !lacks);
      const empty = lacks ? "Thiếu minh chứng" : "Thêm tệp";
      cell.querySelector("[data-evidence-count]").textContent = shown ? `${shown} tệp` : empty;
    }
  }

  added(data) {
    this.show(parse(data.panel), data.count);
  }

  // Taking a file away, or linking one that is there: the answer is the page again.
  async submit(event) {
    if (!event.target.matches("[data-evidence-do]")) return;
    event.preventDefault();
    const page = await load(event.target.action, { method: "POST", body: new FormData(event.target) });
    const said = page?.querySelector(".notes .note-warn, .notes .note-bad");
    if (page?.querySelector("[data-evidence-panel]")) this.show(page);
    else location.assign(this.url);
    if (said) this.element.querySelector("[data-evidence-list]").prepend(document.importNode(said, true));
  }
}

document.querySelectorAll("[data-evidence-panel]").forEach((element) => new Panel(element));
