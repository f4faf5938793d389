import { withoutBlocks } from './block';

/** What the stand-in notices about the wording that it is given. @example features.asksForUnits // true */
export interface WordingFeatures {
  /** "Write the unit beside every figure." */
  readonly asksForUnits: boolean;
  /** "Recompute every figure before you answer." */
  readonly asksForCheck: boolean;
  /** "Say who does it, and by when." */
  readonly asksForResponsibility: boolean;
  /** "Think aloud first": what it writes then is no JSON any more. */
  readonly asksForFreeText: boolean;
  /** Numbered steps. */
  readonly steps: number;
  readonly characters: number;
}

const UNITS =
  /unit (?:beside|next to|after|with) (?:each|every|all)|(?:each|every) (?:figure|number)[^.]{0,60}\bunit/i;
const CHECK = /(?:recompute|re-?check|check) (?:each|every) (?:figure|number)/i;
const RESPONSIBILITY = /\bwho\b[^.]{0,60}\bby when\b/i;
const FREE_TEXT = /think(?:ing)? (?:aloud|out loud)|in (?:free )?prose first|reasoning first/i;

/** Reads the wording of a system message; the material in its blocks is not wording. @example wordingFeatures(system).steps // 11 */
export function wordingFeatures(system: string): WordingFeatures {
  const wording = withoutBlocks(system).replace(/\s*\n\s*/g, '\n');
  const flat = wording.replaceAll('\n', ' ');
  return {
    asksForUnits: UNITS.test(flat),
    asksForCheck: CHECK.test(flat),
    asksForResponsibility: RESPONSIBILITY.test(flat),
    asksForFreeText: FREE_TEXT.test(flat),
    steps: wording.match(/^\d+\. /gm)?.length ?? 0,
    characters: wording.length,
  };
}
