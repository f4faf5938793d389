import { variantLook } from './variant-colours';

const looks = Array.from({ length: 10 }, (_, index) => variantLook(index));

it('keeps the control grey, B blue, C orange', () => {
  expect(looks.slice(0, 3).map(({ letter, fill }) => [letter, fill])).toEqual([
    ['A', '#6B7280'],
    ['B', '#0072B2'],
    ['C', '#E69F00'],
  ]);
});

it('has lines that stand out on both pages, and letters that can be read on their badge', () => {
  for (const { light, dark, fill, ink } of looks) {
    expect(contrast(light, '#ffffff')).toBeGreaterThan(3);
    expect(contrast(dark, '#0f141d')).toBeGreaterThan(3);
    expect(contrast(fill, ink)).toBeGreaterThan(4.5);
  }
});

it('gives each of ten variants a line of its own', () => {
  expect(new Set(looks.map(({ light }) => light)).size).toBe(10);
  expect(new Set(looks.map(({ dark }) => dark)).size).toBe(10);
});

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
