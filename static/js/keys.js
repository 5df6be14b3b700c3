// "/" goes to the search field of the page, unless somebody is writing. Switched off under Letters and colours.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const here = document.activeElement;
  if (here && (here.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(here.tagName))) return;
  const field = document.querySelector("[data-key='/']");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
