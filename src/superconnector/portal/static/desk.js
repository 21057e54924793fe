/* The judge's desk: saves while one writes, keeps what cannot be sent, and scores by keys.
   Every page works without it. Texts come from the page, so that they are in its language. */
"use strict";
(() => {
  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const PAUSE = 700, AGAIN = 5000;
  const key = `desk:${form.dataset.desk}`;
  const status = form.querySelector("[data-desk-status]");
  const tab = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const meta = (name) => form.elements.namedItem(name);
  const texts = () => Object.fromEntries([...new FormData(form)].filter(([name]) => /^(score-|comment$|note$)/.test(name)));
  const same = (one, two) => {
    const said = (all) => JSON.stringify(Object.entries(all).filter(([, text]) => text !== "").sort());
    return said(one) === said(two);
  };
  let stored = texts(), timer = 0, busy = false, stopped = false;
  meta("tab").value = tab;

  /* What waits on this device: what was written, from which draft it was written, and whether to hand in. */
  const waiting = {
    get() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    put(finish) {
      const item = { texts: texts(), number: meta("number").value, version: meta("version").value, tab: meta("tab").value, finish };
      try { localStorage.setItem(key, JSON.stringify(item)); } catch { /* a private window keeps it on the page */ }
      return item;
    },
    clear() { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  };

  const fill = (all) => {
    for (const field of form.querySelectorAll("[name^='score-'], [name='comment'], [name='note']")) {
      if (field.type === "radio") field.checked = all[field.name] === field.value;
      else field.value = all[field.name] ?? "";
    }
  };

  const clash = (answer) => {
    stopped = true;
    say(form.dataset.clash);
    const box = document.createElement("div");
    box.className = "notice warn stack-s";
    box.append(status.textContent);
    const list = document.createElement("dl");
    for (const [name, text] of Object.entries(answer.texts)) {
      const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
      const [term, said] = [document.createElement("dt"), document.createElement("dd")];
      const label = field?.closest("fieldset")?.querySelector("legend b") ?? form.querySelector(`label[for="${CSS.escape(name)}"]`);
      [term.textContent, said.textContent] = [label?.textContent ?? name, text || "–"];
      list.append(term, said);
    }
    const choose = (words, take) => {
      const button = document.createElement("button");
      [button.type, button.className, button.textContent] = ["button", "button small", words];
      button.addEventListener("click", () => {
        [meta("number").value, meta("version").value] = [answer.number, answer.version];
        stored = answer.texts;
        if (take) fill(answer.texts);
        box.remove();
        stopped = false;
        waiting.clear();
        save();
      });
      return button;
    };
    const row = document.createElement("p");
    row.className = "row";
    row.append(choose(form.dataset.mine, false), choose(form.dataset.theirs, true));
    box.append(list, row);
    status.after(box);
    box.querySelector("button").focus();
  };

  /* The connection is down, or the server is: keep it here and try again. */
  const later = (finish) => {
    waiting.put(finish);
    say(finish ? form.dataset.waiting : form.dataset.offline);
    clearTimeout(timer);
    timer = setTimeout(() => send(finish), AGAIN);
  };

  const received = async (response, item, finish) => {
    if (response.redirected || !response.headers.get("Content-Type")?.includes("json")) {
      waiting.put(finish);
      if (response.status >= 500) return later(finish);
      return say(form.dataset.signin);
    }
    const answer = await response.json();
    if (response.ok) {
      waiting.clear();
      [meta("number").value, meta("version").value] = [answer.number, answer.version];
      stored = item.texts;
      if (finish) { stopped = true; return location.assign(answer.next); }
      say(`${form.dataset.saved} ${answer.saved}`);
      return same(texts(), stored) ? undefined : schedule();
    }
    if (answer.final) { waiting.clear(); stopped = true; return location.reload(); }
    if (response.status === 409) return clash(answer);
    return say(answer.problem);
  };

  const send = async (finish) => {
    if (busy || stopped) return;
    busy = true;
    const item = waiting.put(finish);
    const body = new FormData(form);
    body.set("do", finish ? "finish" : "save");
    say(form.dataset.saving);
    try {
      const response = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      busy = false;
      await received(response, item, finish);
    } catch {
      busy = false;
      later(finish);
    }
  };

  const save = () => { if (!same(texts(), stored)) send(false); };
  const schedule = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };

  form.addEventListener("input", () => { if (!stopped) { waiting.put(false); schedule(); } });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    send(event.submitter?.value === "finish");
  });
  addEventListener("online", () => { const item = waiting.get(); if (item) send(item.finish); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && !stopped) save(); });

  /* Something waited from before this page was loaded: it is shown again, and sent from the draft it knew. */
  const left = waiting.get();
  if (left) {
    if (same(left.texts, stored)) waiting.clear();
    else {
      fill(left.texts);
      for (const name of ["number", "version", "tab"]) meta(name).value = left[name];
      send(left.finish);
    }
  }

  /* Keys. */
  const groups = [...form.querySelectorAll("[data-criterion]")];
  const next = (group) => groups[groups.indexOf(group) + 1];
  const focus = (group) => (group?.querySelector(":checked") ?? group?.querySelector("input"))?.focus();
  document.addEventListener("keydown", (event) => {
    const finish = form.querySelector("[value='finish']");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && finish) return form.requestSubmit(finish);
    const typing = event.target.closest("input:not([type='radio']), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return undefined;
    const here = event.target.closest("[data-criterion]") ?? groups.find((group) => !group.querySelector(":checked"));
    const pick = (value) => here?.querySelector(`input[type="radio"][value="${value}"]`);
    const radio = pick(event.key) ?? (event.key === "0" ? pick("10") : null);
    if (!radio) return undefined;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    focus(next(here) ?? here);
    return undefined;
  });
})();
