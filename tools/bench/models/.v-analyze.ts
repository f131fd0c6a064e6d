import { readFileSync, existsSync, writeFileSync } from 'node:fs';
import { feelLeaks } from './fleet-run.ts';
import { judgeCauses, tallyStory } from './fleet-tally.ts';
import { scoreFaults, falseIncidents } from '#local/demo/scoring.ts';
const [,, dir, list, what = ''] = process.argv;
const seeds = list!.split(',').flatMap((p) => { const [a, b] = p.split('-').map(Number); return Array.from({ length: (b ?? a)! - a! + 1 }, (_, i) => a! + i); });
const T: any[] = [];
const med = (v: number[]) => v.toSorted((a,b)=>a-b)[Math.floor((v.length-1)/2)];
for (const seed of seeds) {
  const path = `${dir}/healed-${seed}.json`;
  if (!existsSync(path)) continue;
  const r = JSON.parse(readFileSync(path, 'utf8'));
  const lp = `/tmp/v-leaks-${seed}.json`;
  if (!r.leaks) {
    if (!existsSync(lp)) writeFileSync(lp, JSON.stringify(feelLeaks(r, r.faults)));
    r.leaks = JSON.parse(readFileSync(lp, 'utf8'));
  }
  const m = (t: any) => t === undefined ? '-' : Math.round((t - r.endedAt + 86400000) / 60000);
  const t = tallyStory(r); T.push(t);
  if (what.includes('c')) for (const c of judgeCauses(r)) {
    if (c.isRightService && c.isRightType) continue;
    const d = r.diagnoses.find((x: any) => x.incidentId === c.incident.incidentId); const h = d?.hypotheses[0];
    console.log(seed, c.isRightService ? 'svc-ok' : 'SVC', c.isRightType ? 'type-ok' : 'TYPE', `fault ${c.fault.kind} ${c.fault.serviceId} ${c.fault.shape} str ${c.fault.strength.toFixed(2)} on ${m(c.fault.onset)} vis ${m(c.fault.visibleAt)} end ${m(c.fault.endedAt)} ${c.fault.endedBy?.by}`, `| inc ${c.incident.serviceIds} on ${m(c.incident.onsetAt)} open ${m(c.incident.openedAt)} ${c.incident.state} diag ${d && m(d.at)} ${d?.outcome}: ${d?.hypotheses.slice(0,3).map((x: any) => `${x.failureType}@${x.serviceId} ${x.confidence}`).join('; ')}`);
    if (what.includes('p')) console.log('     ', h?.path.join(' / '));
  }
  if (what.includes('l')) for (const { fault, feltAt } of r.leaks) console.log(seed, fault.kind, fault.serviceId, fault.origin, 'on', m(fault.onset), 'felt', m(feltAt), 'warn', r.warnings.filter((w: any) => w.serviceId === fault.serviceId && w.at >= fault.onset && w.at<=feltAt).slice(0,1).map((w: any) => m(w.at)).join(), 'inc', r.incidents.filter((i: any) => i.serviceIds.includes(fault.serviceId) && i.openedAt >= fault.onset && i.openedAt <= feltAt).map((i: any) => m(i.openedAt)).join(), 'end', m(fault.endedAt), fault.endedBy?.by);
  if (what.includes('f')) { for (const i of falseIncidents(r)) console.log(seed, 'FALSE', i.title, m(i.openedAt), m(i.lastAnomalyAt), i.state); for (const s of scoreFaults(r)) if (!s.isDetected) console.log(seed, 'MISSED', s.fault.kind, s.fault.serviceId, s.fault.strength.toFixed(2), m(s.fault.onset), m(s.fault.visibleAt), m(s.fault.endedAt), s.fault.endedBy?.by, s.fault.shape); }
}
const sum = (f: (t: any) => number) => T.reduce((a, t) => a + f(t), 0);
console.log('seeds', T.length, 'incidents', sum(t => t.told.incidents), 'pages', sum(t => t.told.pages), 'notices', sum(t => t.told.notices), 'calm', sum(t => t.told.calmNotices));
console.log('noise red: inc/notices', 1 - sum(t => t.told.incidents) / sum(t => t.told.notices), 'inc/calm', 1 - sum(t => t.told.incidents) / sum(t => t.told.calmNotices), 'pages/calm', 1 - sum(t => t.told.pages) / sum(t => t.told.calmNotices));
for (const w of ['ours', 'thresholds']) console.log(w, 'recall', sum(t => t[w].detected) / sum(t => t.injected), 'false/sd', sum(t => t[w].falseCount) / sum(t => t.serviceDays), 'ticks', med(T.flatMap(t => t[w].ticks)), 'min', med(T.flatMap(t => t[w].minutes)), 'n', T.flatMap(t => t[w].minutes).length);
console.log('leaks', sum(t => t.leaks), 'ahead', sum(t => t.leaksAhead) / sum(t => t.leaks), 'idle/sd', sum(t => t.idleWarnings) / sum(t => t.serviceDays));
console.log('cause n', sum(t => t.diagnosed), 'svc', sum(t => t.rightService) / sum(t => t.diagnosed), 'type', sum(t => t.rightType) / sum(t => t.diagnosed));
