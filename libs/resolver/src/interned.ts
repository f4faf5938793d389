/**
 * The same text as the very object that a literal of it is in code, as the engine keeps the names of properties.
 *
 * A Map compares keys that are one object at a glance, others letter by letter. Names from JSON are other objects than the
 * literals an agent asks with; resolving a prompt without experiment took 16 ns instead of 9.5.
 * @example prompts.set(interned(JSON.parse(line).name), prompt)
 */
export function interned(text: string): string {
  // Without a prototype an object is a table from the start: thousands of names leave no hidden classes behind.
  const table = Object.create(null) as Record<string, true>;
  table[text] = true;
  return Object.keys(table)[0] ?? text;
}
