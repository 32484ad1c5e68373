"use strict";
// The form works without this. With it, answers stay on the device until they are sent, a page
// is fetched without being left, and a kiosk is cleared when nobody touches it.
(function () {
  var NAME = "bearing:", OLD = 12 * 3600 * 1000, WARNING = 20, busy = false, clicked = null, touched = Date.now();
  function q(selector) { return document.querySelector(selector); }
  function form() { return document.getElementById("answers"); }
  function kiosk() { return Number(document.body.dataset.kiosk || 0); }
  function shelf() { return kiosk() ? sessionStorage : localStorage; }
  function quietly(work) { try { return work(); } catch (full) { return null; } }
  function load() {
    return quietly(function () { return JSON.parse(shelf().getItem(NAME + form().dataset.key)).answers; }) || {};
  }
  function drop(key) { quietly(function () { localStorage.removeItem(NAME + key); sessionStorage.removeItem(NAME + key); }); }
  function dropOld(shelf, before) {
    quietly(function () {
      Object.keys(window[shelf]).forEach(function (name) {
        if (name.indexOf(NAME) !== 0) return;
        var kept = quietly(function () { return JSON.parse(window[shelf].getItem(name)); });
        if (!kept || !(kept.at >= before)) window[shelf].removeItem(name);
      });
    });
  }
  function fields() {
    var found = {};
    new FormData(form()).forEach(function (value, name) { if (name.indexOf("q_") === 0) found[name] = value; });
    return found;
  }
  function save(answers) {
    if (Object.keys(answers).length) quietly(function () {
      shelf().setItem(NAME + form().dataset.key, JSON.stringify({ at: Date.now(), answers: answers }));
    });
  }
  // What is kept is never older than what a page shows, except where the server found a fault.
  function fill() {
    var kept = "trust" in form().dataset ? {} : load(), shown = fields();
    Object.keys(kept).forEach(function (name) {
      var control = form().elements[name];
      if (control) { control.value = kept[name]; return; }
      control = document.createElement("input");
      control.type = "hidden"; control.name = name; control.value = kept[name];
      form().appendChild(control);
    });
    if ("trust" in form().dataset) drop(form().dataset.key);
    save(Object.assign(shown, fields()));
    if (q("#found")) q("#found").hidden = !Object.keys(kept).length;
  }
  function forget() {
    drop(form().dataset.key);
    form().querySelectorAll("[name^=q_]").forEach(function (one) { if (one.type === "hidden") one.remove(); else one.checked = false; });
    q("#found").hidden = true;
    q(".send").focus();
  }
  function arrive() {
    if (document.body.dataset.sent) drop(document.body.dataset.sent);
    if (form()) fill();
    if (q("[data-print]")) q("[data-print]").hidden = false;
  }
  function page() { return form() ? Number(form().dataset.at) : -1; }
  function show(html, walked) {
    var next = new DOMParser().parseFromString(html, "text/html"), before = page();
    if (!next.querySelector("main")) throw new Error("no page");
    document.documentElement.lang = next.documentElement.lang;
    document.documentElement.dir = next.documentElement.dir;
    document.title = next.title;
    document.body.replaceWith(next.body);
    arrive();
    if (!walked && page() !== before) history.pushState({ at: page() }, "");
    else if (!walked) history.replaceState({ at: page() }, "");
    scrollTo(0, 0);
    (q(".summary") || q("h1")).focus();
  }
  function send(more, walked) {
    var body = new URLSearchParams(new FormData(form()));
    Object.keys(more).forEach(function (name) { body.set(name, more[name]); });
    if (busy) return;
    var asked = more.at;
    busy = true;
    document.body.classList.add("busy");
    if (q("#offline")) q("#offline").hidden = true;
    fetch(form().getAttribute("action"), { method: "POST", body: body, credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (html) { show(html, walked); })
      .catch(function () {
        if (q("#offline")) { q("#offline").hidden = false; q("#offline").scrollIntoView({ block: "center" }); }
      })
      .then(function () {
        busy = false;
        document.body.classList.remove("busy");
        // Back was pressed again while the page before it was still on its way.
        var wanted = history.state && history.state.at;
        if (walked && form() && wanted >= 0 && wanted !== asked) send({ at: wanted, go: "stay" }, true);
      });
  }
  function clear() {
    dropOld("sessionStorage", Infinity);
    location.replace(document.body.dataset.start);
  }
  function watch() {
    var idle = (Date.now() - touched) / 1000;
    if (!kiosk() || !(form() || document.body.dataset.sent || (q("#code") && q("#code").value))) { touched = Date.now(); return; }
    if (idle >= kiosk()) clear();
    else q("#idle").hidden = idle < kiosk() - WARNING;
  }

  dropOld("localStorage", Date.now() - OLD);
  if (window.fetch && window.URLSearchParams && window.FormData) {
    document.addEventListener("click", function (event) {
      clicked = event.target.closest("button");
      if (clicked && "forget" in clicked.dataset) forget();
      if (event.target.closest("[data-print] button")) print();
    });
    document.addEventListener("change", function (event) { if (form() && event.target.form === form()) save(Object.assign(load(), fields())); });
    document.addEventListener("submit", function (event) {
      if (event.target !== form()) return;
      var by = event.submitter || clicked, more = {};
      if (by && by.name && by.form === form()) more[by.name] = by.value;
      clicked = null;
      event.preventDefault();
      send(more, false);
    });
    addEventListener("popstate", function (event) {
      if (!form()) location.reload();
      else if (event.state) send({ at: event.state.at, go: "stay" }, true);
    });
    ["pointerdown", "keydown", "wheel", "touchstart"].forEach(function (kind) {
      addEventListener(kind, function () { touched = Date.now(); if (q("#idle")) q("#idle").hidden = true; }, { passive: true });
    });
    setInterval(watch, 1000);
    arrive();
    // After a reload: back to the page that was open.
    var was = history.state && history.state.at;
    if (form() && was > page() && Object.keys(fields()).length) send({ at: was, go: "stay" }, true);
    else history.replaceState({ at: page() }, "");
  }
})();
