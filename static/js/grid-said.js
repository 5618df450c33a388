// The line at the foot of a grid: what a paste or a move did, with a button to take it back.
// It stays in sight while any of the grid is.

export class Said {
  constructor(form) {
    this.place = document.createElement("div");
    this.place.className = "grid-said";
    this.place.setAttribute("role", "status");
    form.append(this.place);
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
