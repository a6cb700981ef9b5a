const SVG = "http://www.w3.org/2000/svg";
const LOOK = { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" };

/** Draw an icon's path; it says nothing to a screen reader. */
export function drawIcon(path) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries(LOOK)) svg.setAttribute(key, value);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
