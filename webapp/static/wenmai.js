// Completion in the search boxes, and sections that open when a link leads into them. Pages
// read and work without this file.
"use strict";

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details");
  if (folded && !folded.open) {
    folded.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", openTarget);
openTarget();

for (const input of document.querySelectorAll("input[data-suggest]")) complete(input);

function complete(input) {
  const form = input.form;
  const box = document.createElement("div");
  box.className = "suggestions";
  box.id = input.id + "-suggestions";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  box.hidden = true;
  form.append(box);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", box.id);
  input.setAttribute("aria-expanded", "false");

  let options = [];
  let chosen = -1;
  let asked = "";
  let timer = 0;
  let composing = false;

  function close() {
    box.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(next) {
    options[chosen]?.element.setAttribute("aria-selected", "false");
    chosen = next;
    const element = options[chosen]?.element;
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element) input.setAttribute("aria-activedescendant", element.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    options = found.map((item, n) => {
      const element = document.createElement("div");
      element.id = `${box.id}-${n}`;
      element.className = `c-${item.class}`;
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = item.text;
      if (item.lang) name.lang = item.lang;
      element.append(name);
      for (const [text, kind] of [[item.other, "second"], [item.kind, "kind"]]) {
        if (!text) continue;
        const part = document.createElement("span");
        part.className = kind;
        part.textContent = text;
        element.append(part);
      }
      element.addEventListener("mousedown", (event) => {
        event.preventDefault();
        location.assign(item.address);
      });
      return { element, address: item.address };
    });
    box.replaceChildren(...options.map((option) => option.element));
    chosen = -1;
    box.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!box.hidden));
  }

  async function ask() {
    const text = input.value.trim();
    asked = text;
    if (!text) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
      if (answer.ok && asked === text && document.activeElement === input) show(await answer.json());
    } catch {
      close();
    }
  }

  // While an input method composes, its own candidates are on the screen: wait for the words.
  input.addEventListener("compositionstart", () => { composing = true; close(); });
  input.addEventListener("compositionend", () => { composing = false; ask(); });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (composing || event.isComposing) return;
    if (event.key === "Escape" && !box.hidden) { close(); event.preventDefault(); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(options[chosen].address); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !box.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    }
  });
}
