/** What does a documented alert consist of, before it becomes a rule of Grafana or of Prometheus? */
import { z } from 'zod';

import { Anchor, Severity } from './model';

const Duration = z.string().regex(/^\d+[smh]$/);
const Sentence = z.string().min(10);

/** PromQL: the left side of the comparison; the threshold is the rule's own (G-8). */
const PromQLCondition = z.strictObject({
  kind: z.literal('promql'),
  expr: z.string().min(1),
  op: z.enum(['>', '>=', '<']),
  threshold: z.number(),
  /** Where a firing alert lets go again, against flapping. */
  clear: z.number().optional(),
});

/** A verdict of the engine over all operations and conversions of the system (E-1). */
const DeviationCondition = z.strictObject({
  kind: z.literal('deviation'),
  /** The least tier that fires, a slow run (E-9), or several slow runs in a row (the system's `degradation`). */
  measure: z.enum(['info', 'warning', 'critical', 'slow', 'repeated']),
  op: z.enum(['>', '>=']),
  /** The documented factor to normal. */
  threshold: z.number(),
  /** What a ruler outside of Grafana compares instead, where counting runs has no form in PromQL, and while what holds. */
  prometheus: z
    .strictObject({
      expr: z.string(),
      op: z.enum(['>', '>=']),
      threshold: z.number(),
      unit: z.string(),
      only: z.string(),
    })
    .optional(),
});

export const Alert = z.strictObject({
  /** The id in file names and rule uids. */
  id: z.string().regex(/^D[1-5]-[A-Z0-9]+[a-z]?(\+A\d+)?$/),
  /** All ids of the documents that this one rule serves (E-16). */
  documentIds: z.array(z.string()).min(1),
  name: z.string().regex(/^[A-Z][A-Za-z0-9]+$/),
  severity: Severity,
  /** How the document itself ranks it, where it has ranks of its own (D-1). */
  priority: z.enum(['P0', 'P1', 'P2']).optional(),
  group: z.enum(['fast', 'normal']),
  for: Duration,
  keepFiringFor: Duration.optional(),
  condition: z.discriminatedUnion('kind', [PromQLCondition, DeviationCondition]),
  /** Unit of value and threshold, for people. */
  unit: z.string(),
  /** The panel that shows it. */
  panel: z.number().int().positive(),
  anchor: Anchor,
  /** One line with the labels of the alert: {{label}}. */
  summary: Sentence,
  /** What it means for whoever is woken by it. */
  meaning: Sentence,
  /** What of it only the engine sees: it has no form in PromQL, and a ruler of Prometheus does not say it. */
  engineOnly: Sentence.optional(),
  /** Where the number comes from, and what was chosen where the document is silent. */
  why: Sentence,
  /** How to look. */
  look: z.array(Sentence).min(1),
  /** What to do. */
  act: z.array(Sentence).min(1),
});
export type Alert = z.infer<typeof Alert>;
