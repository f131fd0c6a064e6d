// The console in a real browser over the real API and embedded stores: what each page shows, a decision by click, the
// stop switch, accessibility in both colour modes, and no error on the way.

import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { getRequestListener } from '@hono/node-server';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerApproval } from '#application/answer-approval.ts';
import { judgeIncident } from '#application/judge-incident.ts';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import { requestRecovery } from '#application/request-recovery.ts';
import { resumeHealing, stopHealing } from '#application/stop-healing.ts';
import type { FleetmedicEvent } from '#contracts/events.ts';
import { type Api, makeApi } from '#runtime/api/app.ts';
import { makeWorld, type TestWorld } from '../application/world.ts';
import { lookedAtTwice } from './diagnosis.ts';
import { leavePredictions } from './foresight.ts';
import { leaveModels } from './models.ts';
import { leavePatterns } from './patterns.ts';
import { APPROVAL, INCIDENT, openShop, SHOP_SETTINGS } from './shop.ts';

const CONSOLE = 'dist/console';
const TOKEN = 'a-token-of-the-tests';
const BROWSER = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const missing = [
  ...(existsSync(BROWSER) ? [] : [`no browser at ${BROWSER}; set CHROMIUM_PATH`]),
  ...(existsSync(join(CONSOLE, 'index.html')) ? [] : ['the console is not built; run npm run build:console']),
];
if (missing.length > 0) process.stderr.write(`The console is not tested: ${missing.join(', ')}.\n`);

const SCREENSHOTS = process.env['SCREENSHOT_FOLDER'];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(missing.length > 0)('the console', () => {
  let shop: TestWorld;
  let api: Api;
  const listeners = new Set<(event: FleetmedicEvent) => void>();
  let server: ReturnType<typeof createServer>;
  let context: BrowserContext;
  let page: Page;
  let origin: string;
  const troubles: string[] = [];

  beforeAll(async () => {
    context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'console-')), {
      executablePath: BROWSER,
      headless: true,
      viewport: { width: 1440, height: 900 },
      args: ARGUMENTS,
    });
  });

  beforeEach(async () => {
    shop = makeWorld(SHOP_SETTINGS);
    await openShop(shop.deps);
    api = serveShop(shop, listeners);
    server?.close();
    server = createServer(getRequestListener(api.fetch)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await context.clearCookies();
    await page?.close();
    page = await context.newPage();
    troubles.length = 0;
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(`${origin}/?token=${TOKEN}`);
    await page.getByText('The healer itself').waitFor();
  });

  afterAll(async () => {
    await context?.close();
    api?.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('answers the four questions on the first screen, without scrolling', async () => {
    const questions = [
      'Is anything hurting users?',
      'What is the healer doing?',
      'What does it want from me?',
      'The healer itself',
    ];
    for (const question of questions) {
      const box = await page.getByRole('heading', { name: question }).boundingBox();
      expect(box?.y, question).toBeLessThan(900);
    }

    expect(await page.getByText('Yes: checkout critical; search degraded').isVisible()).toBe(true);
    expect((await page.getByRole('button', { name: 'Approve' }).boundingBox())?.y).toBeLessThan(900);
    await shoot('home');
    expect(troubles).toEqual([]);
  });

  it('keeps the token out of the address and out of reach of scripts', async () => {
    expect(page.url()).toBe(`${origin}/`);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('approves by a click and a confirmation that names the resource', async () => {
    await page.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve this plan?' });
    await dialog.getByText('ecs-service/shop/checkout').waitFor();
    await shoot('approve');
    await dialog.getByRole('button', { name: 'Approve' }).click();

    await page.getByText('Nothing waits for a decision.').waitFor();
    expect(shop.answers).toEqual([{ taskToken: 'token-1', outcome: 'granted' }]);
    expect(troubles).toEqual([]);
  });

  it('denies only with a reason', async () => {
    await page.getByRole('button', { name: 'Deny' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deny this plan?' });
    const deny = dialog.getByRole('button', { name: 'Deny' });
    expect(await deny.isDisabled()).toBe(true);
    await dialog.getByLabel('Why not?').fill('The migration cannot go back');
    await deny.click();

    await page.getByText('Nothing waits for a decision.').waitFor();
    expect(await shop.deps.approvals.find(APPROVAL)).toMatchObject({
      status: 'denied',
      decisions: [{ by: 'ana', reason: 'The migration cannot go back' }],
    });
  });

  it('stops all healing with the keyboard alone, once the word is typed, and resumes it', async () => {
    await page.getByRole('button', { name: 'Stop all healing' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Stop all healing?' });
    await dialog.getByLabel('Why?').fill('It acts on the wrong service');
    await dialog.getByLabel('Type "stop" to confirm').fill('stop');
    await shoot('stop');
    await page.keyboard.press('Enter');

    await page.getByText('ana stopped it at').waitFor();
    await shoot('stopped');
    await page.getByRole('button', { name: 'Resume healing' }).click();
    await page.getByLabel('Why may it act again?').fill('It was right');
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByRole('button', { name: 'Stop all healing' }).waitFor();
  });

  it('keeps what a person says of an incident, shows who said it, and lets another word take its place', async () => {
    await page.goto(`${origin}/#/incidents/${INCIDENT}`);
    await page.getByLabel('In a sentence (optional)').fill('A planned load test');
    await page.getByRole('button', { name: 'False alarm' }).click();
    await page.getByText('ana said false alarm').waitFor();
    expect(await page.getByText('A planned load test').first().isVisible()).toBe(true);
    await shoot('feedback');

    await page.getByRole('button', { name: 'Wrong cause' }).click();

    await page.getByText('ana said wrong cause').waitFor();
    await page.getByText('Said before (1)').waitFor();
    const pressed = page.getByRole('button', { name: 'Wrong cause' });
    expect(await pressed.getAttribute('aria-pressed')).toBe('true');
    expect(await shop.deps.feedback.find(INCIDENT)).toMatchObject({ verdict: 'wrong-cause', by: 'ana' });
    expect(troubles).toEqual([]);
  });

  it('tells what incidents have in common, against chance, and who moves with whom', async () => {
    await leavePatterns(shop.deps);
    await page.getByRole('link', { name: 'Patterns' }).click();

    const patterns = page.getByRole('table', { name: 'Patterns' });
    await patterns.getByText('about 4 min later checkout: p99 latency').waitFor();
    expect(await patterns.getByText('40.0 times as often; by chance with less than 0.001').count()).toBe(1);
    expect(await patterns.getByRole('link', { name: INCIDENT }).count()).toBe(1);
    const correlations = page.getByRole('table', { name: 'Correlations' });
    expect(await correlations.getByText('Not connected: is a dependency missing?').count()).toBe(1);
    await shoot('patterns');
    expect(troubles).toEqual([]);
  });

  it('says what is ahead, when, what it looks like, and whether such warnings were right', async () => {
    await leavePredictions(shop.deps);
    await page.reload();

    await page.getByText('Memory likely full in 10-40 min, orange').waitFor();
    await page.goto(`${origin}/#/services/orders`);
    await page.getByText('Orange: Likely full within half an hour').waitFor();
    expect(await page.getByRole('link', { name: INCIDENT }).count()).toBeGreaterThan(0);
    await shoot('outlook');
    await page.getByRole('link', { name: 'Predictions' }).click();
    const calibration = page.getByRole('table', { name: 'Calibration' });
    await calibration.getByText('0-10 %').waitFor();
    expect(await page.getByText('3 right warnings, 0 false, 0 averted, 1 missed').count()).toBe(1);
    await shoot('predictions');
    expect(troubles).toEqual([]);
  });

  it('tells which models decide, how the trial of another version stands, and whether they fit', async () => {
    await leaveModels(shop.deps);

    await page.getByRole('link', { name: 'Models' }).click();

    const models = page.getByRole('table', { name: 'Models' });
    await models.getByText('It is being tried: nearer to the truth in 3').waitFor();
    await models.getByText('It is surer than right').waitFor();
    await models.getByText('Not tried by itself: no outcome here tells how right it is').waitFor();
    await shoot('models');
    expect(troubles).toEqual([]);
  });

  it('shows the ways of looking, the errors that came with an incident, and what it looks like', async () => {
    await shop.deps.diagnoses.put(lookedAtTwice());

    await page.goto(`${origin}/#/incidents/${INCIDENT}`);

    const voices = page.getByRole('region', { name: 'Ways of looking' });
    await voices
      .getByText('Tree and ranking point at different services. The classifier says another type.')
      .waitFor();
    await voices.getByText('Latency p99 2.40 s, before 200 ms').waitFor();
    expect(await voices.getByRole('link', { name: 'search' }).count()).toBe(1);
    await page.getByRole('table', { name: 'Errors that came with it' }).getByText('Broken pipe').waitFor();
    const seen = page.getByRole('region', { name: 'Seen before' });
    await seen.getByText('80 % alike (the same symptoms): service-restart worked').waitFor();
    await shoot('diagnosis');
    expect(troubles).toEqual([]);
  });

  it('hears of changes without being asked', async () => {
    const incident = await shop.deps.incidents.find(INCIDENT);
    if (!incident) throw new Error('The shop has no incident');
    const next = { ...incident, version: incident.version + 1, state: 'remediating' as const };
    await shop.deps.incidents.replace(next);

    for (const listener of listeners) listener({ type: 'incident-changed', incident: next });

    await page.getByText('Healing', { exact: true }).waitFor({ timeout: 5000 });
  });

  it('says that it is locked when the session is unknown', async () => {
    await context.clearCookies();
    await page.reload();

    await page.getByText('This console is locked').waitFor();
    await shoot('locked');
  });

  it('says that Fleetmedic does not answer when it does not', async () => {
    api.close();
    server.closeAllConnections();
    server.close();

    await page.getByText('Fleetmedic does not answer', { exact: true }).waitFor({ timeout: 20_000 });
    await shoot('offline');
  });

  const pages = [
    ['home', '', 'What does it want from me?'],
    ['incident', `#/incidents/${INCIDENT}`, 'Verification: did it help users?'],
    ['service', '#/services/checkout', 'Course'],
    ['predictions', '#/predictions', 'Calibration'],
    ['recoveries', '#/recoveries', 'Ended recoveries'],
    ['models', '#/models', 'Models'],
    ['audit', '#/audit', 'Audit log'],
  ] as const;

  it.each(pages)(
    'shows the page %s without a violation of accessibility in either colour mode',
    async (name, hash, heading) => {
      await page.goto(`${origin}/${hash}`);
      await page.getByRole('heading', { name: heading }).first().waitFor();

      for (const mode of ['Light', 'Dark']) {
        const toggle = page.getByRole('button', { name: `${mode} mode` });
        if (await toggle.isVisible()) await toggle.click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        await shoot(`${name}-${mode.toLowerCase()}`);
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
      }
      expect(troubles).toEqual([]);
    },
  );

  async function shoot(name: string): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-full.png`), fullPage: true });
  }
});

/** The API over the shop's stores, with the real use cases behind its commands. */
function serveShop(shop: TestWorld, listeners: Set<(event: FleetmedicEvent) => void>): Api {
  const { deps } = shop;
  return makeApi({
    ...deps,
    operator: { token: TOKEN, principal: 'ana' },
    wallClock: Date.now,
    consoleFolder: CONSOLE,
    heartbeatSeconds: 1,
    commands: {
      answerApproval: (request) => answerApproval(deps, request),
      requestRecovery: (request) => requestRecovery(deps, request),
      stopHealing: (request) => stopHealing(deps, request),
      resumeHealing: (request) => resumeHealing(deps, request),
      judgeIncident: (request) => judgeIncident(deps, request),
      promoteModel: (request) => promoteModel(deps, request),
      takeBackModel: (request) => takeBackModel(deps, request),
    },
    feed: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
}
