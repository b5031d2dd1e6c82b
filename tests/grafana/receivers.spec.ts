// Who was told what, and when? The demo's Grafana has the routing of the five
// documents with a webhook in the place of every receiver; the faults of
// live.spec.ts, before this one, made them speak.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { receiverName, routing } from '../../catalog/routing';
import { systems } from '../../catalog/systems';
import { receiversAndPolicies } from '../../demo/provisioning';
import { lab } from '../lab';
import type { Labels } from '../shipped-rules';

/** The one that gets everything, besides those that the documents want. */
const EVERYTHING = 'yardstick-demo';

interface Message {
  receiver: string;
  receivedAt: number;
  alerts: Array<{ status: string; labels: Labels; startsAt: string }>;
}

interface Told {
  system: string;
  severity: string;
  alert: string;
  receiver: string;
  /** Seconds since 1970: when the alert began, and when the receiver was told of it. */
  startedAt: number;
  toldAt: number;
}

async function told(): Promise<Told[]> {
  const messages = (await (await fetch(`${lab().control}/alerts`)).json()) as Message[];
  return messages.flatMap(({ receiver, receivedAt, alerts }) =>
    alerts
      .filter(({ status }) => status === 'firing')
      .map(({ labels, startsAt }) => ({
        system: labels.system ?? '',
        severity: labels.severity ?? '',
        alert: labels.alertname ?? '',
        receiver,
        startedAt: Date.parse(startsAt) / 1000,
        toldAt: receivedAt,
      }))
  );
}

/**
 * First words that came before the wait of their group was over. A group is what one receiver is told of one rule; its
 * wait begins with its first alert, whether that still fires when the word goes out or not, and whoever has been told
 * once is told of more of the same without another wait.
 */
function tooEarly(now: Told[], receivers: string[], wait: number): Told[] {
  const firstOf = (receiver: string, alert: string) =>
    now.filter((one) => one.receiver === receiver && one.alert === alert).sort((a, b) => a.toldAt - b.toldAt)[0];
  const began = (alert: string) =>
    Math.min(...now.filter((one) => one.receiver === EVERYTHING && one.alert === alert).map((one) => one.startedAt));
  const alerts = [...new Set(now.map(({ alert }) => alert))];
  return receivers
    .flatMap((receiver) => alerts.flatMap((alert) => firstOf(receiver, alert) ?? []))
    .filter(({ alert, toldAt }) => toldAt - began(alert) < wait - 15);
}

function wanted(system: string, severity: string): { receivers: string[]; wait: number } {
  const document = systems.find(({ name }) => name === system)?.document;
  const route = document && routing[document].routes.find((one) => one.severity === severity);
  const wait = route ? parseInt(route.groupWait, 10) * (route.groupWait.endsWith('m') ? 60 : 1) : 0;
  return { receivers: (route?.receivers ?? []).map((receiver) => receiverName(system, receiver)), wait };
}

/** Systems and severities that fired, with who was told. */
function byRank(all: Told[]): Map<string, Told[]> {
  const ranks = new Map<string, Told[]>();
  all
    .filter(({ system }) => systems.some(({ name }) => name === system))
    .forEach((one) => {
      const key = `${one.system} ${one.severity}`;
      ranks.set(key, [...(ranks.get(key) ?? []), one]);
    });
  return ranks;
}

test('each alert reaches those whom the document of its system names, in its time, and nobody else', async () => {
  test.setTimeout(600_000);
  const fired = byRank((await told()).filter(({ receiver }) => receiver === EVERYTHING));
  expect(fired.size, 'ranks that fired before').toBeGreaterThan(3);
  const table: string[] = [];
  for (const [rank] of fired) {
    const [system = '', severity = ''] = rank.split(' ');
    const { receivers, wait } = wanted(system, severity);
    // Those who wait longest may not have been told yet; what ended meanwhile is never told to them.
    const patient = wait > 60;
    let now = byRank(await told()).get(rank) ?? [];
    for (let i = 0; i < 60 && !patient && receivers.some((one) => !now.some(({ receiver }) => receiver === one)); i++) {
      await sleep(2000);
      now = byRank(await told()).get(rank) ?? [];
    }
    const got = [...new Set(now.map(({ receiver }) => receiver))].filter((receiver) => receiver !== EVERYTHING).sort();
    table.push(`${rank}: ${got.join(', ') || 'nobody yet'}`);
    expect(
      got.filter((receiver) => !receivers.includes(receiver)),
      `${rank}: told, and not to be`
    ).toEqual([]);
    if (!patient) {
      expect(got, `${rank}: to be told`).toEqual([...receivers].sort());
    }
    expect(tooEarly(now, receivers, wait), `${rank}: told before the document's time`).toEqual([]);
  }
  console.log(table.join('\n'));
});

test('no address of a document is shipped', () => {
  const { contactPoints } = parse(receiversAndPolicies('http://127.0.0.1:1/webhook')) as {
    contactPoints: Array<{ receivers: Array<{ type: string; settings: { url: string } }> }>;
  };
  const all = contactPoints.flatMap(({ receivers }) => receivers);
  expect(all.length).toBeGreaterThan(5);
  all.forEach(({ type, settings }) => {
    expect(type).toBe('webhook');
    expect(settings.url).toMatch(/^http:\/\/127\.0\.0\.1:1\/webhook/);
  });
});
