/** What stands between `<name>` and `</name>` in a prompt; empty when there is no such block. @example blockOf(text, 'entities') */
export function blockOf(text: string, name: string): string {
  return new RegExp(`<${name}>\\n([\\s\\S]*?)\\n</${name}>`).exec(text)?.[1] ?? '';
}

/** A prompt without its blocks: the wording, and none of the material. @example withoutBlocks(text) */
export function withoutBlocks(text: string): string {
  return text.replace(/<(\w+)>\n[\s\S]*?\n<\/\1>/g, '');
}
