const TIMEOUT_MS = 30_000;

export class ChatError extends Error {
  /** @param {{status: number, detail?: string, retryAfter?: number}} problem status 0: no contact; retryAfter in seconds */
  constructor({ status, detail = "", retryAfter = null }) {
    super(`chat request failed with status ${status}`);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  get gone() {
    return this.status === 401 || this.status === 404;
  }

  get temporary() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Speak the public chat API; the only module that fetches. */
export class ChatClient {
  #api;
  #credentials;

  /** @param {string} api address that ends with /api/v1/ */
  constructor(api, credentials = () => ({})) {
    this.#api = api;
    this.#credentials = credentials;
  }

  start(about) {
    return this.#json("POST", "conversations", { body: about });
  }

  load() {
    return this.#json("GET", this.#path());
  }

  send(message) {
    return this.#json("POST", this.#path("/messages"), { body: message });
  }

  async typing() {
    await this.#request("POST", this.#path("/typing"));
  }

  async rate(feedback) {
    await this.#request("POST", this.#path("/feedback"), { body: feedback });
  }

  async remove() {
    await this.#request("DELETE", this.#path());
  }

  async transcript() {
    return (await this.#request("GET", this.#path("/transcript"), { accept: "text/plain" })).text();
  }

  /** Open the event stream; `lastEventId` resumes after that event. */
  async events(lastEventId, signal) {
    const response = await this.#request("GET", this.#path("/events"), {
      accept: "text/event-stream",
      headers: lastEventId ? { "Last-Event-ID": lastEventId } : {},
      signal,
    });
    return response.body;
  }

  /** The same events by one question, for where no stream gets through. */
  eventsSince(cursor) {
    return this.#json("GET", this.#path(`/events?after=${cursor ?? 0}`));
  }

  async leaveQueue() {
    await this.#request("DELETE", this.#path("/handoff"));
  }

  callback(request) {
    return this.#json("POST", this.#path("/callback"), { body: request });
  }

  returnCode() {
    return this.#json("POST", this.#path("/return-code"));
  }

  comeBack(code) {
    return this.#json("POST", "conversations/return", { body: { code } });
  }

  /** Articles for what is being typed; asked without the conversation's token, so that the two are not connected. */
  async suggest(text, audience, signal) {
    const body = audience ? { text, audience } : { text };
    return (await this.#json("POST", "suggestions", { body, signal, anonymous: true })).suggestions;
  }

  async topics() {
    return (await this.#json("GET", "topics", { anonymous: true })).topics;
  }

  article(slug) {
    return this.#json("GET", `articles/${encodeURIComponent(slug)}`, { anonymous: true });
  }

  #path(rest = "") {
    return `conversations/${encodeURIComponent(this.#credentials().id)}${rest}`;
  }

  async #json(method, path, options) {
    const response = await this.#request(method, path, options);
    try {
      return await response.json();
    } catch {
      throw new ChatError({ status: 0 });
    }
  }

  async #request(method, path, { body, accept = "application/json", headers = {}, signal, anonymous } = {}) {
    const { token } = anonymous ? {} : this.#credentials();
    let response;
    try {
      response = await fetch(new URL(path, this.#api), {
        method,
        headers: {
          Accept: accept,
          ...(body ? { "Content-Type": "application/json" } : {}),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body: body ? JSON.stringify(body) : undefined,
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new ChatError({ status: 0 });
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

async function problemOf(response) {
  const problem = await response.json().catch(() => ({}));
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new ChatError({
    status: response.status,
    detail: typeof problem?.detail === "string" ? problem.detail : "",
    retryAfter: Number.isNaN(seconds) ? null : seconds,
  });
}
