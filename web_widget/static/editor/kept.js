/** What is written and not yet saved, kept in the tab over a reload. */
export class Kept {
  constructor(name, storage = sessionStorage) {
    this.name = `redaksjon/${name}`;
    this.storage = storage;
  }

  keep(written) {
    try {
      this.storage.setItem(this.name, JSON.stringify(written));
    } catch {
      // The tab has no room for it; it is still on the page, and will be saved from there.
    }
  }

  get() {
    try {
      return JSON.parse(this.storage.getItem(this.name));
    } catch {
      return null;
    }
  }

  drop() {
    this.storage.removeItem(this.name);
  }
}
