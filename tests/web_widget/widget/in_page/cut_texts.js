// What is cut off, or makes the panel scroll sideways.
() => {
  const { shadowRoot } = document.querySelector("kreft-chat");
  return [...shadowRoot.querySelectorAll("dialog, dialog *, .launcher")]
    .filter((node) => node.checkVisibility() && !node.closest(".sr, svg, .skip:not(:focus)"))
    .filter((node) => getComputedStyle(node).display !== "inline" && node.scrollWidth > node.clientWidth + 1)
    .map((node) => `${node.localName}.${node.className}: ${node.scrollWidth} > ${node.clientWidth}`);
}
