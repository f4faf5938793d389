/** True for a single-key shortcut: no modifier held, and nobody is typing into something. */
export function isPlainKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return true;
  if (target.closest('[role="menu"], [role="dialog"], [role="alertdialog"]')) return false;
  // Monaco has an input also where it only shows a text.
  if (target.closest('[data-reading]')) return true;
  return !target.closest('input, textarea, select, [contenteditable="true"], .monaco-editor');
}
