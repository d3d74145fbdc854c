// Before anything is painted: the theme chosen last time. A classic script, so that the page never flashes.
(function () {
  "use strict";
  var chosen = null;
  try {
    chosen = localStorage.getItem("kodning.theme");
  } catch (error) {
    chosen = null; // storage is switched off: follow the system
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
