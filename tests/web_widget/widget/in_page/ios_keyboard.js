// A keyboard as on iOS: it comes up over the page, which keeps its size, while the visible part gets smaller.
(() => {
  let covered = 0;
  const viewport = new EventTarget();
  Object.defineProperties(viewport, { height: { get: () => innerHeight - covered }, offsetTop: { value: 0 } });
  Object.defineProperty(window, "visualViewport", { value: viewport });
  window.keyboard = (height) => {
    covered = height;
    viewport.dispatchEvent(new Event("resize"));
  };
})();
