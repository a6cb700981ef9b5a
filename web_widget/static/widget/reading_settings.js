const warned = new Set();

/** Read settings by their readers, each of which gives what a text means, or null when it means nothing: that is told once in the
 * console, and left out. */
export function readAll(readers, attribute) {
  const settings = {};
  for (const [name, read] of Object.entries(readers)) {
    const text = attribute(name)?.trim();
    const value = text ? read(text) : null;
    if (value) settings[name] = value;
    else if (text) warnOnce(`kreft-chat: data-${name}="${text}" is not understood`);
  }
  return settings;
}

function warnOnce(words) {
  if (warned.has(words)) return;
  warned.add(words);
  console.warn(words);
}
