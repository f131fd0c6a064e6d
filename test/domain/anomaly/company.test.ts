import { describe, expect, it } from 'vitest';
import { addCompany } from '#domain/anomaly/company.ts';
import { anomaly, evidence } from '../../builders.ts';

describe('how odd a service was as a whole', () => {
  const found = anomaly({ evidence: [evidence(), evidence({ indicator: 'cpu' })] });

  it('is said with the evidence that leads the anomaly', () => {
    const [first, second] = addCompany(found, 4.56).evidence;

    expect(first?.company).toEqual({
      times: 4.6,
      words: 'all indicators of the service together are 4.6 times as odd as usual',
    });
    expect(second).not.toHaveProperty('company');
  });

  it('is not worth saying where it is usual or not known, or where there is no evidence', () => {
    expect(addCompany(found, 1.9)).toEqual(found);
    expect(addCompany(found)).toEqual(found);
    expect(addCompany(anomaly({ evidence: [] }), 9).evidence).toEqual([]);
  });
});
