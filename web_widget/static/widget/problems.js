// The server tells its problems in bokmål.
const READ_BOKMAL = ["nb", "nn"];

/** Say what went wrong: in the server's words to who reads them, else in the widget's own.
 * @param {{detail?: string, temporary?: boolean}} problem such as a `ChatError` */
export function problemText({ detail, temporary = true }, { language, unreachable, refused }) {
  if (detail && READ_BOKMAL.includes(language)) return detail;
  return temporary ? unreachable : refused;
}
