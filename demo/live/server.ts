/**
 * How does the outside reach the workloads? One server on loopback: the targets
 * (`/<job>/metrics`), the switch (`/faults`, `/status`), and the receiver of Grafana's alerts
 * (`/webhook`, `/alerts`), which keeps what it gets as JSON lines.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { jobs, silencedBy } from '../systems/jobs';
import { switchables } from './switchboard';
import type { Workloads } from './workloads';

export interface ServerOptions {
  workloads: Workloads;
  /** Where received alerts are kept. */
  alertsFile: string;
  /** What `status` shows besides faults. */
  status: () => Record<string, unknown>;
  /** Called by `POST /stop`. */
  stop: () => void;
  port?: number;
  /** Loopback unless a container has to be reached from another. */
  host?: string;
}

/** A larger request is no alert and no command. */
const MAX_BODY = 4 * 1024 * 1024;

type Answer = { status?: number; type?: string; body: unknown };
type Route = (request: IncomingMessage) => Promise<Answer> | Answer;
type Routes = Record<string, Route>;

interface Listening {
  url: string;
  stop(): Promise<void>;
}

export function serve(options: ServerOptions): Promise<Listening> {
  const { workloads, alertsFile, port, host } = options;
  return listening({ ...targets(workloads), ...control(options), ...receiver(alertsFile) }, port, host);
}

/** Until the workloads are there, which takes minutes: a second start finds this one, and whoever wants it to end is heard. */
export function serveStart(stop: () => void): Promise<Listening> {
  return listening({
    'GET /status': () => ({ body: { demo: 'is starting', faults: [] } }),
    'POST /faults': () => ({
      status: 503,
      body: { error: 'the demo is still starting: nothing is there to be broken' },
    }),
    'POST /stop': stopping(stop),
  });
}

async function listening(routes: Routes, wanted = 0, host = '127.0.0.1'): Promise<Listening> {
  const server = createServer((request, response) => void respond(routes, request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wanted, host, resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => closed(server) };
}

const stopping =
  (stop: () => void): Route =>
  () => {
    setTimeout(stop, 50);
    return { body: { stopping: true } };
  };

async function respond(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  // Each receiver has an address of its own below the webhook; Grafana says in the body whose it is.
  const address = path.startsWith('/webhook/') ? '/webhook' : path;
  const route = routes[`${request.method} ${address}`];
  try {
    const answer = route ? await route(request) : { status: 404, body: { error: `no ${request.method} ${path} here` } };
    const text = typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body, undefined, 2)}\n`;
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' }).end(text);
  } catch (error) {
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: (error as Error).message }));
  }
}

function targets({ switchboard, scrape }: Workloads): Routes {
  const route = (job: (typeof jobs)[number]): [string, Route] => [
    `GET /${job.name}/metrics`,
    async () =>
      silencedBy(job).some((fault) => switchboard.conditions().on(job.system, fault))
        ? { status: 503, type: 'text/plain', body: 'down' }
        : { type: 'text/plain; version=0.0.4; charset=utf-8', body: await scrape(job) },
  ];
  return Object.fromEntries(jobs.map(route));
}

function control({ workloads, status, stop }: ServerOptions): Routes {
  const { switchboard } = workloads;
  const active = () => switchboard.conditions().active;
  return {
    'GET /faults': () => ({ body: { active: active(), known: switchables } }),
    'POST /faults': async (request) => {
      const { system, fault, mode } = JSON.parse(await bodyOf(request)) as Record<string, string | undefined>;
      return { body: { active: switchboard.set(system ?? '', fault ?? '', mode ?? '') } };
    },
    'DELETE /faults': () => {
      switchboard.clear();
      return { body: { active: active() } };
    },
    'GET /status': () => ({ body: { ...status(), faults: active() } }),
    'POST /stop': stopping(stop),
  };
}

function receiver(file: string): Routes {
  return {
    'POST /webhook': async (request) => {
      const alert: unknown = JSON.parse(await bodyOf(request));
      appendFileSync(file, `${JSON.stringify({ receivedAt: Date.now() / 1000, ...(alert as object) })}\n`);
      return { body: { received: true } };
    },
    'GET /alerts': () => ({
      body: existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as unknown)
        : [],
    }),
    'DELETE /alerts': () => {
      rmSync(file, { force: true });
      return { body: { removed: true } };
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > MAX_BODY) {
      throw new Error(`the request is larger than ${MAX_BODY} bytes`);
    }
  }
  return Buffer.concat(parts).toString();
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
