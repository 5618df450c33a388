// One request of a grid's form: what it answers, or why it has to be sent again.

import { renewToken, signInAgain } from "./sign-in.js";

export class Post {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.renewed = false; // the token has just been renewed
  }

  get address() {
    return this.form.getAttribute("action") || location.href;
  }

  // Resolves to { data } or to { again: true, … }: offline, or refused with a sentence,
  // now (at once: the person has signed in) or final (only the person can change it).
  async send(body) {
    let response;
    try {
      response = await fetch(this.address, {
        method: "POST",
        body,
        headers: { "X-Grid": "1", Accept: "application/json" },
        credentials: "same-origin",
      });
    } catch {
      return { again: true, offline: true };
    }
    if (response.status === 401) return this.signIn(response);
    if (response.status >= 500) return { again: true, refused: "Máy chủ chưa trả lời được." };
    if (response.headers.get("content-type")?.includes("json")) {
      this.renewed = false;
      return { data: await response.json() };
    }
    return this.refusedPage(response);
  }

  // Ask for something else than a save: the answer, or { refused: why not }.
  async ask(entries) {
    const body = () => {
      const made = new FormData();
      made.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken?.value || "");
      for (const [name, value] of entries) made.append(name, value);
      return made;
    };
    let outcome = await this.send(body());
    if (outcome.now) outcome = await this.send(body());
    if (outcome.data) {
      const why = outcome.data.refused || [];
      return why.length > 0 ? { refused: why.join(" ") } : outcome.data;
    }
    return { refused: outcome.offline ? "Mất kết nối." : outcome.refused || "Chưa lưu được." };
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
}

// A refusal's page says why; the sentence is repeated where the work is.
async function sentenceIn(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const why = page.querySelector(".note p")?.textContent.trim();
  return why || "Chưa lưu được. Tải lại trang để xem.";
}
