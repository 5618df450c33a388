// Changing the order of rows: by dragging a handle, by Alt Shift ↑ ↓, by the buttons.
//
// Inside [data-order] rows are siblings when they have the same data-depth and nothing
// shallower stands between them; what is deeper below a row moves along with it. Saved by
// do=<data-order> with row=<id> for each sibling in its new order → { numbers: {id: "2.1"} },
// written into each row's [data-number].

import { rowOf, setNumbers } from "./grid-fields.js";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const EDGE = 96; // this near to the edge of what is in sight, dragging scrolls
const SCROLL = 14;

export class Order {
  constructor(grid) {
    this.grid = grid;
    this.form = grid.form;
    this.queue = Promise.resolve();
    this.failures = new Map(); // siblings → how often their order was refused
    this.drag = null;
    if (!this.form.querySelector("[data-order]")) return;
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("pointerdown", (event) => this.grab(event));
    this.form.addEventListener("pointermove", (event) => this.follow(event));
    this.form.addEventListener("pointerup", () => this.drop(true));
    this.form.addEventListener("pointercancel", () => this.drop(false));
    this.show();
  }

  show() {
    this.form.querySelectorAll("[data-grip][hidden]").forEach((grip) => { grip.hidden = false; });
  }

  pressed(event) {
    if (event.key === "Escape" && this.drag) this.drop(false);
    const step = STEPS[event.key];
    const isGrip = event.target.matches?.("[data-grip]");
    if (!step || !(event.altKey && event.shiftKey) && !(isGrip && !event.altKey && !event.ctrlKey)) return;
    if (this.step(event.target, step)) event.preventDefault();
  }

  // Move the row of a field or button by one place; false where there is no order.
  step(element, step) {
    const line = firstLine(element);
    if (!line) return false;
    const before = siblingsOf(line);
    const place = before.indexOf(line);
    const other = before[place + step];
    if (!other) {
      this.tell(`${nameOf(line)} đã ở ${step < 0 ? "đầu" : "cuối"} phần này.`);
      return true;
    }
    // The neighbour moves, so that the row keeps its focus.
    if (step > 0) line.before(...blockOf(other));
    else blockOf(line).at(-1).after(...blockOf(other));
    this.settle(line, before);
    line.scrollIntoView({ block: "nearest" });
    return true;
  }

  // ----- dragging

  grab(event) {
    const grip = event.target.closest?.("[data-grip]");
    const line = grip && firstLine(grip);
    if (!line || event.button !== 0 || this.drag) return;
    event.preventDefault(); // no text is marked on the way
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    const block = blockOf(line);
    this.drag = { line, block, siblings: siblingsOf(line), y: event.clientY };
    block.forEach((one) => one.classList.add("is-dragged"));
    this.drag.timer = setInterval(() => this.scroll(), 30);
  }

  follow(event) {
    if (!this.drag) return;
    this.drag.y = event.clientY;
    this.aim();
  }

  // The gap nearest to the pointer: before a sibling, or after the last one.
  aim() {
    const { line, siblings, y } = this.drag;
    const others = siblings.filter((one) => one !== line);
    const next = others.find((one) => y < middleOf(blockOf(one)));
    const last = others.at(-1);
    this.mark(next || (last && blockOf(last).at(-1)), next ? "is-drop-above" : "is-drop-below");
    this.drag.next = next || null;
    this.drag.hasAimed = Boolean(last);
  }

  mark(line, kind) {
    const known = this.form.querySelector(".is-drop-above, .is-drop-below");
    if (known === line && known?.classList.contains(kind)) return;
    known?.classList.remove("is-drop-above", "is-drop-below");
    line?.classList.add(kind);
  }

  scroll() {
    const { y, line } = this.drag;
    const wrap = line.closest(".grid-wrap");
    const isInner = wrap && wrap.scrollHeight > wrap.clientHeight && getComputedStyle(wrap).overflowY !== "visible";
    const box = isInner ? wrap.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    const step = y < top + EDGE ? -SCROLL : y > bottom - EDGE ? SCROLL : 0;
    if (!step) return;
    (isInner ? wrap : window).scrollBy(0, step);
    if (this.drag.hasAimed) this.aim();
  }

  drop(isMeant) {
    if (!this.drag) return;
    const { line, block, siblings, timer, next, hasAimed } = this.drag;
    clearInterval(timer);
    this.drag = null;
    this.mark(null);
    block.forEach((one) => one.classList.remove("is-dragged"));
    if (!isMeant || !hasAimed) return;
    const place = siblings.indexOf(line);
    if (next === (siblings[place + 1] || null)) return; // where it was
    const last = siblings.filter((one) => one !== line).at(-1);
    if (next) next.before(...block);
    else blockOf(last).at(-1).after(...block);
    this.settle(line, siblings);
  }

  // ----- saving

  // Say where the row stands now and save the order; put it back where that is refused.
  settle(line, before) {
    const now = siblingsOf(line);
    this.tell(`${nameOf(line)} chuyển đến vị trí ${now.indexOf(line) + 1} trong ${now.length}.`);
    const group = before.map((one) => one.dataset.row).sort().join();
    const failures = this.failures.get(group) || 0;
    this.queue = this.queue.then(() => {
      if (failures !== (this.failures.get(group) || 0)) return null; // put back meanwhile
      return this.save(line, before, () => this.failures.set(group, failures + 1));
    });
  }

  async save(line, before, failed) {
    const entries = [["do", line.closest("[data-order]").dataset.order]];
    for (const one of siblingsOf(line)) entries.push(["row", one.dataset.row]);
    this.grid.status.busy();
    const answer = await this.grid.saver.post.ask(entries);
    if (answer.refused) {
      failed();
      this.putBack(before);
      this.grid.status.bad(`Chưa đổi được thứ tự. ${answer.refused}`);
      this.tell(`Chưa đổi được thứ tự: ${answer.refused}`);
      return;
    }
    setNumbers(this.form, answer.numbers);
    if (!this.grid.hasUnsaved()) this.grid.status.done(answer.status || "Đã lưu");
    this.form.dispatchEvent(new CustomEvent("grid:saved", { bubbles: true }));
  }

  putBack(before) {
    const blocks = before.map(blockOf);
    const start = siblingsOf(before[0])[0].previousElementSibling;
    const parent = before[0].parentElement;
    const focused = document.activeElement;
    if (start) start.after(...blocks.flat());
    else parent.prepend(...blocks.flat());
    focused.focus({ preventScroll: true });
  }

  tell(sentence) {
    if (!this.voice) {
      this.voice = document.createElement("p");
      this.voice.className = "visually-hidden";
      this.voice.setAttribute("aria-live", "polite");
      this.form.append(this.voice);
    }
    this.voice.textContent = sentence;
  }
}

function firstLine(element) {
  const row = element.closest?.("[data-order]") && rowOf(element);
  return row ? element.closest("[data-order]").querySelector(`[data-row="${CSS.escape(row)}"]`) : null;
}

function depthOf(line) {
  return Number(line.dataset.depth || 0);
}

// A row's lines with its notes, and all rows that are deeper below it.
export function blockOf(line) {
  const block = [line];
  for (let next = line.nextElementSibling; next; next = next.nextElementSibling) {
    const isOwn = next.dataset.row === line.dataset.row || Boolean(next.dataset.noteOf);
    if (!isOwn && !(next.dataset.row && depthOf(next) > depthOf(line))) break;
    block.push(next);
  }
  return block;
}

export function siblingsOf(line) {
  const lines = [...line.parentElement.children].filter((one) => one.dataset.row);
  const firsts = lines.filter((one, place) => lines[place - 1]?.dataset.row !== one.dataset.row);
  const place = firsts.indexOf(line);
  let start = place;
  let end = place;
  while (start > 0 && depthOf(firsts[start - 1]) >= depthOf(line)) start -= 1;
  while (end + 1 < firsts.length && depthOf(firsts[end + 1]) >= depthOf(line)) end += 1;
  return firsts.slice(start, end + 1).filter((one) => depthOf(one) === depthOf(line));
}

function middleOf(block) {
  const top = block[0].getBoundingClientRect().top;
  return (top + block.at(-1).getBoundingClientRect().bottom) / 2;
}

function nameOf(line) {
  return `Dòng ${line.querySelector("[data-number]")?.textContent.trim() || ""}`.trim();
}
