// Links within a text are excepted, and so is what is there for screen readers only.
() => {
  const { shadowRoot } = document.querySelector("kreft-chat");
  return [...shadowRoot.querySelectorAll("a, button, input, textarea")]
    .filter((node) => node.checkVisibility() && !node.closest("p, .bubble, .sr, .skip:not(:focus), label"))
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < 43.9)
    .map(([node, { width, height }]) => `${node.outerHTML.slice(0, 80)}: ${width} × ${height}`);
}
