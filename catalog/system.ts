/** What is one documented system, all of it? */
import { z } from 'zod';

import { Alert } from './alert';
import {
  Breakers,
  Feature,
  OperationSet,
  Phase,
  Practice,
  Quantity,
  Recommendation,
  ReportItem,
  Setting,
  Target,
  Trace,
} from './model';
import { Dashboard, type Panel } from './panel';

export const System = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string(),
  /** Title of the folder of its dashboards and rules. */
  folder: z.string().startsWith('Yardstick '),
  document: z.enum(['D1', 'D2', 'D3', 'D4', 'D5']),
  /** Matcher of the application's jobs, suffixes allowed (E-19). */
  selector: z.string(),
  /** Matcher of its host and exporter jobs (E-19). */
  hostSelector: z.string(),
  timeZone: z.string(),
  tiers: z.strictObject({ info: z.number(), warning: z.number(), critical: z.number() }),
  /** The document's own rule of several slow runs in a row, if it has one. */
  degradation: z.strictObject({ factor: z.number().gt(1), runs: z.number().int().min(2) }).optional(),
  /** A metric that only the application emits: tells its targets from the exporters that share its jobs' prefix. */
  heartbeat: z.string(),
  /** Metrics whose disappearance is an alert of its own (E-17). */
  core: z.array(z.string()).min(1),
  /** The alert of the document that says "it does not answer", if there is one. */
  downAlert: z.string().optional(),
  /** The metrics that mark a deployment: the start time of the application's processes, and its build (design 5.1). */
  deployments: z
    .strictObject({
      start: z.string().default('process_start_time_seconds'),
      /** A metric whose label names the version; left out: the system's name with `_build_info`. */
      build: z.string().default(''),
      version: z.string().default('version'),
    })
    .default({ start: 'process_start_time_seconds', build: '', version: 'version' }),
  operations: z.array(OperationSet).min(1),
  quantities: z.array(Quantity).min(1),
  targets: z.array(Target),
  settings: z.array(Setting),
  alerts: z.array(Alert),
  recommendations: z.array(Recommendation),
  report: z.array(ReportItem),
  breakers: Breakers.optional(),
  /** The main one first. Ids of panels are unique over all of them. */
  dashboards: z.array(Dashboard).min(1),
  /** Advice without a measurable trigger: it stands in the guides (B11). */
  practices: z.array(Practice).default([]),
  /** What the document names besides quantities, limits, alerts, panels, reports and advice. */
  features: z.array(Feature).default([]),
  /** What one does during an incident, step by step in time, where the document says it. */
  playbook: z.array(Phase).default([]),
  /** How a trace says which operation it is of, where the document says it. */
  trace: Trace.optional(),
});
export type System = z.infer<typeof System>;

/** Every panel with the dashboard that it is on. */
export const panelsOf = (system: System) =>
  system.dashboards.flatMap((dashboard) =>
    dashboard.rows.flatMap((row) => row.panels.map((panel) => ({ dashboard, panel })))
  );

/** The panel that shows an alert; its number is the system's, not the dashboard's. */
export function panelOf(system: System, id: number): { dashboard: Dashboard; panel: Panel } {
  const found = panelsOf(system).find(({ panel }) => panel.id === id);
  if (!found) {
    throw new Error(`looking up panel ${id} of ${system.name}: no dashboard of the system has it`);
  }
  return found;
}

/** "quantities, entry 3 (D2-Q04), anchor: …": an entry is found by its id, not by counting. */
const wrong =
  (spec: unknown) =>
  ({ path, message }: z.core.$ZodIssue): string => {
    let value = spec;
    const words = path.map((key) => {
      value = value instanceof Object ? Reflect.get(value, key) : undefined;
      const id: unknown =
        value instanceof Object ? (Reflect.get(value, 'id') ?? Reflect.get(value, 'title')) : undefined;
      const name = typeof key === 'number' ? `entry ${key + 1}` : String(key);
      return id === undefined ? name : `${name} (${String(id)})`;
    });
    return `${words.join(', ')}: ${message}`;
  };

/** Parses a specification; the message of a failure says which part of which system is wrong. */
export function defineSystem(spec: z.input<typeof System>): System {
  const parsed = System.safeParse(spec);
  if (!parsed.success) {
    throw new Error(`reading the specification of ${spec.name}: ${parsed.error.issues.map(wrong(spec)).join('; ')}`);
  }
  return parsed.data;
}
