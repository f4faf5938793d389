import {
  compileContent,
  extractVariables,
  type CompiledResult,
  type VersionContent,
} from '@prompt-registry/resolver';

/** What is known of the words beside themselves. */
interface Identity {
  /** `null` for a prompt file. */
  readonly version: number | null;
  readonly contentHash: string;
}

/** The part of an answer that never changes for a version, written as JSON once; and its parsed template, for rendering. */
export class ServedWords {
  /** `"version":7,"type":...,"contentHash":"..."`: members without braces. */
  readonly json: string;
  readonly contentHash: string;
  readonly version: number | null;
  private parsed: CompiledResult | null = null;

  constructor(
    private readonly content: VersionContent,
    { version, contentHash }: Identity,
  ) {
    const { type, templateFormat, content: words, config } = content;
    const { variables } = extractVariables(content);
    const members = { version, type, templateFormat, content: words, config, variables, contentHash };
    this.json = JSON.stringify(members).slice(1, -1);
    this.contentHash = contentHash;
    this.version = version;
  }

  /** The template, parsed at its first use. */
  compiled(): CompiledResult {
    return (this.parsed ??= compileContent(this.content));
  }
}

const known = new WeakMap<VersionContent, ServedWords>();

/** The words of a version or file, prepared once for as long as the snapshot or cache holds that very object. */
export function servedWords(content: VersionContent, identity: Identity): ServedWords {
  let words = known.get(content);
  if (!words) known.set(content, (words = new ServedWords(content, identity)));
  return words;
}
