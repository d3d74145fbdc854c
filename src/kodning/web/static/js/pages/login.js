// Coming in.
import { Refused, login } from "../api.js";
import { fill, h } from "../dom.js";
import { tr } from "../words.js";

/**
 * @param {unknown} error
 * @param {() => void} entered
 */
export function loginPage(error, entered) {
  if (!(error instanceof Refused) || error.status !== 401) {
    return h("main.plain", null, h("h1", null, tr("Serveren svarer ikke", "The server does not answer")),
      h("p", null, error instanceof Error ? error.message : String(error)),
      h("button", { type: "button", onclick: entered }, tr("Prøv igen", "Try again")));
  }
  const name = /** @type {HTMLInputElement} */ (h("input", { id: "name", autocomplete: "username", required: true }));
  const password = /** @type {HTMLInputElement} */ (h("input", { id: "password", type: "password", autocomplete: "current-password", required: true }));
  const wrong = h("p.wrong", { role: "alert" });
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await login(name.value, password.value);
      entered();
    } catch (refusal) {
      fill(wrong, refusal instanceof Error ? refusal.message : String(refusal));
      password.value = "";
      password.focus();
    }
  };
  return h(
    "main.plain.login",
    null,
    h("h1", null, "kodning"),
    h("form", { onsubmit: send },
      h("label", { for: "name" }, tr("Navn", "Name")), name,
      h("label", { for: "password" }, tr("Adgangskode", "Password")), password,
      wrong,
      h("button.primary", { type: "submit" }, tr("Log ind", "Log in"))),
    h("p.quiet", null, tr("Åbnede du arbejdsbordet fra din egen terminal, så brug adressen, som den skrev: den lukker dig ind uden adgangskode.",
      "If you opened the workbench from your own terminal, use the address it printed: it lets you in without a password.")),
  );
}
