// The lines at the foot of a grid: what a paste or a move did, with a button to take it
// back, and whatever keeps rows from being saved. They stay in sight while the grid is.

export class Said {
  constructor(form) {
    const foot = document.createElement("div");
    foot.className = "grid-said";
    this.place = document.createElement("div");
    this.place.setAttribute("role", "status");
    foot.append(this.place);
    form.append(foot);
    repeatStatus(form, foot);
  }

  // Sentences, and buttons as [label, act]; a button closes the line before it acts.
  say(sentences, { tone = "", buttons = [] } = {}) {
    const note = document.createElement("div");
    note.className = tone ? `is-${tone}` : "";
    const text = document.createElement("div");
    for (const sentence of sentences) {
      const line = document.createElement("p");
      line.textContent = sentence;
      text.append(line);
    }
    const acts = document.createElement("div");
    acts.className = "actions";
    for (const [label, act] of [...buttons, ["Đóng", () => {}]]) acts.append(this.button(label, act));
    note.append(text, acts);
    this.place.replaceChildren(note);
  }

  button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-second";
    made.textContent = label;
    made.addEventListener("click", () => {
      this.clear();
      act();
    });
    return made;
  }

  clear() {
    this.place.replaceChildren();
  }
}

// The page says at its top what is saved; here, where the work is, that it is not.
function repeatStatus(form, place) {
  const known = [...document.querySelectorAll("[data-save-status]")];
  const line = known.find((one) => !one.closest("form") || one.closest("form") === form);
  if (!line) return;
  const copy = line.cloneNode(true);
  copy.removeAttribute("role"); // the line itself is read out
  place.append(copy);
}
