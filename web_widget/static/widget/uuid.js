/** Make a random UUID; crypto.randomUUID is missing on pages without TLS. */
export function uuid() {
  const digit = (place) => (place ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (place / 4)))).toString(16);
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}
