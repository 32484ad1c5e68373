/* Words that come with the widgets, and the language of the page itself, in the reader's language.
   Streamlit has them in English only. They are put back when the language is changed. */
(() => {
  const told = TOLD;
  const INSIDE = [
    "stFileUploader", "stDateInput", "stTimeInput", "stMultiSelect", "stSelectbox",
    "stNumberInput", "stTextInput", "stCode", "stDownloadButton", "stStatusWidget",
  ].map((name) => `[data-testid="${name}"]`).concat("[role=dialog]", "[role=listbox]").join();
  const OURS = '[data-testid="stWidgetLabel"], [role=option], [data-testid="stFileUploaderFileName"]';
  const ATTRIBUTES = ["aria-label", "placeholder", "title"];

  const patterns = told.words.map(([english, wanted]) => {
    const names = [...english.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const parts = english.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return { names, wanted, whole: new RegExp(`^${parts.join("(.+)")}$`) };
  });

  const inLanguage = (english) => {
    for (const { names, wanted, whole } of patterns) {
      const found = english.trim().match(whole);
      if (found)
        return wanted.replace(/\{(\w+)\}/g, (_, name) => found[1 + names.indexOf(name)]);
    }
    return english;
  };

  const page = (window.bearingWidgets ??= { said: new WeakMap(), watcher: null });
  const renewed = (thing, key, now) => {
    const known = page.said.get(thing) ?? {};
    const english = known[key]?.shown === now ? known[key].english : now;
    const shown = inLanguage(english);
    page.said.set(thing, { ...known, [key]: { english, shown } });
    return shown;
  };

  const say = (node) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!element?.closest(INSIDE) || element.closest(OURS)) return;
    if (node.nodeType === Node.TEXT_NODE) {
      const shown = renewed(node, "text", node.nodeValue);
      if (shown !== node.nodeValue) node.nodeValue = shown;
      return;
    }
    for (const name of ATTRIBUTES) {
      if (!node.hasAttribute(name)) continue;
      const shown = renewed(node, name, node.getAttribute(name));
      if (shown !== node.getAttribute(name)) node.setAttribute(name, shown);
    }
  };

  const sayAll = (root) => {
    say(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) say(walker.currentNode);
  };

  document.documentElement.lang = told.language;
  document.documentElement.dir = told.direction;
  page.watcher?.disconnect();
  page.watcher = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach(sayAll);
      else say(record.target);
    }
  });
  page.watcher.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES,
  });
  sayAll(document.body);
})();
