import { words } from "./strings.js";

const PATIENCE_MS = 60_000;

/** A call that failed; `status` is 0 when nobody answered at all. */
export class CallError extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? words.unreachable);
    this.status = status;
    this.problem = problem;
  }
}

export const get = (url, options) => call(url, { headers: { Accept: "application/json" }, ...options });
export const post = (url, body, options) => send("POST", url, body, options);
export const put = (url, body, options) => send("PUT", url, body, options);

function send(method, url, body, options) {
  return call(url, {
    method,
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
    body: JSON.stringify(body),
    ...options,
  });
}

async function call(url, options) {
  let response;
  try {
    response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS), ...options });
    if (response.ok) return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new CallError(0);
  }
  // A redirect leads to signing in.
  if (response.type === "opaqueredirect") throw new CallError(401, { detail: words.signedOut });
  throw new CallError(response.status, await response.json().catch(() => ({})));
}
