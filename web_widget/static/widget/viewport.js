/** Keep an element as large as what the on-screen keyboard leaves free. Returns the function that stops it. */
export function fitToViewport(element) {
  const viewport = globalThis.visualViewport;
  if (!viewport) return () => {};
  const fit = () => {
    element.style.setProperty("--height", `${viewport.height}px`);
    element.style.setProperty("--top", `${viewport.offsetTop}px`);
  };
  fit();
  viewport.addEventListener("resize", fit);
  viewport.addEventListener("scroll", fit);
  return () => {
    viewport.removeEventListener("resize", fit);
    viewport.removeEventListener("scroll", fit);
    element.style.removeProperty("--height");
    element.style.removeProperty("--top");
  };
}
