/** A colour in each theme. */
export interface ThemedColour {
  readonly light: string;
  readonly dark: string;
}

/** A place of a line; `low` and `high` are the interval around it. */
export interface SeriesPoint {
  /** A moment in milliseconds, or a number. */
  readonly x: number;
  /** Null where nothing is known: the line has a gap there. */
  readonly y: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** A named line. */
export interface Series {
  readonly name: string;
  readonly colour: ThemedColour;
  readonly points: readonly SeriesPoint[];
  /** Written where the line ends, such as a variant's letter. */
  readonly mark?: string;
  /** Lengths of strokes and gaps; none is a solid line. */
  readonly dash?: readonly number[];
  /** Drawn as steps: the value holds until the next one. */
  readonly stepped?: boolean;
}

/** A named bar, with the interval around its end. */
export interface Bar {
  readonly name: string;
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly colour: ThemedColour;
}

/** What stands in the table behind a chart. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
  /** The same for a spreadsheet: whole numbers of full precision, one in a cell, below the names of the columns. */
  readonly file: ReadonlyArray<readonly (string | number | null)[]>;
}

/** What a line of the legend looks like and means. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: ThemedColour;
  readonly mark: 'line' | 'dashed' | 'band' | 'block';
}

/** Neutral lines: limits, boundaries. */
export const NEUTRAL: ThemedColour = { light: '#5b6a80', dark: '#8c9ab0' };
/** One line among no variants. */
export const ACCENT: ThemedColour = { light: '#4f46e5', dark: '#a5b0ff' };
