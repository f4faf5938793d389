import { leadingComparison } from './leading-comparison';

const compared = (variant: string, chanceToWin: number | null, difference: number | null = 0.1) => ({
  variant,
  difference,
  interval: null,
  sequentialP: null,
  anytimeP: null,
  chanceToWin,
});

describe('the comparison that stands for an experiment', () => {
  it('is that of the variant with the best chance to win', () => {
    const comparisons = [compared('b', 0.2), compared('c', 0.9), compared('d', null)];
    expect(leadingComparison({ comparisons }, null)).toMatchObject({ variant: 'c' });
  });

  it('is that of the winner, once there is one', () => {
    const comparisons = [compared('b', 0.2), compared('c', 0.9)];
    expect(leadingComparison({ comparisons }, 'b')).toMatchObject({ variant: 'b' });
  });

  it('is none before there are figures', () => {
    expect(leadingComparison({ comparisons: [compared('b', null, null)] }, null)).toBeNull();
  });
});
