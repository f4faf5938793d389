/**
 * The language of times in words. The console speaks English, so theirs stay English: the reader's own, and where it is
 * none of the reader's languages the one that writes day, month and 24 hours. Numbers follow the reader's language all the same.
 */
export function english(locale = new Intl.DateTimeFormat().resolvedOptions().locale): string {
  return /^en\b/i.test(locale) ? locale : 'en-GB';
}
