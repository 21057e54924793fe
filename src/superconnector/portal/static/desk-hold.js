/* At an expo the connection comes and goes: what a judge chose waits on the device until the server can be reached.
   Every page works without it. Only an answer to the question that stands on the page is sent again. */
"use strict";
(() => {
  const form = document.querySelector("form[data-hold]");
  if (!form) return;
  const AGAIN = 5000, TRIES = 3;
  const key = `hold:${form.dataset.hold}`, asked = form.dataset.asked;
  const status = form.querySelector("[data-hold-status]");
  let inMemory = null, timer = 0, busy = false;

  const held = {
    get() { try { return JSON.parse(localStorage.getItem(key)) ?? inMemory; } catch { return inMemory; } },
    put(item) { inMemory = item; try { localStorage.setItem(key, JSON.stringify(item)); } catch { /* a private window */ } },
    clear() { inMemory = null; try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  };

  const fill = (fields) => {
    for (const [name, value] of fields) {
      let field = form.elements.namedItem(name);
      if (!field || field.type === "submit" || field instanceof RadioNodeList) {
        field = form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      }
      field.value = value;
    }
  };

  const reach = async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect") return "signin";
      return answer.status < 500 ? "there" : "waiting";
    } catch {
      return "waiting";
    }
  };

  const attempt = async () => {
    clearTimeout(timer);
    const item = held.get();
    if (!item || busy) return;
    busy = true;
    const state = await reach();
    if (state === "there") {
      held.put({ ...item, tries: item.tries + 1 });
      fill(item.fields);
      return form.submit();
    }
    busy = false;
    status.textContent = form.dataset[state];
    timer = setTimeout(attempt, AGAIN);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    if (event.submitter?.name) fields.push([event.submitter.name, event.submitter.value]);
    held.put({ asked, fields, tries: 0 });
    attempt();
  });
  addEventListener("online", attempt);
  addEventListener("pageshow", (event) => { if (event.persisted) { busy = false; attempt(); } });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    form.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });

  /* What waited from before: received if another question stands here, refused if the page says why. */
  const item = held.get();
  if (item) {
    const refused = document.querySelector(".messages .warn, .error-summary");
    if (item.asked !== asked || refused || item.tries >= TRIES) held.clear();
    else attempt();
  }
})();
