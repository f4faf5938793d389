import { AnswerObject } from './answer-object';

/** What the architect says of one insight. @example rating.verdict // 'accept' */
export interface InsightRating {
  readonly title: string;
  /** 0 to 1. */
  readonly rating: number;
  readonly verdict: 'accept' | 'revise' | 'reject';
  /** The architect's own, 0 to 1. */
  readonly suggestedConfidence: number;
  readonly comment: string;
}

/** What the architect says of an analysis. @example review.architectSatisfaction // 0.72 */
export interface Review {
  /** The overall rating, 0 to 1: the outcome `architect_satisfaction`. */
  readonly architectSatisfaction: number;
  readonly ratings: readonly InsightRating[];
}

const VERDICTS = ['accept', 'revise', 'reject'] as const;

/** @throws BadAnswerError naming what is wrong. @example readReview(parseAnswer(text)).architectSatisfaction */
export function readReview(value: unknown): Review {
  const review = new AnswerObject(value, '');
  return {
    architectSatisfaction: review.number('architect_satisfaction', 0, 1),
    ratings: review.list('ratings', (item, path) => {
      const rating = new AnswerObject(item, path);
      return {
        title: rating.text('title'),
        rating: rating.number('rating', 0, 1),
        verdict: rating.oneOf('verdict', VERDICTS),
        suggestedConfidence: rating.number('suggested_confidence', 0, 1),
        comment: rating.text('comment'),
      };
    }),
  };
}
