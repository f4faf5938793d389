import { isScalar, type Document, type LineCounter } from 'yaml';

/**
 * The line of a YAML (or JSON) document on which a line of the text at a path is. Only a literal block keeps its lines; of any
 * other text it is where the text begins. Undefined when there is no text.
 */
export function lineInYaml(
  document: Document,
  lines: LineCounter,
  path: ReadonlyArray<string | number>,
  line: number,
): number | undefined {
  const node: unknown = document.getIn(path, true);
  if (!isScalar(node) || !node.range) return undefined;
  const first = lines.linePos(node.range[0]).line;
  return node.type === 'BLOCK_LITERAL' ? first + line : first;
}

/** Whether the parser ran out of its stack, which it tells as a problem of the document. */
export function isTooDeep({ message }: { readonly message: string }): boolean {
  return message.startsWith('Maximum call stack size exceeded');
}
