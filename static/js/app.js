// What every page shares: menus, search key, a warning before typed text is lost.
// Nothing here is needed to use a page.

// Ctrl K goes to the search field.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  if (!search.offsetParent) { // narrow screens show the button alone
    search.form.submit();
    return;
  }
  search.focus();
  search.select();
});

// Menus close on Esc and on a click elsewhere.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
});

// An ordinary form with unsent changes asks before the page is left.
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { form.dataset.dirty = ""; });
  form.addEventListener("submit", () => { delete form.dataset.dirty; });
}
window.addEventListener("beforeunload", (event) => {
  if (!document.querySelector("form[data-guard][data-dirty]")) return;
  event.preventDefault();
  event.returnValue = true; // what browsers before 2024 listen to
});

// A page that asks again after the session has ended is led to the sign-in page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (event.detail.requestConfig.verb !== "get" || !answered) return;
  if (new URL(answered).pathname === event.detail.pathInfo.requestPath.split("?")[0]) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});

// After a refused form the eye and the reader start at the list of what is wrong.
document.querySelector("[data-errors]")?.focus();
