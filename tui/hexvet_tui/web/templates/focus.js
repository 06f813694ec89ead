// Textual's script leaves the keyboard elsewhere until somebody clicks.
const typed = () => document.querySelector(".xterm-helper-textarea");
const waiting = new MutationObserver(() => {
  if (!typed()) return;
  typed().focus();
  waiting.disconnect();
});
waiting.observe(document, { childList: true, subtree: true });
window.addEventListener("focus", () => typed()?.focus());
