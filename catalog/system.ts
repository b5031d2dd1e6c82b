/** What is one documented system, all of it? */
import { z } from 'zod';

import { Alert } from './alert';
import {
  Breakers,
  Feature,
  OperationSet,
  Practice,
  Quantity,
  Recommendation,
  ReportItem,
  Setting,
  Target,
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
  /** A metric that only the application emits: tells its targets from the exporters that share its jobs' prefix. */
  heartbeat: z.string(),
  /** Metrics whose disappearance is an alert of its own (E-17). */
  core: z.array(z.string()).min(1),
  /** The alert of the document that says "it does not answer", if there is one. */
  downAlert: z.string().optional(),
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

/** Parses a specification; the message of a failure says which part of which system is wrong. */
export function defineSystem(spec: z.input<typeof System>): System {
  const parsed = System.safeParse(spec);
  if (!parsed.success) {
    throw new Error(`reading the specification of ${spec.name}: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
