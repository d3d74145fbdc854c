// Speaking with the server: JSON, the session's own proof on everything that writes, failures as sentences.
import { language, tr } from "./words.js";

/** A refusal, with the server's sentence. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} kind
   * @param {string} message
   */
  constructor(status, kind, message) {
    super(message);
    this.status = status;
    this.kind = kind;
  }

  /** Whether the same may succeed later: nobody answered, or the store was busy. */
  get passing() {
    return this.status === 0 || this.status >= 502;
  }
}

let csrf = "";

/**
 * What early.js has asked for already.
 * @param {string} path
 * @param {RequestInit} init
 * @returns {Promise<Response> | undefined}
 */
function early(path, init) {
  /** @type {Record<string, Promise<Response>>} */
  const asked = /** @type {any} */ (globalThis).kodningEarly ?? {};
  const found = init.method === undefined ? asked[path] : undefined;
  delete asked[path];
  return found;
}

/** The first page stands: an answer that nobody has taken is old from now on. */
export function forgetEarly() {
  /** @type {any} */ (globalThis).kodningEarly = {};
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function ask(path, init = {}) {
  const response = await answer(path, init);
  return response.json().catch(() => ({}));
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Response>} one that is good
 */
async function answer(path, init = {}) {
  /** @type {Response} */
  let response;
  try {
    response = await (early(path, init) ?? fetch(path, {
      ...init,
      credentials: "same-origin",
      headers: { "X-Kodning-Language": language(), "X-Kodning-CSRF": csrf, ...init.headers },
    }));
  } catch {
    throw new Refused(0, "offline", tr("Serveren svarer ikke.", "The server does not answer."));
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  throw new Refused(response.status, said.kind ?? "", said.error ?? String(response.status));
}

/**
 * @param {string} path
 * @param {Record<string, string | readonly string[] | null | undefined>} [query]
 */
export function get(path, query = {}) {
  return ask(withQuery(path, query));
}

/**
 * The same where the answer is no JSON.
 * @param {string} path
 * @param {Record<string, string | readonly string[] | null | undefined>} [query]
 */
export async function text(path, query = {}) {
  return (await answer(withQuery(path, query))).text();
}

/**
 * @param {string} path
 * @param {Record<string, string | readonly string[] | null | undefined>} query
 */
function withQuery(path, query) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === "string" ? [value] : (value ?? [])) if (one) search.append(name, one);
  }
  const asked = search.toString();
  return asked ? `${path}?${asked}` : path;
}

/**
 * @param {string} path
 * @param {unknown} body
 */
export async function post(path, body) {
  const init = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  try {
    return await ask(path, init);
  } catch (error) {
    if (!(error instanceof Refused) || !/csrf/.test(error.message)) throw error;
    await me(); // the server was started anew: take its new proof, once
    return ask(path, init);
  }
}

/**
 * @param {string} path
 * @param {Blob} file
 */
export function upload(path, file) {
  return ask(path, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });
}

/** Who I am. @returns {Promise<import("./types.js").Me>} */
export async function me() {
  const said = await get("/api/me");
  csrf = said.csrf;
  return said;
}

/**
 * @param {string} name
 * @param {string} password
 */
export function login(name, password) {
  return ask("/api/session", { method: "POST", body: JSON.stringify({ name, password }) });
}

export function logout() {
  return ask("/api/session/end", { method: "POST", body: "{}" });
}
