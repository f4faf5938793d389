import { Inconvertible } from './foreign-prompt';

const ROLE_LINE =
  /^[ \t]*#?[ \t]*(system|user|assistant|developer|tool|function)(\[[^\]]*\])?[ \t]*:[ \t]*$/i;

interface RoleChat {
  readonly messages: ReadonlyArray<{ readonly role: string; readonly content: string }>;
  readonly lineOfMessage: (index: number, line: number) => number | undefined;
  /** Whether the first words are a role's. */
  readonly startsWithRole: boolean;
}

/**
 * Takes a text with lines such as `system:` and `# user:` apart, as Prompty and Prompt flow do: words before the first are the
 * system's, blank edges are no part of a message. Null when no line is a role.
 * @throws Inconvertible when a role has attributes.
 */
export function splitByRoleLines(text: string, firstLine: number): RoleChat | null {
  const chunks: { role: string; lines: string[]; line: number }[] = [
    { role: 'system', lines: [], line: firstLine },
  ];
  text.split('\n').forEach((words, index) => {
    const [, role, attributes] = ROLE_LINE.exec(words) ?? [];
    if (attributes)
      throw new Inconvertible(
        `${words.trim()} gives a role attributes, which are not supported`,
        firstLine + index,
      );
    if (role) chunks.push({ role: role.toLowerCase(), lines: [], line: firstLine + index + 1 });
    else chunks.at(-1)?.lines.push(words);
  });
  if (chunks.length === 1) return null;
  const filled = chunks.filter(({ lines }) => lines.some((line) => line.trim() !== ''));
  const starts = filled.map(({ lines, line }) => line + lines.findIndex((words) => words.trim() !== ''));
  return {
    messages: filled.map(({ role, lines }) => ({ role, content: lines.join('\n').trim() })),
    lineOfMessage: (index, line) => (starts[index] === undefined ? undefined : starts[index] + line - 1),
    startsWithRole: filled[0] !== chunks[0],
  };
}
