const BEFORE_UNIT = /(?<=\d) (?=(?:%|pp|ms|s|min|h|days?|conversations?)(?![\w]))/g;

/** A sentence in which no line ends between a number and its unit, or after the sign that goes before a number. */
export function unbroken(sentence: string): string {
  return sentence.replace(BEFORE_UNIT, '\u00a0').replace(/([~<>≈]) (?=\d)/g, '$1\u00a0');
}
