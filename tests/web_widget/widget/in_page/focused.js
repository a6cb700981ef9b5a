// What has the focus, by its tag and its name or text.
() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  return {
    name: `${node.localName} ${node.ariaLabel ?? node.textContent ?? ""}`.trim(),
    outline: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
  };
}
