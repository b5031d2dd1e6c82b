/** Which absolute limits does D5 set (l.146-182, l.268-277, l.310-340)? */
import type { z } from 'zod';

import type { Target } from '../../model';
import { type Command, type Kind, degradation, heapLimit, ratings } from './figures';
import { operations } from './operations';
import { hitRatio, lookupsOfDay, usedPercent } from './quantities-api';
import { figure, scenarioRating, violations } from './quantities-benchmarks';
import { lastRun, ofLatest } from './quantities-commands';
import { heap } from './quantities-resources';

const kinds: Kind[] = ['target', 'baseline', 'max_acceptable'];

/** The last run against each figure of benchmarks.yml: one series per kind, at most 1. */
const lastAgainst = (command: Command) =>
  kinds
    .map((kind) => {
      const last = ofLatest(`github_pm_command_last_duration_seconds{$app,command="${command}"}`);
      return `label_replace(${last} / on (command) (${figure(kind, [command])}), "kind", "${kind}", "", "")`;
    })
    .join(' or ');

/** The ids and anchors stand with the operations, whose ranges they are. */
const benchmarked: Array<z.input<typeof Target>> = (operations[0]?.ranges ?? []).map(({ id, labels, anchor }) => {
  const command = labels.command as Command;
  return {
    id,
    title: `Last run of ${command} against its target, its baseline and what is acceptable`,
    quantity: 'D5-Q43',
    expr: lastAgainst(command),
    op: '<=',
    limit: 1,
    unit: 'suffix:x',
    anchor,
  };
});

const scenario = (id: string, name: string, least: keyof typeof ratings, anchor: string): z.input<typeof Target> => ({
  id,
  title: `${name}: at least ${least}`,
  quantity: 'D5-Q44',
  expr: scenarioRating(`,scenario="${name}"`),
  op: '>=',
  limit: ratings[least],
  unit: 'short',
  anchor,
});

export const targets: Array<z.input<typeof Target>> = [
  ...benchmarked,
  scenario('D5-T04', 'small_project', 'excellent', 'D5 l.172-174'),
  scenario('D5-T05', 'large_project', 'good', 'D5 l.176-178'),
  scenario('D5-T06', 'complex_dependencies', 'acceptable', 'D5 l.180-182'),
  {
    id: 'D5-T07+T08',
    title: 'Last run against max_acceptable',
    quantity: 'D5-Q01',
    expr: `${lastRun} / on (command) (${figure('max_acceptable')})`,
    op: '<=',
    limit: 1,
    unit: 'suffix:x',
    anchor: 'D5 l.136, l.271 (D-20, D-28)',
  },
  {
    id: 'D5-T09',
    title: `Violations in a row, above ${degradation.factor} times the baseline`,
    quantity: 'D5-Q48',
    expr: violations,
    op: '<',
    limit: degradation.runs,
    unit: 'short',
    anchor: 'D5 l.316-317',
  },
  {
    id: 'D5-T10',
    title: 'Heap of a command',
    quantity: 'D5-Q23',
    expr: heap,
    op: '<=',
    limit: heapLimit,
    unit: 'bytes',
    anchor: 'D5 l.322 (D-24)',
  },
  {
    id: 'D5-T11',
    title: 'Rate limit used',
    quantity: 'D5-Q13',
    expr: `${usedPercent} / 100`,
    op: '<',
    limit: 0.8,
    unit: 'percentunit',
    anchor: 'D5 l.327 (D-29)',
  },
  {
    id: 'D5-T13',
    title: 'Cache hit rate of a day',
    quantity: 'D5-Q16',
    expr: hitRatio('1d'),
    load: lookupsOfDay,
    op: '>=',
    limit: 0.7,
    unit: 'percentunit',
    anchor: 'D5 l.338',
  },
  {
    id: 'D5-T14',
    title: "GitHub's rate limit",
    quantity: 'D5-Q11',
    expr: 'max(github_rate_limit_graphql_limit{$host})',
    op: '==',
    limit: 5000,
    unit: 'short',
    anchor: 'D5 l.287',
  },
];
