// A keyboard as on iOS: it comes up over the page, which keeps its size, while the visible part gets smaller.
(() => {
  const viewport = Object.assign(new EventTarget(), { offsetTop: 0 });
  Object.defineProperty(window, "visualViewport", { value: viewport });
  window.keyboard = (height) => {
    viewport.height = innerHeight - height;
    viewport.dispatchEvent(new Event("resize"));
  };
  viewport.height = innerHeight;
})();
