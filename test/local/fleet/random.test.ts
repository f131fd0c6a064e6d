import { describe, expect, it } from 'vitest';
import { between, openStream, pick, poissonCount, resumeStream } from '#local/fleet/random.ts';

const draw = (seed: number, name: string) => {
  const stream = openStream(seed, name);
  return Array.from({ length: 5 }, () => stream.uniform());
};

describe('a random stream', () => {
  it('gives the same numbers for the same seed and name, and others for another name', () => {
    expect(draw(1, 'demand/0')).toEqual(draw(1, 'demand/0'));
    expect(draw(1, 'demand/0')).not.toEqual(draw(1, 'demand/1'));
    expect(draw(1, 'demand/0')).not.toEqual(draw(2, 'demand/0'));
  });

  it('goes on where its state was taken', () => {
    const stream = openStream(1, 'demand/0');
    stream.uniform();

    const resumed = resumeStream(JSON.parse(JSON.stringify(stream.state())));

    expect(resumed.uniform()).toBe(stream.uniform());
  });

  it('is uniform, or normal, as asked', () => {
    const stream = openStream(1, 'moments');
    const normals = Array.from({ length: 20_000 }, () => stream.normal());
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + value * value, 0) / normals.length;

    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
    expect(between(stream, 3, 4)).toBeGreaterThanOrEqual(3);
  });

  it('picks one of the options, and refuses an empty list', () => {
    const stream = openStream(1, 'pick');

    expect(['a', 'b']).toContain(pick(stream, ['a', 'b']));
    expect(() => pick(stream, [])).toThrow(RangeError);
  });

  it.each([0.5, 5, 200])('counts %d on average', (mean) => {
    const stream = openStream(1, 'poisson');
    const counts = Array.from({ length: 5000 }, () => poissonCount(mean, stream.uniform(), stream.normal()));

    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length / mean).toBeCloseTo(1, 1);
  });
});
