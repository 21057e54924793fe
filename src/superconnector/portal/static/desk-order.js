/* Putting entries in order by dragging or by arrows; the numbers beside them are what is sent. */
"use strict";
(() => {
  const list = document.querySelector("[data-order]");
  if (!list) return;
  const items = () => [...list.querySelectorAll("[data-item]")];
  const number = () => items().forEach((item, at) => { item.querySelector("input").value = at + 1; });

  const move = (item, by) => {
    const all = items(), at = all.indexOf(item), to = at + by;
    if (to < 0 || to >= all.length) return;
    if (by < 0) all[to].before(item); else all[to].after(item);
    number();
  };

  for (const item of items()) {
    for (const [by, words, sign] of [[-1, list.dataset.up, "↑"], [1, list.dataset.down, "↓"]]) {
      const button = document.createElement("button");
      [button.type, button.className, button.textContent] = ["button", "button quiet small", sign];
      button.setAttribute("aria-label", `${words}: ${item.querySelector("a").textContent}`);
      button.addEventListener("click", () => { move(item, by); button.focus(); });
      item.append(button);
    }
    const grip = document.createElement("span");
    [grip.className, grip.textContent] = ["desk-grip", "⠿"];
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      item.classList.add("desk-dragged");
    });
    grip.addEventListener("pointermove", (event) => {
      if (!item.classList.contains("desk-dragged")) return;
      const below = items().find((each) => each !== item && event.clientY < each.getBoundingClientRect().top + each.offsetHeight / 2);
      if (below) below.before(item); else list.append(item);
    });
    const drop = () => { if (item.classList.contains("desk-dragged")) { item.classList.remove("desk-dragged"); number(); } };
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", drop);
    item.prepend(grip);
  }
})();
