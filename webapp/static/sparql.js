// The query editor: YASGUI on the site's own endpoint, with the graph's prefixes, in the
// language of the page.
"use strict";

(() => {
  const place = document.getElementById("editor");
  if (!place || typeof Yasgui === "undefined") return;
  const query = place.querySelector("textarea").value;
  const prefixes = JSON.parse(place.dataset.prefixes);
  const words = JSON.parse(place.dataset.words);
  const endpoint = new URL(place.dataset.endpoint, location.href).href;
  const lang = document.documentElement.lang;

  // The page of a thing of this graph; null for anything else.
  function pageOf(iri) {
    for (const [base, path] of [
      [prefixes.pv, "concept/"],
      [`${prefixes.wmd}work/`, "work/"],
      [`${prefixes.wmd}claim/`, "claim/"],
    ]) {
      if (iri.startsWith(base) && iri.length > base.length) return `/${lang}/${path}${iri.slice(base.length)}`;
    }
    if ([prefixes.wmd, prefixes.wm, prefixes.pv].some((base) => iri.startsWith(base))) {
      return `/${lang}/resource?iri=${encodeURIComponent(decodeURI(iri))}`;
    }
    return null;
  }

  // Its own completers for classes and properties would ask another host.
  Yasgui.Yasqe.defaults.autocompleters = ["variables", "graph-prefixes"];
  Yasgui.Yasqe.defaults.prefixCcApi = null;
  Yasgui.Yasqe.forkAutocompleter("prefixes", {
    name: "graph-prefixes",
    persistenceId: null,
    get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(),
  });
  Object.assign(Yasgui.Yasr.plugins.table.defaults.tableConfig.language, {
    info: words._info,
    infoEmpty: words._infoEmpty,
    infoFiltered: words._infoFiltered,
    zeroRecords: words._zeroRecords,
    emptyTable: words._emptyTable,
  });

  place.replaceChildren();
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) tend(node);
  }).observe(place, { childList: true, subtree: true });

  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    populateFromUrl: false,
    copyEndpointOnNewTab: false,
    autofocus: false,
    tabName: place.dataset.tab,
    persistenceId: null,
    yasr: { prefixes },
    yasqe: {
      value: query,
      editorHeight: "22rem",
      createShareableLink: (yasqe) =>
        `${location.origin}${location.pathname}?query=${encodeURIComponent(yasqe.getValue())}`,
    },
  });
  const tab = yasgui.getTab();
  tab.setQuery(query);
  if (place.dataset.run) tab.query();

  function said(text) {
    if (text in words) return words[text];
    const time = /^(\d+) (results?) in ([\d.]+) seconds?$/.exec(text);
    if (time) return words[`{n} ${time[2]} in {s} seconds`].replace("{n}", time[1]).replace("{s}", time[3]);
    return null;
  }

  // Words into the language of the page, IRIs of the graph to their pages here.
  function tend(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const inside = node.parentElement;
      const translated = inside && !inside.closest("td, th, .CodeMirror, pre") ? said(node.data) : null;
      if (translated !== null && translated !== node.data) node.data = translated;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.closest(".CodeMirror")) return;
    if (node.matches("a.iri")) {
      const page = pageOf(node.href);
      if (page) {
        node.href = page;
        node.removeAttribute("target");
      }
    }
    for (const name of ["placeholder", "aria-label", "title"]) {
      const translated = node.hasAttribute(name) ? said(node.getAttribute(name)) : null;
      if (translated) node.setAttribute(name, translated);
    }
    if (node.matches(".tableSizer") && !node.ariaLabel) node.ariaLabel = words["Page size: "].trim();
    for (const child of node.childNodes) tend(child);
  }
})();
