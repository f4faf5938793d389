/** A stretch of a text that is shown as a variable; UTF-16 offsets, half-open, in order, not overlapping. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text: marked, or not. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a text at its marks. The segments put together are the text again. */
export function cutAtMarks(text: string, marks: readonly Mark[]): readonly Segment[] {
  const segments: Segment[] = [];
  let copied = 0;
  for (const { start, end } of marks) {
    if (start > copied) segments.push({ text: text.slice(copied, start), marked: false });
    segments.push({ text: text.slice(start, end), marked: true });
    copied = end;
  }
  if (copied < text.length) segments.push({ text: text.slice(copied), marked: false });
  return segments;
}
