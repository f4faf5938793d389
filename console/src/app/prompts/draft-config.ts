/** A configuration as it was written: an object, or why it is none and where. */
export type ReadConfig =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/** Reads a configuration; blank is an empty one. */
export function readConfig(text: string): ReadConfig {
  if (text.trim() === '') return { ok: true, value: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as Record<string, unknown> };
    return { ok: false, message: 'The configuration must be a JSON object: { … }.', offset: 0 };
  } catch (error) {
    // The one thing that JSON.parse throws.
    const { message } = error as SyntaxError;
    return { ok: false, message: `This is not JSON: ${message}.`, offset: placeIn(text, message) };
  }
}

/** Where JSON.parse stopped: each browser says it in its own words, and some do not. */
function placeIn(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Math.min(Number(position), text.length);
  const place = /line (\d+) column (\d+)/.exec(message);
  if (place) {
    const before = text.split('\n').slice(0, Number(place[1]) - 1);
    return Math.min(before.join('\n').length + Number(place[2]), text.length);
  }
  return /unexpected end/i.test(message) ? text.length : 0;
}
