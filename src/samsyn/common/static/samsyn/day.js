// Beside each day field, a button that opens the browser's own calendar. Typing works without.
"use strict";
(() => {
  const sprite = document.querySelector("meta[name=samsyn-calendar]");
  const label = sprite && sprite.content;
  const dress = (field) => {
    if (field.dataset.dressed || !HTMLInputElement.prototype.showPicker) return;
    field.dataset.dressed = "1";
    const picker = document.createElement("input");
    picker.type = "date";
    picker.className = "day-picker";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "day-button";
    button.textContent = label;
    const name = field.labels.length ? field.labels[0].firstChild.textContent.trim() : "";
    button.setAttribute("aria-label", `${label}: ${name}`);
    const pair = document.createElement("span");
    pair.className = "day-pair";
    field.replaceWith(pair);
    pair.append(field, button, picker);
    button.addEventListener("click", () => {
      if (/^\d{4}-\d{2}-\d{2}$/.test(field.value)) picker.value = field.value;
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      field.value = picker.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
  };
  const dressAll = (root) => root.querySelectorAll("input.day").forEach(dress);
  dressAll(document);
  document.addEventListener("htmx:after:swap", () => dressAll(document));
})();
