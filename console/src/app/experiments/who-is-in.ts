import { assignVariant } from '@prompt-registry/resolver';

/** Which variant a conversation would get; -1: it is not in the experiment. */
export interface Placed {
  readonly conversationId: string;
  readonly variant: number;
}

/** Stands in for what is drawn at the start: shows how conversations are divided, not who gets what. */
const STAND_IN = 'preview';
const MOST = 50;

/** Divides the conversations of the lines by the function that agents use. */
export function whoIsIn(lines: string, shares: readonly number[], trafficShare: number): readonly Placed[] {
  const variants = shares.map((share) => ({ share }));
  return idsOf(lines).map((conversationId) => ({
    conversationId,
    variant: assignVariant(conversationId, STAND_IN, variants, trafficShare),
  }));
}

/** The conversation ids of the lines, each once. */
export function idsOf(lines: string): readonly string[] {
  const ids = lines.split(/[\n,]/).map((line) => line.trim());
  return [...new Set(ids.filter((id) => id !== ''))].slice(0, MOST);
}

/** Conversations a day of each variant. */
export function perDay(
  conversationsPerDay: number,
  shares: readonly number[],
  trafficShare: number,
): readonly number[] {
  return shares.map((share) => conversationsPerDay * trafficShare * share);
}
