// What the tests know of the lab that lab.setup.ts started.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SEED, type PastFaults } from '../demo/lab';
import { Sampler } from '../demo/scenario/stream';
import { operations } from '../demo/systems/jobs';

export type Occurrence = PastFaults['faults'][number];

export interface Lab {
  prometheus: string;
  /** Of the workloads: switch, status, and the receiver of alerts. */
  control: string;
  /** Stops and starts Prometheus. */
  outage: string;
  grafana?: string;
  folder: string;
  /** What went wrong in the history, and when (seconds since 1970). */
  faults: Occurrence[];
}

export const stateFile = path.join(__dirname, '.auth', 'lab.json');

export function lab(): Lab {
  return JSON.parse(readFileSync(stateFile, 'utf8')) as Lab;
}

const AUTHORIZATION = `Basic ${Buffer.from('admin:admin').toString('base64')}`;

/** Calls Grafana's API and gives status and text, whatever they are. */
export async function call(
  method: string,
  route: string,
  body?: unknown,
  authorization = AUTHORIZATION
): Promise<{ status: number; text: string }> {
  const answer = await fetch(lab().grafana + route, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Calls Grafana's API as the administrator; fails with the answer's text where it is not 2xx. */
export async function admin<T>(method: string, route: string, body?: unknown): Promise<T> {
  const { status, text } = await call(method, route, body);
  if (status < 200 || status > 299) {
    throw new Error(`${method} ${route}: ${status} ${text.slice(0, 2000)}`);
  }
  return (text ? JSON.parse(text) : undefined) as T;
}

interface Vector {
  status: string;
  data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> };
}

/** An instant query of the lab's Prometheus, or of another. */
export async function instant(
  expr: string,
  at?: number,
  prometheus = lab().prometheus
): Promise<Vector['data']['result']> {
  const form = new URLSearchParams({ query: expr, ...(at ? { time: String(at / 1000) } : {}) });
  const answer = await fetch(`${prometheus}/api/v1/query`, { method: 'POST', body: form });
  const body = (await answer.json()) as Vector & { error?: string };
  if (body.status !== 'success') {
    throw new Error(`${expr}: ${body.error}`);
  }
  return body.data.result;
}

/** Long enough that no window or pending period of a rule reaches from a fault to a quiet moment. */
const MARGIN = 90 * 60;

const chance = new Sampler(SEED);
/** Above this a window of the minute, or one beside it, can be a deviation. */
const NOTICED = 1.1;

/** The operations of a system that the scenario made slow for a minute, as it does now and then, with nothing else wrong. */
export function slowByChance(system: string, from: number, to: number): string[] {
  const minutes = Array.from({ length: Math.ceil((to - from) / 60) + 1 }, (_, i) => Math.floor(from / 60) + i);
  return operations
    .filter((one) => one.system === system && minutes.some((minute) => chance.outlier(one, minute) > NOTICED))
    .map(({ name }) => name);
}

/** Windows of an operation with few requests reach that far back, and as far again where two of them must agree. */
const REACH = 10 * 60;

/** Whether something was wrong with a system at a moment (seconds since 1970), or shortly before or after. */
export function troubled(system: string, at: number): boolean {
  return (
    lab().faults.some((fault) => fault.system === system && at >= fault.from - MARGIN && at <= fault.to + MARGIN) ||
    slowByChance(system, at - REACH, at).length > 0
  );
}

/** Stretches over which the last hour is judged, in minutes; what strays further than this over one of them is told. */
const STRETCHES = [10, 20, 45];
const STRAYED = 1.05;

/** Whether the scenario let the level of an operation stray so far, and so long, that to say so is true. */
function strayed(system: string, at: number): boolean {
  const minute = Math.floor(at / 60);
  return operations
    .filter((one) => one.system === system)
    .some((one) => {
      const back = Array.from({ length: Math.max(...STRETCHES) }, (_, i) => chance.wander(one, minute - i));
      return STRETCHES.some((n) => back.slice(0, n).reduce((sum, level) => sum + level, 0) / n > STRAYED);
    });
}

/** The newest moment before a system's newest fault at which nothing was wrong with it, and every level was where it is as a rule. */
export function quietMoment(system: string): number {
  const own = lab().faults.filter((fault) => fault.system === system);
  const newest = Math.max(...own.map(({ to }) => to));
  for (let at = newest - 600; at > newest - 30 * 86_400; at -= 600) {
    if (!troubled(system, at) && !strayed(system, at)) {
      return at;
    }
  }
  throw new Error(`the history of ${system} has no quiet moment`);
}
