// Before any module is there: ask for what the page will need, so that answers and modules come together. A classic
// script; api.js takes the answers, each once.
(function () {
  "use strict";
  var language = document.documentElement.lang;
  var asked = (window.kodningEarly = {});
  function ask(path) {
    asked[path] = fetch(path, { credentials: "same-origin", headers: { "X-Kodning-Language": language } });
    asked[path].catch(function () {}); // api.js says so
  }
  /** The document read last, where only one project was read in this browser. */
  function last() {
    try {
      var keys = Object.keys(localStorage).filter(function (key) { return /^kodning\.place\..+\.document$/.test(key); });
      return keys.length === 1 ? localStorage.getItem(keys[0]) : null;
    } catch (error) {
      return null; // storage is switched off
    }
  }
  var page = location.pathname.slice(1);
  if (page === "login" || location.search.indexOf("token=") >= 0) return;
  ask("/api/me");
  ask("/api/codes");
  if (page !== "read" && page !== "") return;
  ask("/api/documents");
  var name = new URLSearchParams(location.search).get("doc") || last();
  if (name) ask("/api/document?" + new URLSearchParams({ name: name }));
})();
