import { SCENARIOS } from './efficiency';
import { type AllOutcomes, percent } from './judgement';
import { methodsOf } from './report-tables';

const WIDTH = 900;
const TOP = 64;
const ROW = 52;
const BAR = 22;
const SHOWN = ['30 % against 46 %', 'score 0.60 against 0.63', '10 % against 12 %'];
const PLAIN = ['planned', 'hybrid', 'anytime', 'GrowthBook'];
const ORDER = [...PLAIN, 'TensorZero', 'naive peeking'];

const text = (x: number, y: number, words: string, classes = '', anchor = 'start'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${classes}" text-anchor="${anchor}">${words}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, classes: string): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" class="${classes}"/>`;
const isOurs = (name: string): string =>
  PLAIN.indexOf(name) >= 0 && name !== 'GrowthBook' ? 'ours' : 'other';

/** docs/simulations.svg: false positives on the left, units needed on the right; readable on light and dark paper. */
export function figure(all: AllOutcomes): string {
  const scenarios = SHOWN.map((name) => SCENARIOS.find((scenario) => scenario.name === name)!);
  const height = TOP + scenarios.length * (PLAIN.length * 22 + 36) + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="False positives and units needed, by method">`,
    '<style>',
    'text { font: 13px system-ui, sans-serif; fill: #333; } .title { font-weight: 600; } .quiet { fill: #777; font-size: 12px; }',
    '.ours { fill: #2f6fb5; stroke: #2f6fb5; } .other { fill: #9a9a9a; stroke: #9a9a9a; }',
    '.bound { stroke: #b5502f; stroke-width: 1.5; stroke-dasharray: 4 3; } .axis { stroke: #bbb; } .reach { stroke-width: 2; }',
    'text.bound-words { fill: #b5502f; font-size: 12px; }',
    '@media (prefers-color-scheme: dark) { text { fill: #ddd; } .quiet { fill: #999; } .axis { stroke: #555; }',
    '.ours { fill: #6aa7e8; stroke: #6aa7e8; } .other { fill: #8a8a8a; stroke: #8a8a8a; } .bound { stroke: #e08a66; } text.bound-words { fill: #e08a66; } }',
    '</style>',
    ...falsePositives(all),
    ...unitsNeeded(all, scenarios),
    '</svg>',
    '',
  ].join('\n');
}

function falsePositives(all: AllOutcomes): string[] {
  const [left, width] = [112, 230];
  const scenario = SCENARIOS.find(({ name }) => name === SHOWN[1])!;
  const methods = methodsOf(all, scenario);
  const scale = (rate: number): number => left + (rate / 0.6) * width;
  const bottom = TOP + ORDER.length * ROW;
  const parts = [
    text(0, 18, 'False positives, nothing differs', 'title'),
    text(0, 36, 'scores around 0.60, looked at after every unit', 'quiet'),
    line(left, TOP - 8, left, bottom, 'axis'),
  ];
  ORDER.forEach((name, i) => {
    const method = methods.find((each) => each.name === name)!;
    const y = TOP + i * ROW;
    const end = scale(Math.min(method.falsePositives, 0.6));
    parts.push(
      text(left - 8, y + 16, name, '', 'end'),
      `<rect x="${left}" y="${y}" width="${Math.max(1, end - left).toFixed(1)}" height="${BAR}" class="${isOurs(name)}"/>`,
      // Beside the bar, but never on the 5 % line.
      text(Math.max(end, scale(0.05)) + 7, y + 16, percent(method.falsePositives), 'quiet'),
    );
  });
  parts.push(
    line(scale(0.05), TOP - 8, scale(0.05), bottom, 'bound'),
    text(scale(0.05), bottom + 16, '5 %', 'bound-words', 'middle'),
  );
  return parts;
}

function unitsNeeded(all: AllOutcomes, scenarios: readonly (typeof SCENARIOS)[number][]): string[] {
  const [left, width] = [540, 320];
  const scale = (units: number): number => left + (units / 2.6) * width;
  const parts = [
    text(430, 18, 'Units needed for a real difference', 'title'),
    text(430, 36, '1 = a test with one single look; dot: mean, end of the line: maximum', 'quiet'),
  ];
  let y = TOP;
  for (const scenario of scenarios) {
    const size = Math.round(scenario.fixed / 2).toLocaleString('en');
    parts.push(text(430, y + 6, `${scenario.name}: ${size} a variant`, 'quiet'));
    const methods = methodsOf(all, scenario);
    PLAIN.forEach((name, i) => {
      const { mean, max } = methods.find((each) => each.name === name)!;
      const at = y + 26 + i * 22;
      const kind = isOurs(name);
      parts.push(
        text(left - 8, at + 4, name, '', 'end'),
        line(scale(0), at, scale(max), at, `${kind} reach`),
        line(scale(max), at - 6, scale(max), at + 6, `${kind} reach`),
        `<circle cx="${scale(mean).toFixed(1)}" cy="${at}" r="5" class="${kind}"/>`,
        text(scale(max) + 7, at + 4, `${mean.toFixed(2)} / ${max.toFixed(2)}`, 'quiet'),
      );
    });
    y += PLAIN.length * 22 + 36;
  }
  parts.push(
    line(scale(1), TOP + 12, scale(1), y - 16, 'bound'),
    text(scale(1), y, '1', 'bound-words', 'middle'),
  );
  return parts;
}
