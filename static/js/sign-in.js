// Signing in again in place, when a session ends in the middle of work.

let running = null;

// Resolves to "" when the same person is signed in again, else to a sentence.
export function signInAgain(loginUrl) {
  running = running || ask(loginUrl).finally(() => { running = null; });
  return running;
}

async function ask(loginUrl) {
  const page = await load(loginUrl);
  if (!page) return "Chưa mở được trang đăng nhập.";
  const form = loginForm(page);
  if (!form) return accept(page); // signed in meanwhile, in another tab
  const dialog = draw(form, loginUrl);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.dataset.answer ?? "Chưa đăng nhập lại.");
    });
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await send(event.target);
      if (answer.form) swap(dialog, answer.form, loginUrl);
      else {
        dialog.dataset.answer = answer.sentence;
        dialog.close();
      }
    });
    dialog.showModal();
  });
}

async function load(url, options = {}) {
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}

function loginForm(page) {
  return page.querySelector("form[data-login]");
}

function draw(form, loginUrl) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const title = document.createElement("h2");
  title.id = "dang-nhap-lai";
  title.textContent = "Đăng nhập lại để lưu tiếp";
  dialog.setAttribute("aria-labelledby", title.id);
  const text = document.createElement("p");
  text.className = "small-2";
  text.textContent = "Phiên làm việc đã hết. Những gì đang gõ vẫn còn trên trang này.";
  dialog.append(title, text, adopt(form, loginUrl));
  document.body.append(dialog);
  return dialog;
}

function swap(dialog, form, loginUrl) {
  const fresh = adopt(form, loginUrl);
  dialog.querySelector("form").replaceWith(fresh);
  fresh.querySelector("[name=password]")?.focus();
}

function adopt(form, loginUrl) {
  const made = document.importNode(form, true);
  made.action = form.getAttribute("action") || loginUrl;
  return made;
}

async function send(form) {
  const page = await load(form.action, { method: "POST", body: new FormData(form) });
  if (!page) return { sentence: "Mất kết nối khi đăng nhập." };
  const again = loginForm(page);
  return again ? { form: again } : { sentence: await accept(page) };
}

// Takes a fresh CSRF token for this page; "" or the sentence why not.
export async function renewToken() {
  return accept(await load(location.href));
}

// Another person's token is refused: the work belongs to who began it.
async function accept(page) {
  const known = page && tokenOf(page) ? page : await load(location.href);
  const token = known && tokenOf(known);
  if (!token || loginForm(known)) return "Chưa đăng nhập lại được.";
  if (known.body.dataset.user !== document.body.dataset.user) {
    return "Tài khoản khác đã đăng nhập. Đăng nhập lại bằng tài khoản cũ để lưu.";
  }
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
  return "";
}

function tokenOf(page) {
  return page.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
}
