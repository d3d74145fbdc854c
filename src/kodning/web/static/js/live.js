// What others do, as it happens.
import { get } from "./api.js";

/** @param {import("./store.js").Store} store */
export function listen(store) {
  let first = true;
  const events = new EventSource("/api/events");
  events.addEventListener("hello", () => {
    store.outbox.turn(store.outbox.entries.length ? store.outbox.state : "ready");
    // After a break something may have been missed.
    if (!first) for (const again of store.refetchers) again();
    first = false;
  });
  events.addEventListener("change", (event) => store.tell(JSON.parse(event.data)));
  events.addEventListener("again", () => {
    for (const again of store.refetchers) again();
  });
  events.addEventListener("error", () => {
    // Asked, to tell a server that is gone from a session that has ended.
    void get("/api/me").catch((error) => store.outbox.turn(error.status === 401 ? "login" : "offline"));
    if (events.readyState === EventSource.CLOSED) window.setTimeout(() => listen(store), 2000);
  });
  window.addEventListener("pagehide", () => events.close(), { once: true });
}
