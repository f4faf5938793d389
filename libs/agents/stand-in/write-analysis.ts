import { blockOf, withoutBlocks } from './block';
import { readDataLines, type DataLine } from './data-line';
import type { Noise } from './noise';
import { wordingFeatures } from './wording-features';
import { wordingQuality } from './wording-quality';

const DEFAULT_INSIGHTS = 3;
/** How far an answer may be from what the wording is worth, either way. */
const SPREAD = 0.12;
const DAYS = ['Monday', 'Wednesday', 'Friday'];

/** An analyst's answer: what it is worth depends on the wording, what it says on the data block. @example writeAnalysis(system, noise) */
export function writeAnalysis(system: string, noise: Noise): object {
  const quality = wordingQuality(wordingFeatures(system)) + SPREAD * (2 * noise() - 1);
  const lines = readDataLines(blockOf(system, 'data'));
  if (lines.length === 0) {
    const gap = { entity_id: '*', problem: 'no figures were given', consequence: 'nothing can be compared' };
    return { insights: [], data_gaps: [gap], handoffs: [] };
  }
  const wanted = Math.min(lines.length, mostInsights(system), 1 + Math.floor(noise() * 2));
  const chosen = shuffled(lines, noise).slice(0, wanted);
  const wantsComputing = /data\s+scientist are welcome/.test(withoutBlocks(system)) && noise() < 0.5;
  return {
    insights: chosen.map((line) => writeInsight(line, lines, quality, noise)),
    data_gaps: [],
    handoffs: wantsComputing
      ? [
          {
            to: 'data_scientist',
            note: `Is the change of ${chosen[0]?.entityId} larger than its usual spread?`,
          },
        ]
      : [],
  };
}

function writeInsight(line: DataLine, lines: readonly DataLine[], quality: number, noise: Noise): object {
  const lucky = (chance: number): boolean => noise() < chance;
  const withUnits = lucky(quality + 0.1);
  const figures = [line, ...shuffled(lines, noise).filter((other) => other !== line)];
  const count = 1 + Number(lucky(quality)) + Number(lucky(quality - 0.3));
  const change = line.before === null ? null : line.value - line.before;
  const what = line.entityId.replace(/^[^.]*\./, '').replaceAll('_', ' ');
  const unit = withUnits ? ` ${line.unit}` : '';
  const confidence = 0.35 + 0.45 * quality + 0.1 * (2 * noise() - 1);
  return {
    title:
      `${what}: ${line.statistic} ${change === null ? 'stands out' : change > 0 ? 'rose' : 'fell'}`.slice(
        0,
        80,
      ),
    finding: `The ${line.statistic} of ${what} was ${line.value}${unit}${line.before === null ? '' : ` instead of ${line.before}${unit}`}. The weather does not explain it.`,
    evidence: figures.slice(0, count).map(({ entityId, statistic, value, period, before, unit: own }) => ({
      entity_id: entityId,
      statistic,
      value,
      unit: withUnits ? own : '',
      period,
      ...(before !== null && lucky(quality)
        ? { compared_with: { value: before, period: 'the period before' } }
        : {}),
    })),
    confidence: Math.round(100 * Math.min(0.97, Math.max(0.05, confidence))) / 100,
    recommended_action: lucky(quality - 0.05)
      ? `Ask the caretaker to check ${what} by ${DAYS[Math.floor(noise() * DAYS.length)]}.`
      : `Monitor ${what}.`,
    expected_effect: lucky(quality)
      ? `Saves ${Math.round(Math.abs(change ?? 1) * 15)} to ${Math.round(Math.abs(change ?? 1) * 30) + 1} ${line.unit} a month.`
      : 'Things should improve.',
  };
}

function mostInsights(system: string): number {
  return Number(/[Aa]t most (\d+) insights/.exec(withoutBlocks(system))?.[1] ?? DEFAULT_INSIGHTS);
}

function shuffled<T>(items: readonly T[], noise: Noise): T[] {
  return items
    .map((item) => ({ item, place: noise() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
