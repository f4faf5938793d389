import { storable } from '../storable-text';

/** Why an item of a batch was not taken; clients may switch on it. */
export const REJECTION_CODES = [
  'INVALID_INPUT',
  'FUTURE_DATED',
  'OUT_OF_RANGE',
  'UNKNOWN_METRIC',
  'METRIC_NOT_RECORDABLE',
  'UNKNOWN_EXPERIMENT',
  'ID_CONFLICT',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** An item that was not taken. */
export interface RejectedItem {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** What it was sent with; empty when that was no text. */
  readonly id: string;
  readonly code: RejectionCode;
  /** For people; names the member. */
  readonly message: string;
  /** The member that is wrong; absent when the item as a whole is. */
  readonly field?: string;
}

/** What became of a batch. */
export interface IngestReport {
  /** Stored by this batch. */
  readonly accepted: number;
  /** Stored before, or earlier in this batch. */
  readonly duplicates: number;
  /** Of the accepted ones: kept, and never counted in an experiment. */
  readonly flagged: number;
  /** In the order of the batch. */
  readonly rejected: readonly RejectedItem[];
}

/** Of each message: thousands may be in one answer. */
const MOST_MESSAGE_CHARACTERS = 160;

/** Thrown for one item; the others are taken nevertheless. */
export class ItemRefusal extends Error {
  constructor(
    readonly code: RejectionCode,
    readonly field: string | undefined,
    /** What is wrong, in words that fit after the member's name. */
    readonly problem: string,
  ) {
    super(field === undefined ? problem : `${field}: ${problem}`);
  }

  /** As the answer names it. */
  of(index: number, id: string): RejectedItem {
    const { code, field } = this;
    const message = storable(this.message.slice(0, MOST_MESSAGE_CHARACTERS));
    return { index, id, code, message, ...(field === undefined ? {} : { field }) };
  }
}
