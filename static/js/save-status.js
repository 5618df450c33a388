// The line that says what is saved: Đang lưu… → Đã lưu lúc … → Mất kết nối → Chưa lưu được.

const TONES = ["is-idle", "is-busy", "is-off", "is-bad"];

export class SaveStatus {
  constructor(form) {
    this.lines = [...document.querySelectorAll("[data-save-status]")].filter(
      (line) => !line.closest("form") || line.closest("form") === form,
    );
    for (const line of this.lines) line.hidden = false;
    this.first = this.lines[0]?.querySelector("span")?.textContent || "";
    this.last = this.first;
  }

  busy() { this.show("is-busy", "clock", "Đang lưu…"); }

  done(text) {
    this.last = text;
    this.show("", "saved", text);
  }

  restored() { this.show(this.last === this.first ? "is-idle" : "", "saved", this.last); }

  offline(held) { this.show("is-off", "offline", `Mất kết nối: ${held}`); }

  bad(text, again) { this.show("is-bad", "bad", text, again); }

  show(tone, icon, text, again) {
    for (const line of this.lines) {
      line.classList.remove(...TONES);
      if (tone) line.classList.add(tone);
      const use = line.querySelector("use");
      use?.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#i-${icon}`);
      line.querySelector("span").textContent = text;
      line.querySelector("button")?.remove();
      if (again) line.append(retryButton(again));
    }
  }
}

function retryButton(again) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-second";
  button.textContent = "Thử lại";
  button.addEventListener("click", again);
  return button;
}
