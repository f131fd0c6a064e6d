import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildCaptureStep, parseCaptureStep } from '#contracts/naming.ts';

it('the step of a capture is read back as it was built, and nothing else is', () => {
  const name = fc.record({
    phase: fc.constantFrom('apply' as const, 'rollback' as const),
    attempt: fc.integer({ min: 1, max: 3 }),
    actionIndex: fc.nat(20),
  });

  fc.assert(
    fc.property(name, (each) => {
      expect(parseCaptureStep(buildCaptureStep(each))).toEqual(each);
    }),
  );
  expect(() => parseCaptureStep('apply-1')).toThrow(
    'Capture step "apply-1" is not <apply|rollback>-<attempt>-<index>',
  );
});
