// What others do, as it happens.
import { get } from "./api.js";

/** @param {import("./store.js").Store} store @param {boolean} [first] whether nothing can have been missed yet */
export function listen(store, first = true) {
  // From the action that the page knows of: what came between its first answers and now is told too.
  const events = new EventSource(`/api/events?since=${store.heard}`);
  const fetchAgain = () => { for (const again of store.refetchers) again(); };
  events.addEventListener("hello", () => {
    store.outbox.turn(store.outbox.entries.length ? store.outbox.state : "ready");
    // After a break something may have been missed.
    if (!first) fetchAgain();
    first = false;
  });
  events.addEventListener("change", (event) => {
    /** @type {import("./types.js").Change} */
    const change = JSON.parse(event.data);
    store.heard = Math.max(store.heard, change.action);
    store.tell(change);
  });
  events.addEventListener("again", fetchAgain);
  events.addEventListener("error", () => {
    // Asked, to tell a server that is gone from a session that has ended.
    void get("/api/me").catch((error) => store.outbox.turn(error.status === 401 ? "login" : "offline"));
    if (events.readyState === EventSource.CLOSED) window.setTimeout(() => listen(store, false), 2000);
  });
  window.addEventListener("pagehide", () => events.close(), { once: true });
}
