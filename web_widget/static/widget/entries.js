/** Take messages into the entries, each once and in the server's order. `seq` is the number of a message that came as an event. */
export function accept(entries, messages, seq) {
  for (const message of messages) {
    const key = message.client_message_id ?? message.id;
    let entry = entries.find((candidate) => candidate.key === key);
    if (!entry) entries.push((entry = { key }));
    entry.message = message;
    entry.seq ??= seq;
    putInOrder(entries, entry);
  }
}

// What the user sends is shown before the server has given it a number, and what was said meanwhile may come before it.
function putInOrder(entries, entry) {
  const place = entries.indexOf(entry);
  if (!entries.some(({ seq }, other) => (other < place ? seq > entry.seq : seq < entry.seq))) return;
  entries.splice(place, 1);
  entries.splice(entries.findLastIndex(({ seq }) => seq < entry.seq) + 1, 0, entry);
}

/** Find the message that told the user that the adviser has left, while neither the bot nor the user has spoken since. */
export function farewell(entries) {
  const lastOf = (sender) => entries.findLastIndex(({ message }) => message.sender === sender);
  const [told, adviser] = [lastOf("system"), lastOf("adviser")];
  return adviser > lastOf("bot") && told > adviser && told > lastOf("user") ? entries[told].message : null;
}

export function countOthers(entries) {
  return entries.filter(({ message }) => message.sender !== "user").length;
}
