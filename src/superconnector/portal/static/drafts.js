/* Saves a draft while one types. Without this script the Save button does the same. */
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) return;
  const state = form.querySelector("[data-draft-state]");
  const counts = form.querySelector("[data-draft-counts]");
  const version = form.elements.version;
  const pause = 700;
  let timer = 0, saving = false, stopped = false, wait = pause, saved = content();

  function content() {
    const data = new FormData(form);
    data.delete("version");
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }
  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }
  function say(text, wrong) {
    state.textContent = text;
    state.classList.toggle("error-message", Boolean(wrong));
  }
  function again() {
    wait = Math.min(wait * 2, 30000);
    say(state.dataset.offline || "…", true);
    later(wait);
  }
  async function save() {
    if (stopped || saving || content() === saved) return;
    saving = true;
    const sent = content();
    let failed = false;
    try {
      const reply = await fetch(form.action || location.href, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
      });
      const told = await reply.json();
      say(told.said, told.state !== "saved");
      if (told.state === "saved") {
        version.value = told.version;
        saved = sent;
        wait = pause;
        if (counts) counts.textContent = told.counts.join(" · ");
        if (counts) counts.classList.toggle("error-message", told.over);
      } else if (told.state === "conflict") {
        stopped = true; // the button sends what is here; the server shows both
      } else {
        saved = sent;
      }
    } catch {
      failed = true;
    }
    saving = false;
    if (failed) again();
    else if (content() !== saved) later(pause);
  }
  form.addEventListener("input", () => later(pause));
  form.addEventListener("change", () => later(0));
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; saved = content(); });
  window.addEventListener("beforeunload", (event) => { if (content() !== saved) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
})();
