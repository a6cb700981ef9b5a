// A host page's router, which hears of every step in the history.
(() => {
  window.heard = [];
  addEventListener("popstate", ({ state }) => heard.push(state));
  const { pushState } = history;
  history.pushState = (...args) => (heard.push("pushState"), pushState.apply(history, args));
})();
