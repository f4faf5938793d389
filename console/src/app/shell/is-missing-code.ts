/** What Chromium and Firefox, and Safari, say of an import that cannot be fetched; there is no code to go by. */
const MESSAGES = /dynamically imported module|importing a module script failed/i;

/** Whether the code of a page could not be fetched, rather than failed. */
export function isMissingCode(error: unknown): boolean {
  return error instanceof TypeError && MESSAGES.test(error.message);
}
