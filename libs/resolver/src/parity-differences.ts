import { canonicalJson } from './canonical-content';
import { extractVariables } from './extract-variables';
import type { JsonValue, VersionContent } from './version-content';

/** A variant with its words. @example { name: 'control', version: 1, content } */
export interface VariantWords {
  readonly name: string;
  readonly version: number;
  readonly content: VersionContent;
}

/**
 * Something in which a variant differs from the control, and that its callers would notice.
 * @example { variant: 'b', aspect: 'type', detail: 'is of type chat, "control" of type text' }
 */
export interface ParityDifference {
  /** The variant's name. */
  readonly variant: string;
  readonly aspect: 'type' | 'variables' | 'placeholders' | 'outputSchema';
  /** A sentence for people. */
  readonly detail: string;
}

/**
 * What keeps the variants from being exchangeable: a caller passes the same values and reads the answer in the same way
 * whichever it gets. The first variant is the control that the others are compared with; how variables are written does
 * not matter. Fewer values are a difference, too: a caller would not fail, but what it passes would be lost unnoticed, and that is
 * more often a slip of the pen than the wording that is to be tried.
 * @example parityDifferences([{ name: 'control', version: 1, content }, { name: 'b', version: 2, content: other }])
 */
export function parityDifferences(variants: readonly VariantWords[]): ParityDifference[] {
  const [control, ...others] = variants;
  if (!control) return [];
  const expected = interfaceOf(control);
  return others.flatMap((variant) => {
    const { name } = variant;
    const found = interfaceOf(variant);
    const differences: ParityDifference[] = [];
    if (found.type !== expected.type)
      differences.push({
        variant: name,
        aspect: 'type',
        detail: `is of type ${found.type}, "${control.name}" of type ${expected.type}`,
      });
    for (const aspect of ['variables', 'placeholders'] as const) {
      const detail = differenceOf(found[aspect], expected[aspect], control.name);
      if (detail) differences.push({ variant: name, aspect, detail });
    }
    if (found.outputSchema !== expected.outputSchema)
      differences.push({
        variant: name,
        aspect: 'outputSchema',
        detail: schemaDifference(found.outputSchema, expected.outputSchema, control.name),
      });
    return differences;
  });
}

interface Interface {
  readonly type: 'text' | 'chat';
  readonly variables: ReadonlySet<string>;
  readonly placeholders: ReadonlySet<string>;
  /** Canonical; `null` = none is declared. */
  readonly outputSchema: string | null;
}

function interfaceOf({ content }: VariantWords): Interface {
  const { variables, placeholders } = extractVariables(content);
  const schema: JsonValue | undefined = Object.hasOwn(content.config, 'outputSchema')
    ? content.config['outputSchema']
    : undefined;
  return {
    type: content.type,
    variables: new Set(variables),
    placeholders: new Set(placeholders),
    outputSchema: schema === undefined || schema === null ? null : canonicalJson(schema),
  };
}

function differenceOf(
  found: ReadonlySet<string>,
  expected: ReadonlySet<string>,
  control: string,
): string | null {
  const more = [...found].filter((name) => !expected.has(name));
  const fewer = [...expected].filter((name) => !found.has(name));
  const parts = [
    more.length > 0 && `asks for ${quoted(more)}, which "${control}" does not`,
    fewer.length > 0 && `does not ask for ${quoted(fewer)}, which "${control}" does`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join('; ') : null;
}

function schemaDifference(found: string | null, expected: string | null, control: string): string {
  if (found === null) return `declares no output schema, "${control}" does`;
  if (expected === null) return `declares an output schema, "${control}" does not`;
  return `declares another output schema than "${control}"`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
