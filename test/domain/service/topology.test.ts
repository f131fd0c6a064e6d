import { describe, expect, it } from 'vitest';
import { ServiceId } from '#domain/ids.ts';
import {
  allCallersOf,
  allDependenciesOf,
  callersOf,
  dependenciesOf,
  neighboursOf,
  ownerOf,
} from '#domain/service/topology.ts';
import { CART, CART_ECS, CHECKOUT, CHECKOUT_ECS, service } from '../../builders.ts';

const WEB = ServiceId.parse('web');
const UNKNOWN = ServiceId.parse('unknown');
/** web -> checkout -> cart -> checkout: a cycle. */
const services = [
  service({ id: WEB, dependsOn: [CHECKOUT], resources: [] }),
  service({ id: CHECKOUT, dependsOn: [CART] }),
  service({ id: CART, dependsOn: [CHECKOUT], resources: [CART_ECS] }),
];

describe('the call graph', () => {
  it('tells who is called and who calls, directly', () => {
    expect(dependenciesOf(services, CHECKOUT)).toEqual([CART]);
    expect(dependenciesOf(services, UNKNOWN)).toEqual([]);
    expect(callersOf(services, CHECKOUT)).toEqual([WEB, CART]);
    expect(neighboursOf(services, CHECKOUT)).toEqual([CART, WEB, CART]);
  });

  it('is followed through others, around cycles once', () => {
    expect(allCallersOf(services, CART)).toEqual([CHECKOUT, WEB]);
    expect(allDependenciesOf(services, WEB)).toEqual([CHECKOUT, CART]);
  });

  it('knows the owner of a resource', () => {
    expect(ownerOf(services, CHECKOUT_ECS)?.id).toBe(CHECKOUT);
    expect(ownerOf(services, CART_ECS)?.id).toBe(CART);
  });
});
