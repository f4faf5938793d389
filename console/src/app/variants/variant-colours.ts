/** The look of one variant: the same everywhere, told apart without colour by its letter. */
export interface VariantLook {
  readonly letter: string;
  /** Of its badge, in both themes. */
  readonly fill: string;
  /** Of the letter on the badge. */
  readonly ink: string;
  /** Of lines and bars on a light page; at least 3:1. */
  readonly light: string;
  /** The same on a dark page. */
  readonly dark: string;
  /** Later variants have a dashed line too, because so many hues cannot be told apart. */
  readonly dash: readonly number[];
}

const WHITE = '#ffffff';
const INK = '#0f172a';

/** Okabe and Ito's colours that all eyes can tell apart, lightness adjusted where a line needs it. */
const COLOURS: ReadonlyArray<readonly [fill: string, ink: string, light: string, dark: string]> = [
  ['#6B7280', WHITE, '#6B7280', '#9AA4B5'],
  ['#0072B2', WHITE, '#0072B2', '#2F95D0'],
  ['#E69F00', INK, '#BA7F00', '#E69F00'],
  ['#009E73', INK, '#009E73', '#009E73'],
  ['#D55E00', INK, '#D55E00', '#D55E00'],
  ['#CC79A7', INK, '#C56D9E', '#CC79A7'],
  ['#56B4E9', INK, '#2E8BC0', '#56B4E9'],
  ['#F0E442', INK, '#9C9200', '#F0E442'],
  ['#8C564B', WHITE, '#8C564B', '#B07C70'],
  ['#CBD5E1', INK, '#0F172A', '#E6EBF3'],
];
const SOLID = 6;
const DASH = [6, 3];
const LETTERS = 26;

/** The look of the variant at that place; the first is the control. */
export function variantLook(index: number): VariantLook {
  const [fill, ink, light, dark] = COLOURS[index % COLOURS.length] ?? [
    '#6B7280',
    WHITE,
    '#6B7280',
    '#9AA4B5',
  ];
  return { letter: letterOf(index), fill, ink, light, dark, dash: index < SOLID ? [] : DASH };
}

function letterOf(index: number): string {
  return (
    String.fromCharCode(65 + (index % LETTERS)) + (index < LETTERS ? '' : String(Math.floor(index / LETTERS)))
  );
}
