import { someResults } from '../../testing/experiments';
import { paceWords } from './pace-words';

const startAt = '2026-03-05T09:00:00.000Z';
const at = (hours: number) => new Date(Date.parse(startAt) + hours * 3_600_000);
const seen = someResults([], {
  outlook: {
    horizonUnits: 6_000,
    underpowered: null,
    conversationsPerDay: 249_742,
    daysLeft: 1,
    endsAtLatest: startAt,
  },
});
const experiment = { trafficShare: 1, startAt, endAt: null };

it('says from how little a day was reckoned', () => {
  expect(paceWords(experiment, seen, at(0.5))).toBe(
    '100 % of the prompt’s conversations are let in: 2,500 in 30 minutes, which would be about 250,000 a day.',
  );
  expect(paceWords(experiment, seen, at(48))).toBe(
    '100 % of the prompt’s conversations are let in, about 250,000 a day.',
  );
});

it('does not let anybody into what is over', () => {
  const over = { ...experiment, endAt: at(72).toISOString() };
  expect(paceWords(over, { ...seen, outlook: null }, at(99))).toBe(
    '100 % of the prompt’s conversations were let in.',
  );
});
