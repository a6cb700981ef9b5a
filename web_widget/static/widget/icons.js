const SVG = "http://www.w3.org/2000/svg";

const paths = {
  chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM8 10h8M8 13h5",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  phone:
    "M6.600 3.500l3 .5 1.500 4-2 1.700a12 12 0 0 0 5.200 5.200l1.700-2 4 1.500.5 3c0 1.600-1.300 2.900-2.900 2.900C10.100 20.300 3.700 13.900 3.700 6.400c0-1.600 1.300-2.900 2.900-2.900z",
  send: "M4 12l16-7.500-5 15.500-3.500-6.500zM11.500 13.500L20 4.500",
  microphone: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  sound: "M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  globe: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM3 12h18M12 3c-5 5.500-5 12.500 0 18M12 3c5 5.500 5 12.500 0 18",
  arrow: "M5 12h14M13 6l6 6-6 6",
};

/** Draw an icon that says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
