import { describe, expect, it } from 'vitest';
import { NOON } from '../../builders.ts';
import { medic, refusal } from './harness.ts';

const URL_OF_GATEWAY = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com';
const ASKED = ['models', '--json', '--url', URL_OF_GATEWAY];

/** Signs by a header that says so. */
function signing(seen: Request[]) {
  return {
    signRequest: async (request: Request, region: string) => {
      seen.push(request);
      return new Request(request, { headers: { authorization: `signed for ${region}` } });
    },
  };
}

describe('a deployment on AWS', () => {
  it('is asked under the name of the credentials of this shell, and told no token', async () => {
    const seen: Request[] = [];
    const sent: Request[] = [];
    const fetch = async (request: Request) => {
      sent.push(request);
      return Response.json({ now: NOON, models: [] });
    };

    const { exitCode, out } = await medic(ASKED, {
      tasks: signing(seen),
      fetch,
      environment: { MEDIC_TOKEN: 'of another server' },
    });

    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({ now: NOON, models: [] });
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual([null]);
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['signed for eu-central-1']);
  });

  it('says which permission is missing when IAM refuses', async () => {
    const fetch = async () => Response.json({ message: 'Forbidden' }, { status: 403 });

    const { exitCode, told } = await medic(ASKED, { tasks: signing([]), fetch });

    expect(exitCode).toBe(3);
    expect(told).toContain('execute-api:Invoke');
  });

  it('passes on what Fleetmedic itself refuses', async () => {
    const fetch = async () => refusal(403, 'not-an-approver');

    const { told } = await medic(ASKED, { tasks: signing([]), fetch });

    expect(told).toContain('not-an-approver');
  });

  it('takes an answer that is no JSON for a refusal of the gateway', async () => {
    const fetch = async () => new Response('no', { status: 403 });

    expect((await medic(ASKED, { tasks: signing([]), fetch })).told).toContain('IAM');
  });

  it('says that there are no credentials', async () => {
    const tasks = { signRequest: () => Promise.reject(new Error('no credentials')) };

    const { exitCode, told } = await medic(ASKED, { tasks });

    expect(exitCode).toBe(1);
    expect(told).toContain('cannot be signed with the credentials of this shell');
  });
});
