// Adding papers: files can be dropped on the form and are listed before they are sent; the page
// of an upload keeps itself up to date. Without this file both work, with less.
"use strict";

(() => {
  const form = document.querySelector(".add-form[data-most-files]");
  if (form) choose(form);
  const progress = document.querySelector("[data-status]");
  if (progress) follow(progress);

  function choose(form) {
    const input = form.querySelector("input[type=file]");
    const place = form.querySelector(".drop");
    const list = form.querySelector(".chosen");
    const button = form.querySelector("button");
    const most = form.dataset;
    place.querySelector(".drop-hint").hidden = false;

    function wrong(files) {
      const found = [];
      if (files.length > Number(most.mostFiles)) found.push(list.dataset.tooMany);
      for (const file of files) {
        if (file.size > Number(most.mostBytes)) found.push(list.dataset.tooLarge.replace("_FILE_", file.name));
      }
      if (files.reduce((sum, file) => sum + file.size, 0) > Number(most.mostTogether)) found.push(list.dataset.tooMuch);
      return found;
    }

    function show() {
      const files = [...input.files];
      const complaints = wrong(files);
      const items = document.createElement("ul");
      for (const [text, kind] of [
        ...complaints.map((text) => [text, "wrong"]),
        ...files.map((file) => [`${file.name} (${size(file.size)})`, "fine"]),
      ]) {
        const item = document.createElement("li");
        item.className = kind;
        item.textContent = text;
        items.append(item);
      }
      list.replaceChildren(...(files.length ? [items] : []));
      button.disabled = complaints.length > 0;
    }

    input.addEventListener("change", show);
    show(); // a browser may have kept the choice
    for (const kind of ["dragenter", "dragover"]) {
      place.addEventListener(kind, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        place.classList.add("over");
      });
    }
    for (const kind of ["dragleave", "drop"]) {
      place.addEventListener(kind, () => place.classList.remove("over"));
    }
    place.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      show();
    });
  }

  function size(bytes) {
    return bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  }

  function follow(place) {
    const text = place.querySelector("[role=status]");
    const bar = place.querySelector("progress");
    async function look() {
      try {
        const answer = await fetch(place.dataset.status, { headers: { Accept: "application/json" } });
        if (answer.status === 404 || answer.status === 401 || answer.status === 403) return location.reload();
        const found = await answer.json();
        if (found.ended) return location.reload();
        if (text.textContent !== found.text) text.textContent = found.text;
        bar.max = found.all;
        if (found.state !== "waiting") bar.value = found.done;
      } catch {
        // the server is away for a moment: ask again
      }
      setTimeout(look, 1000);
    }
    setTimeout(look, 700);
  }
})();
