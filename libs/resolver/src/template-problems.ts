import type { TemplateProblem, TemplateProblemCode } from './parsed-template';
import { PositionFinder } from './text-position';

/**
 * The most problems one parse reports; a text of 100,000 stray braces must not become 100,000 objects.
 *
 * @example parseTemplate('{'.repeat(999), 'f-string') // ok: false, 100 problems
 */
export const MAX_TEMPLATE_PROBLEMS = 100;

/**
 * Collects the problems of one text in order of their place.
 *
 * @example const found = new TemplateProblems(text); found.add(4, 'LONE_OPEN_BRACE', '…');
 */
export class TemplateProblems {
  readonly list: TemplateProblem[] = [];
  private readonly positions: PositionFinder;

  constructor(text: string) {
    this.positions = new PositionFinder(text);
  }

  /** True when no more will be recorded; the parser stops there, which also bounds the work hostile input can cause. */
  get full(): boolean {
    return this.list.length >= MAX_TEMPLATE_PROBLEMS;
  }

  add(offset: number, code: TemplateProblemCode, message: string): void {
    if (this.full) return;
    const { line, column } = this.positions.at(offset);
    this.list.push({ code, message, line, column, offset });
  }
}
