const typed =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="menu"], [role="listbox"]';

/** An input method (Chinese, Japanese …) is choosing characters: every key is its own. */
export function isComposing(event: KeyboardEvent): boolean {
  // Safari has ended the composition by the time its last Enter arrives; the old code still tells.
  return event.isComposing || event.keyCode === 229;
}

/** Keys belong to what is typed in or chosen from, to an open dialog, to the browser's own shortcuts, and only then to the page. */
export function isKeyTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isComposing(event))
    return true;
  if (event.target instanceof Element && event.target.closest(typed)) return true;
  // Wherever the focus is: a modal covers the page.
  return document.querySelector('[role="dialog"]') !== null;
}
