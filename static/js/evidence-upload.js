// One file on its way: a line with its progress, to be stopped, tried again or dropped.

import { renewToken, signInAgain } from "./sign-in.js";

const MEGABYTE = 1048576;

export class Upload {
  constructor(file, panel, largest) {
    this.file = file;
    this.panel = panel;
    this.state = "waiting";
    this.renewed = false;
    this.draw();
    if (file.size === 0) this.refuse("Tệp rỗng, không có nội dung.");
    else if (file.size > largest * MEGABYTE) this.refuse(`Tệp quá lớn: mỗi tệp chỉ được đến ${largest} MB.`);
    this.online = () => { if (this.state === "lost") this.again(); };
    window.addEventListener("online", this.online);
  }

  // ----- the line

  draw() {
    this.line = document.createElement("li");
    this.line.className = "file upload";
    const name = element("span", "file-name", this.file.name);
    this.bar = element("progress", "progress-gu upload-bar");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `Tải lên ${this.file.name}`);
    this.acts = element("span", "file-acts");
    this.words = element("p", "meta");
    this.line.append(name, this.bar, this.acts, this.words);
    this.say("Đang chờ", [["Bỏ", () => this.drop()]]);
  }

  say(words, buttons = [], isBad = false) {
    this.words.textContent = words;
    this.words.className = isBad ? "t-bad" : "meta";
    this.line.classList.toggle("is-bad", isBad);
    this.acts.replaceChildren(...buttons.map(([label, act]) => {
      const button = element("button", "btn btn-sm btn-quiet", label);
      button.type = "button";
      button.append(element("span", "visually-hidden", ` ${this.file.name}`));
      button.addEventListener("click", act);
      return button;
    }));
  }

  // ----- sending

  send() {
    this.state = "sending";
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.panel.token);
    body.append("files", this.file);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", this.panel.url);
    request.setRequestHeader("X-Grid", "1");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.progress(event));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.lose());
    this.say("0%", [["Hủy", () => this.drop()]]);
    request.send(body);
  }

  progress(event) {
    if (!event.lengthComputable) return;
    const percent = Math.floor((100 * event.loaded) / event.total);
    this.bar.value = percent;
    this.words.textContent = percent < 100 ? `${percent}%` : "Đang kiểm tra…";
  }

  async answered(request) {
    const data = read(request);
    if (request.status === 200 && data?.panel) this.finish(data);
    else if (request.status === 401 && data?.login) await this.signIn(data.login);
    else if (data?.refused) this.refuse(data.refused.map((one) => this.withoutName(one)).join(" "));
    else if (request.status === 403 && !this.renewed) await this.renew();
    else if (request.status >= 500) this.lose("Máy chủ chưa trả lời được.");
    else this.refuse("Chưa tải lên được. Tải lại trang rồi thử lại.");
    this.panel.next();
  }

  withoutName(sentence) {
    return sentence.replace(/^“[^”]*”: /, "");
  }

  finish(data) {
    this.state = "done";
    window.removeEventListener("online", this.online);
    this.line.remove();
    this.panel.added(data);
  }

  refuse(sentence) {
    this.state = "refused";
    this.bar.hidden = true;
    this.say(sentence, [["Bỏ", () => this.drop()]], true);
  }

  // The file stays in the page: it goes on by itself when the line is back.
  lose(sentence = "Mất kết nối.") {
    this.state = "lost";
    this.say(`${sentence} Tệp vẫn còn ở đây.`, [["Thử lại", () => this.again()], ["Bỏ", () => this.drop()]], true);
    this.panel.next();
  }

  again() {
    this.state = "waiting";
    this.bar.value = 0;
    this.say("Đang chờ", [["Bỏ", () => this.drop()]]);
    this.panel.next();
  }

  drop() {
    const wasSending = this.state === "sending";
    this.state = "dropped";
    window.removeEventListener("online", this.online);
    if (wasSending) this.request.abort();
    this.line.remove();
    this.panel.next();
  }

  async signIn(login) {
    this.say("Hết phiên làm việc. Đăng nhập lại để tải lên tiếp.");
    const refused = await signInAgain(login);
    if (refused) this.lose(refused);
    else this.again();
  }

  async renew() {
    this.renewed = true;
    const refused = await renewToken();
    if (refused) this.refuse(refused);
    else this.again();
  }
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
