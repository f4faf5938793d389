const LF = 10;
const CR = 13;

/** A place in a text: 1-based line and column, the column in UTF-16 units. @example { line: 1, column: 1 } */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Turns offsets into lines and columns, moving forward only, so that many questions about one text cost one pass.
 *
 * Offsets are UTF-16 units in [0, text.length]; asking for an earlier offset starts again from the top.
 * Line ends are LF, CRLF and a lone CR, as in Monaco and VS Code.
 * @example new PositionFinder('a\nbc').at(3) // { line: 2, column: 2 }
 */
export class PositionFinder {
  private offset = 0;
  private line = 1;
  private lineStart = 0;

  constructor(private readonly text: string) {}

  at(offset: number): TextPosition {
    if (offset < this.offset) {
      this.offset = 0;
      this.line = 1;
      this.lineStart = 0;
    }
    for (let i = this.offset; i < offset; i++) {
      const unit = this.text.charCodeAt(i);
      // The LF of a CRLF ends the line, the CR before it does not.
      if (unit === LF || (unit === CR && this.text.charCodeAt(i + 1) !== LF)) {
        this.line++;
        this.lineStart = i + 1;
      }
    }
    this.offset = offset;
    return { line: this.line, column: offset - this.lineStart + 1 };
  }
}
