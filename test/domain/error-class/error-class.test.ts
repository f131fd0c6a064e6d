import { describe, expect, it } from 'vitest';
import {
  classOfScores,
  ERROR_SCORE_COUNT,
  ErrorCategory,
  ErrorSeverity,
  PageSeverity,
  pageSeverityOf,
} from '#domain/error-class/error-class.ts';

describe('classes of errors', () => {
  it('are eight categories and five severities', () => {
    expect(ErrorCategory.options).toHaveLength(8);
    expect(ErrorSeverity.options).toHaveLength(5);
    expect(ERROR_SCORE_COUNT).toBe(13);
  });

  it('map to the four severities of a page, and never to a milder one for a worse error', () => {
    const pages = ErrorSeverity.options.map((each) => PageSeverity.options.indexOf(pageSeverityOf(each)));

    expect(pages).toEqual([0, 0, 1, 2, 3]);
  });

  it('are the likeliest category and severity, each with its probability', () => {
    const scores = [...ErrorCategory.options.map(() => 0), ...ErrorSeverity.options.map(() => 0)];
    scores[ErrorCategory.options.indexOf('access')] = Math.log(7);
    scores[ErrorCategory.options.length + ErrorSeverity.options.indexOf('warning')] = 40;

    const found = classOfScores(scores);

    expect(found).toMatchObject({ category: 'access', severity: 'warning' });
    expect(found.categoryConfidence).toBeCloseTo(0.5);
    expect(found.severityConfidence).toBeCloseTo(1);
  });

  it('refuse the scores of another model', () => {
    expect(() => classOfScores([1, 2, 3])).toThrow('13 scores');
  });
});
