const drawn = new WeakMap();

/** Bring a list's children in line with `items`; what is unchanged stays as it is, with its focus. */
export function reconcile(parent, items, key, draw) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const old = before.get(key(item));
    before.delete(key(item));
    const node = upToDate(old, item) ? old : redraw(old, item, key(item), draw);
    if (old && node !== old) {
      if (place === old) place = node;
      replaceKeepingFocus(old, node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const gone of before.values()) gone.remove();
}

function upToDate(old, item) {
  return old && drawn.get(old) === JSON.stringify(item);
}

function redraw(old, item, key, draw) {
  const node = draw(item);
  node.dataset.key = key;
  drawn.set(node, JSON.stringify(item));
  return node;
}

function replaceKeepingFocus(old, node) {
  const act = old.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  old.replaceWith(node);
  if (act) node.querySelector(`[data-act="${act}"]`)?.focus();
}
