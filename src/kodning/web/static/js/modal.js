// A dialog over the page: the page below rests, and the focus comes back to where it was.

/**
 * Show a dialog until it is closed; then it is gone.
 * @param {HTMLDialogElement} dialog
 * @param {() => void} [closed] what then follows
 * @param {() => boolean} [back] whether the focus is to come back; else what follows gives it elsewhere
 */
export function openModal(dialog, closed = () => {}, back = () => true) {
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back() && before instanceof HTMLElement && before.isConnected) before.focus();
    closed();
  });
  dialog.showModal();
}
