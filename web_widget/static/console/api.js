import { words } from "./strings.js";

const BASE = "/radgiver";
const PATIENCE_MS = 10_000;

/** A call that failed; `status` is 0 when nobody answered at all. */
export class CallError extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? words.unreachable);
    this.status = status;
    this.problem = problem;
  }

  /** Whether the same call may work later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export function get(path) {
  return call(path, { headers: { Accept: "application/json" } });
}

export function post(path, body = {}) {
  return call(path, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
    body: JSON.stringify(body),
  });
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new CallError(0);
  }
  // A redirect leads to signing in.
  if (response.type === "opaqueredirect") throw new CallError(401);
  throw new CallError(response.status, await response.json().catch(() => ({})));
}

export const talk = {
  read: (id, after) => get(`/samtaler/${id}?after=${after}`),
  slip: (id) => get(`/samtaler/${id}/utdrag`),
  suggestions: (id) => get(`/samtaler/${id}/forslag`),
  notes: (id) => get(`/samtaler/${id}/notater`),
  take: (id) => post(`/samtaler/${id}/ta`),
  say: (id, message) => post(`/samtaler/${id}/meldinger`, message),
  types: (id) => post(`/samtaler/${id}/skriver`),
  markRead: (id, seq) => post(`/samtaler/${id}/lest`, { seq }),
  addNote: (id, text) => post(`/samtaler/${id}/notater`, { text }),
  masked: (id, message) => get(`/samtaler/${id}/meldinger/${message}/maskert`),
  giveToEditors: (id, message, text) => post(`/samtaler/${id}/meldinger/${message}/gi`, { text }),
  pass: (id, to) => post(`/samtaler/${id}/overfor`, to),
  end: (id, topic) => post(`/samtaler/${id}/avslutt`, { topic }),
};

export const overview = () => get("/oversikt");
export const articles = (query) => get(`/artikler?q=${encodeURIComponent(query)}`);
export const callbacks = () => get("/tilbakeringing/liste");
export const replies = () => get("/svar/liste");
/** Give a sign of presence; only doing something on the page keeps an idle session alive. */
export const beat = (isActive) => post(isActive ? "/aktiv" : "/puls");
export const openStream = () => new EventSource(`${BASE}/strom`);
