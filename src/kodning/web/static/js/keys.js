// The keyboard of the reading page. Single keys work only while the text has the focus, or nothing has, so that none
// surprises elsewhere; undo works everywhere but in fields.
import { showHelp } from "./help.js";
import { announce } from "./dom.js";
import { acceptSuggestion, jumpToDisagreement, jumpToFree, jumpToSuggestion } from "./jumps.js";
import { tr } from "./words.js";

/** @typedef {import("./reading.js").Reading} Reading */

/**
 * Listen to the keyboard.
 * @param {Reading} reading
 * @returns {() => void} ends it
 */
export function readingKeys(reading) {
  const down = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing || event.defaultPrevented || !isOurs(reading, event)) return;
    if (!pressed(reading, event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.target === document.body && document.activeElement === document.body) reading.transcript.element.focus({ preventScroll: true });
  };
  window.addEventListener("keydown", down);
  return () => window.removeEventListener("keydown", down);
}

/** @param {Reading} reading @param {KeyboardEvent} event */
function isOurs(reading, event) {
  const target = /** @type {Element} */ (event.target);
  const written = event.key.length === 1 && !(event.ctrlKey || event.metaKey);
  if (reading.transcript.element.contains(target)) return !(target.closest("button") && (event.key === "Enter" || event.key === " "));
  // The focus is nowhere, as after a button that has gone.
  if (target === document.body) return !written;
  return (event.ctrlKey || event.metaKey) && !target.closest("input, textarea, select, dialog, .palette");
}

/** @type {Record<string, (reading: Reading) => void>} */
const COMMANDS = {
  N: (reading) => jumpToFree(reading),
  F: (reading) => jumpToSuggestion(reading),
  J: (reading) => acceptSuggestion(reading),
  U: (reading) => void jumpToDisagreement(reading),
  G: (reading) => void reading.reviewing.upTo(reading.selecting.span?.end ?? reading.transcript.topPlace()),
  V: (reading) => void reading.doing.inVivo(),
  M: (reading) => void reading.doing.memo(),
  K: (reading) => {
    const place = reading.selecting.span?.start ?? reading.transcript.topPlace();
    if (!reading.choosing.at(place)) announce(tr("Ingen kodninger her.", "No codings here."));
  },
  "?": () => showHelp(),
};

/**
 * @param {Reading} reading
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key was ours
 */
function pressed(reading, event) {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return withControl(reading, event);
  if (key.startsWith("Arrow")) return arrow(reading, event);
  if (event.altKey) return false;
  const command = COMMANDS[key];
  if (command) {
    command(reading);
    return true;
  }
  if (key === "Escape") {
    reading.choose(null);
    reading.selecting.set(null);
    return true;
  }
  if (key === "Delete" || key === "Backspace") {
    const coding = reading.chosen;
    if (coding && coding.coder === reading.store.me.coder) void reading.doing.retract(coding);
    return coding !== null;
  }
  if (!reading.selecting.span) return false;
  if (key === "Enter") {
    const { chosen } = reading;
    const { span } = reading.selecting;
    if (chosen && (span.start !== chosen.start || span.end !== chosen.end)) void reading.doing.changeSpan(span);
    else reading.doing.openPalette();
    return true;
  }
  if (/^[1-9]$/.test(key)) {
    const code = reading.store.recent[Number(key) - 1];
    if (code) void reading.doing.code(reading.selecting.span, [code]);
    return true;
  }
  if (/^\p{Ll}$/u.test(key)) {
    reading.doing.openPalette(key);
    return true;
  }
  return false;
}

/** @param {Reading} reading @param {KeyboardEvent} event */
function withControl(reading, event) {
  const key = event.key.toLowerCase();
  if (key === "z") void (event.shiftKey ? reading.store.redo() : reading.store.undo());
  else if (key === "y") void reading.store.redo();
  else return false;
  return true;
}

/** @param {Reading} reading @param {KeyboardEvent} event */
function arrow(reading, event) {
  const { selecting, transcript } = reading;
  const { units } = transcript;
  const { span } = selecting;
  const step = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1;
  const across = event.key === "ArrowLeft" || event.key === "ArrowRight";
  /** @type {import("./types.js").Span | null} */
  let next = null;
  if (across) {
    if (!span || !(event.shiftKey || event.altKey)) return false;
    next = event.shiftKey ? units.moveEnd("word", span, step) : units.moveStart("word", span, step);
  } else if (event.shiftKey) {
    next = span ? units.moveEnd(event.altKey ? "turn" : "sentence", span, step) : units.at("sentence", transcript.topPlace());
  } else {
    reading.choose(null);
    // After a whole turn the next sentence is the turn's first.
    const into = selecting.turnwise && !event.altKey && step === 1 && span;
    next = into ? units.at("sentence", span.start) : units.move(event.altKey ? "turn" : "sentence", span, step, transcript.topPlace());
  }
  if (!next) return true;
  reading.select(next, across || event.shiftKey ? { start: Math.max(next.start, next.end - 1), end: next.end } : next);
  selecting.turnwise = event.altKey && !across && !event.shiftKey;
  if (reading.chosen) reading.choosing.draw();
  return true;
}
