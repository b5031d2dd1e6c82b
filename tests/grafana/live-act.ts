// What does the webhook get while faults are switched on in the running
// workloads, and after they are switched off again?
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogVersion } from '../../catalog/project';
import { systems } from '../../catalog/systems';
import { switchFault as switchDemo } from '../../demo/lab';
import { admin, lab } from '../lab';
import type { Labels } from '../shipped-rules';
import type { LiveFault } from './live-faults';

/** What the webhook was told about one fault, by the ids of the rules of the fast group. */
export interface Told {
  fired: string[];
  /** Those that were not reported as over in the end. */
  stayed: string[];
}

interface Message {
  receivedAt: number;
  alerts: Array<{ status: 'firing' | 'resolved'; labels: Labels }>;
}

/** Seconds that a fault stays at least, so that a rule that must not fire has its chance. */
const HOLD = 60;
/** Seconds from a condition that is true to a message at the webhook, on a machine that is busy. */
const DELIVERY = 30;
/** Seconds of the longest window, of the time that a rule keeps firing, and of a breaker to close, together. */
const OVER_WITHIN = 600;

const now = () => Date.now() / 1000;

/** One alert is one set of labels, in whatever order; empty ones say nothing, and Grafana's own begin with "__". */
const identity = (labels: Labels) =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name, value]) => value !== '' && !name.startsWith('__'))
      .sort()
  );

/** The alert of every rule of the fast group with the labels of a fault, by the id of the rule. */
function alertsAbout({ system: name, labels }: LiveFault): Map<string, string> {
  const system = systems.find((one) => one.name === name);
  const fast = system?.alerts.filter(({ group }) => group === 'fast') ?? [];
  return new Map(
    fast.map((alert): [string, string] => {
      const own = {
        alertname: alert.name,
        grafana_folder: system?.folder ?? '',
        severity: alert.severity,
        priority: alert.priority ?? '',
        system: name,
        rule_version: catalogVersion,
      };
      return [alert.id, identity({ ...own, ...labels })];
    })
  );
}

/** The last word of the webhook on every alert that fired since a moment (seconds since 1970); what only ended since is none. */
async function lastWords(since: number): Promise<Map<string, 'firing' | 'resolved'>> {
  const messages = (await (await fetch(`${lab().control}/alerts`)).json()) as Message[];
  const words = messages
    .filter(({ receivedAt }) => receivedAt >= since)
    .flatMap(({ alerts }) => alerts.map(({ labels, status }) => [identity(labels), status] as const));
  const fired = new Set(words.filter(([, status]) => status === 'firing').map(([alert]) => alert));
  return new Map(words.filter(([alert]) => fired.has(alert)));
}

export async function toldAbout(fault: LiveFault, since: number): Promise<Told> {
  const words = await lastWords(since);
  const fired = [...alertsAbout(fault)].filter(([, alert]) => words.has(alert));
  const stayed = fired.filter(([, alert]) => words.get(alert) === 'firing');
  return { fired: fired.map(([id]) => id), stayed: stayed.map(([id]) => id) };
}

export const switchFault = ({ system, fault }: LiveFault, mode: string) =>
  switchDemo(lab().control, system, fault, mode);

/** Whoever was told is not told again: what an earlier run left firing has to end first. */
async function untilHealthy(faults: LiveFault[]): Promise<void> {
  const watched = new Set(faults.flatMap((fault) => [...alertsAbout(fault).values()]));
  const limit = now() + OVER_WITHIN;
  for (;;) {
    const active = await admin<Array<{ labels: Labels }>>('GET', '/api/alertmanager/grafana/api/v2/alerts');
    const early = active.filter(({ labels }) => watched.has(identity(labels)));
    if (early.length === 0) {
      return;
    }
    if (now() > limit) {
      throw new Error(`firing before anything was switched on: ${JSON.stringify(early.map(({ labels }) => labels))}`);
    }
    await sleep(5000);
  }
}

/** How long a fault may take until all of its rules have fired: their pending periods included. */
export function patience({ system, rules, within = 60 }: LiveFault): number {
  const alerts = systems.find(({ name }) => name === system)?.alerts ?? [];
  const pending = alerts.filter(({ id }) => rules.includes(id)).map((alert) => inSeconds(alert.for));
  return within + Math.max(0, ...pending) + DELIVERY;
}

function inSeconds(duration: string): number {
  return parseInt(duration, 10) * ({ s: 1, m: 60, h: 3600 }[duration.at(-1) ?? 's'] ?? 1);
}

async function until(fault: LiveFault, since: number, done: (told: Told) => boolean, limit: number): Promise<void> {
  while (now() < limit && !done(await toldAbout(fault, since))) {
    await sleep(2000);
  }
}

/** Switches one fault on, and off when its rules have fired or should have; the moment at which it was switched on. */
async function perform(fault: LiveFault): Promise<number> {
  const since = now();
  await switchFault(fault, fault.mode);
  try {
    const allFired = ({ fired }: Told) => fault.rules.every((id) => fired.includes(id));
    await until(fault, since, allFired, since + patience(fault));
    await until(fault, since, () => false, since + HOLD);
  } finally {
    await switchFault(fault, 'off');
  }
  return since;
}

/** Waits until the rules of a fault are over. */
async function end(fault: LiveFault, since: number): Promise<Told> {
  const allOver = ({ stayed }: Told) => !stayed.some((id) => fault.rules.includes(id));
  await until(fault, since, allOver, now() + OVER_WITHIN);
  return toldAbout(fault, since);
}

/** All faults of an act at the same time, each for as long as it needs; what was told in their order. */
export async function play(faults: LiveFault[]): Promise<Told[]> {
  await untilHealthy(faults);
  const performed = faults.map((fault) => ({ fault, off: perform(fault) }));
  return Promise.all(
    performed.map(async ({ fault, off }) => {
      // Another fault of its system may hold its rules: batches are slow for two reasons, and for the longer one to the end.
      await Promise.all(performed.filter((other) => other.fault.system === fault.system).map((other) => other.off));
      return end(fault, await off);
    })
  );
}
