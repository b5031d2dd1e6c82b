/** What does one read before anything is wrong? The documents' advice that no measurement triggers, by subject (B11). */
import type { z } from 'zod';

import type { Clause, Practice } from '../model';
import { runbookFile } from '../project';
import type { System } from '../system';
import { clauseTitle } from './clause-title';
import { generatedMarkdown } from './header';
import { unitWord } from './units';

type Guide = Practice['guide'];

export const guides: Guide[] = ['optimization', 'benchmarking', 'troubleshooting'];
export const guideFile = (guide: Guide) => `docs/guides/${guide}.md`;

export function guidePages(systems: readonly System[]): Map<string, string> {
  return new Map(guides.map((guide) => [guideFile(guide), generatedMarkdown(page(guide, systems))]));
}

const introductions: Record<Guide, { title: string; text: string }> = {
  optimization: {
    title: 'Optimization',
    text: `Begin where most time is lost. The table "Slowest operations" of a system's dashboard orders operations by their p95, the list of violations says which left their baseline most often. Change one thing, then look at the same panel over the time before and after: the mark of the deployment stands in the graph. Once the new level is learned, losing it again is a regression.

What Yardstick can measure it recommends by itself, with the value that is the reason; that advice is listed below each system. The rest is practice: it holds without a measurement, and nothing reminds you of it but this page.`,
  },
  benchmarking: {
    title: 'Benchmarking',
    text: `Two numbers can be compared when they come from the same work, on the same machine, in the same state of its caches, and from enough runs to see past their noise. Yardstick states how sure it is of every baseline; ask the same of a benchmark before believing its result.

Production answers the question too: a baseline is a benchmark that runs all the time, under the load that matters.`,
  },
  troubleshooting: {
    title: 'Troubleshooting',
    text: `An alert names its runbook: begin there. This page holds the documents' advice that belongs to no single alert.

Three questions lead to most causes. When did it begin: the start of the violation on the dashboard, next to deployments. How much is affected: one operation points to its own code or data, many point to a shared cause such as a database, a provider or a host. What changed with it: the rows of resources, databases and errors over the same time.`,
  },
};

function page(guide: Guide, systems: readonly System[]): string {
  const { title, text } = introductions[guide];
  const sections = systems.map((system) => section(guide, system)).filter((part) => part !== '');
  return [`# ${title}`, text, ...sections, ''].join('\n\n').trimEnd() + '\n';
}

function section(guide: Guide, system: System): string {
  const practices = system.practices.filter((practice) => practice.guide === guide).map(entry);
  const parts = [...practices, ...besides[guide](system)];
  return parts.length > 0 ? [`## ${system.title}`, ...parts].join('\n\n') : '';
}

const entry = ({ id, title, text, anchor }: Practice) => `### ${title}\n\n${text}\n\n(${id}, ${anchor})`;

/** What is generated beside the practices: the advice that is computed, and the pages of the alerts. */
const besides: Record<Guide, (system: System) => string[]> = {
  optimization: computed,
  benchmarking: () => [],
  troubleshooting: (system) => [
    `### Pages of its alerts\n\n${system.alerts
      .map((alert) => `- [${alert.name}](../runbooks/${system.name}/${runbookFile(alert.id)})`)
      .join('\n')}`,
  ],
};

function computed(system: System): string[] {
  if (system.recommendations.length === 0) {
    return [];
  }
  const rows = system.recommendations.map(
    (one) => `| ${one.id} | ${one.title} | ${occasion(system, one)} | ${one.anchor} |`
  );
  return [
    [
      '### What is recommended by itself',
      '',
      '| id | advice | given while | document |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n'),
  ];
}

/** The one advice that speaks of the past; pkg/live knows it by the same id. */
const mostViolated = 'D2-O03';

function occasion(system: System, { id, when, group }: System['recommendations'][number]): string {
  if (id === mostViolated) {
    return 'an operation was in violation within the last seven days';
  }
  return when.length > 0
    ? when.map((clause) => condition(system, clause)).join(' and ')
    : `something of the group *${group}* is in breach`;
}

function condition(system: System, clause: z.infer<typeof Clause>): string {
  const { op, limit, unit } = clause;
  const [value, word] = unit === 'percentunit' ? [100 * limit, 'percent'] : [limit, unitWord(unit)];
  return `${clauseTitle(clause, system)} ${op} ${Number(value.toPrecision(12))} ${word}`;
}
