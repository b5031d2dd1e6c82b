// What the tests know of the lab that lab.setup.ts started.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PastFaults } from '../demo/lab';

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

/** Calls Grafana's API and gives status, headers and text, whatever they are. */
export async function call(
  method: string,
  route: string,
  body?: unknown,
  authorization = AUTHORIZATION
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(lab().grafana + route, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
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
