/**
 * Who gets which alert, and how soon (D-2)? Each system by its own document.
 *
 * Receivers are kinds, never addresses: whoever runs Grafana knows their own.
 * A dashboard is no receiver, it shows what fires by itself.
 */
import type { Severity } from './model';
import type { System } from './system';

export type Receiver = 'log' | 'email' | 'pager' | 'chat' | 'ticket';
export type Document = System['document'];

export interface Route {
  severity: Severity;
  /** How the document calls it, where it has words of its own. */
  priority?: 'P0' | 'P1' | 'P2';
  receivers: readonly Receiver[];
  /** How long alerts are gathered into one message: the document's patience. */
  groupWait: string;
  /** How often one is reminded of what still fires. */
  repeat: string;
  says: string;
  anchor: string;
}

export interface Routing {
  /** The reason for the choice where the document leaves one. */
  why: string;
  routes: readonly Route[];
}

const atOnce = '0s';
const soon = '30s';

export const routing: Record<Document, Routing> = {
  D1: {
    why: 'The document gives its alerts no severity and names no receiver. A critical alert notifies and pages nobody; a warning is for the dashboard and the log.',
    routes: [
      {
        severity: 'critical',
        receivers: ['log', 'email'],
        groupWait: atOnce,
        repeat: '4h',
        says: 'notify',
        anchor: 'D1 l.195 (D-2, D-3)',
      },
      {
        severity: 'warning',
        receivers: ['log'],
        groupWait: soon,
        repeat: '24h',
        says: 'dashboard and log',
        anchor: 'D1 l.195 (D-2, D-3)',
      },
      {
        severity: 'info',
        receivers: ['log'],
        groupWait: soon,
        repeat: '24h',
        says: 'dashboard and log',
        anchor: 'D1 l.195 (D-2, D-3)',
      },
    ],
  },
  D2: {
    why: 'The document names four channels and from which severity each is used.',
    routes: [
      {
        severity: 'emergency',
        receivers: ['log', 'email', 'pager'],
        groupWait: atOnce,
        repeat: '1h',
        says: 'pager, email, dashboard, logs',
        anchor: 'D2 l.439-442',
      },
      {
        severity: 'critical',
        receivers: ['log', 'email'],
        groupWait: atOnce,
        repeat: '4h',
        says: 'email, dashboard, logs',
        anchor: 'D2 l.439-441',
      },
      {
        severity: 'warning',
        receivers: ['log'],
        groupWait: soon,
        repeat: '24h',
        says: 'dashboard, logs',
        anchor: 'D2 l.439-440',
      },
      { severity: 'info', receivers: ['log'], groupWait: soon, repeat: '24h', says: 'logs', anchor: 'D2 l.439' },
    ],
  },
  D3: {
    why: 'The document ranks its alerts P0, P1 and P2 and says how soon somebody must know of each.',
    routes: [
      {
        severity: 'critical',
        priority: 'P0',
        receivers: ['pager', 'chat'],
        groupWait: atOnce,
        repeat: '1h',
        says: 'page at once',
        anchor: 'D3 l.420',
      },
      {
        severity: 'warning',
        priority: 'P1',
        receivers: ['chat', 'email'],
        groupWait: '5m',
        repeat: '4h',
        says: 'within 15 minutes',
        anchor: 'D3 l.421',
      },
      {
        severity: 'info',
        priority: 'P2',
        receivers: ['ticket'],
        groupWait: '10m',
        repeat: '24h',
        says: 'a ticket for the next business day',
        anchor: 'D3 l.422',
      },
    ],
  },
  D4: {
    why: 'The document gives severities and no receivers. A critical alert notifies and pages nobody until somebody decides otherwise.',
    routes: [
      {
        severity: 'critical',
        receivers: ['chat', 'email'],
        groupWait: atOnce,
        repeat: '4h',
        says: 'notify',
        anchor: 'D4 l.365-396 (D-2)',
      },
      {
        severity: 'warning',
        receivers: ['chat'],
        groupWait: soon,
        repeat: '24h',
        says: 'notify',
        anchor: 'D4 l.365-396 (D-2)',
      },
    ],
  },
  D5: {
    why: "The document names the channels console and log: what runs on one person's machine calls nobody. The dashboard stands for the console.",
    routes: [
      {
        severity: 'critical',
        receivers: ['log'],
        groupWait: soon,
        repeat: '24h',
        says: 'console and log',
        anchor: 'D5 l.318-328 (D-2)',
      },
      {
        severity: 'warning',
        receivers: ['log'],
        groupWait: soon,
        repeat: '24h',
        says: 'console and log',
        anchor: 'D5 l.318-328 (D-2)',
      },
      {
        severity: 'info',
        receivers: ['log'],
        groupWait: soon,
        repeat: '24h',
        says: 'console and log',
        anchor: 'D5 l.318-328 (D-2)',
      },
    ],
  },
};

/** The name of a receiver that a person has to make. */
export const receiverName = (system: string, receiver: Receiver) => `${system}-${receiver}`;

/** Every receiver that the routes of a system name, in the order in which they come. */
export function receiversOf({ routes }: Routing): Receiver[] {
  return [...new Set(routes.flatMap(({ receivers }) => receivers))];
}
