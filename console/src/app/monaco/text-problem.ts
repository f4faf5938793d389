/** Something to correct in a text; UTF-16 offsets, half-open. */
export interface TextProblem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}
