import { expect, it, vi } from 'vitest';
import { FUNCTION_ENVIRONMENTS } from '#contracts/environment.ts';
import { requireEnvironment } from '#runtime/environment.ts';

it('a function is given the variables of its schema, and no others', () => {
  vi.stubEnv('FLEETMEDIC_TABLE', 'table');
  vi.stubEnv('FLEETMEDIC_BUS', 'bus');
  vi.stubEnv('FLEETMEDIC_STOP_SWITCH', '/stop');

  const environment = requireEnvironment(FUNCTION_ENVIRONMENTS['verify-recovery']);

  expect(environment).toEqual({
    FLEETMEDIC_TABLE: 'table',
    FLEETMEDIC_BUS: 'bus',
    FLEETMEDIC_STOP_SWITCH: '/stop',
  });
  vi.unstubAllEnvs();
});

it('a variable that is missing is named', () => {
  expect(() => requireEnvironment(FUNCTION_ENVIRONMENTS['open-incident'])).toThrow(
    /FLEETMEDIC_STATE_MACHINE/,
  );
});
