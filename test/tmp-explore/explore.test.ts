import { afterAll, beforeAll, it } from 'vitest';
import { idOf } from '../local/fleet/builders.ts';
import { begin, liveThroughMorning } from '../scenarios/shop.ts';
let m: any;
beforeAll(async () => { const t=performance.now(); m = await liveThroughMorning(); console.log('morning', performance.now()-t); });
afterAll(() => m.forget());
const list: any[] = JSON.parse(process.env.CASES ?? '[]');
for (const [kind, name, more] of list)
  it(`${kind} ${name}`, async () => {
    const t=performance.now();
    const { mode, also, ...inj } = more ?? {};
    const s = await begin(m, { injections: [{ kind, serviceId: idOf(name), strength: 0.8, durationMinutes: 300, ...inj }, ...(also ?? [])], ...(mode && {mode}) });
    await s.runMinutes(Number(process.env.MIN ?? 60));
    console.log(kind, name, Math.round(performance.now()-t), JSON.stringify(s.fleet.truth().faults.map((f: any)=>[f.kind,new Date(f.visibleAt??0).toISOString().slice(11,16),new Date(f.endedAt??0).toISOString().slice(11,16),f.endedBy])),'\n',
      (await s.incidents()).map((i: any)=>`${i.incidentId} ${i.state} ${new Date(i.openedAt).toISOString().slice(11,16)} ${new Date(i.closedAt??0).toISOString().slice(11,16)} ${i.title} ${i.closing} ${i.serviceIds}`).join('\n '),'\n',
      (await s.plans()).map((p: any)=>`${p.planId} ${p.strategy} ${p.summary} ${p.mode} ${p.approvalsNeeded} ${p.risk.tier}`).join('\n '), '\n',
      s.calls().map((c: any)=>`${new Date(c.at).toISOString().slice(11,16)} ${c.clientToken} ${JSON.stringify(c.action)} ${c.answer.outcome} ${c.hasTakenEffect}`).join('\n '), '\n paged', s.paged.join(), JSON.stringify(await s.violations()));
  }, 60000);
