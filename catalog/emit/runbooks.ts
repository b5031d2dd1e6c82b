/** What does one read when an alert fires? One page per rule, at the address that the rule names. */
import type { Alert } from '../alert';
import type { Phase } from '../model';
import { ownRules } from '../own-watch';
import { dashboardUid, ruleLink, runbookFile } from '../project';
import { scoped } from '../scope';
import { panelOf, type System } from '../system';
import { missingMetrics } from '../watch';
import { generatedMarkdown } from './header';
import { looksLike } from './runbook-dashboard';

export function runbookPages(systems: readonly System[]): Map<string, string> {
  const pages = new Map<string, string>([
    ['README.md', generatedMarkdown(index(systems))],
    ['dead-man.md', generatedMarkdown(deadMan)],
  ]);
  for (const system of systems) {
    for (const alert of system.alerts) {
      pages.set(`${system.name}/${runbookFile(alert.id)}`, generatedMarkdown(page(system, alert)));
    }
    pages.set(
      `${system.name}/${runbookFile(`${system.document}-metrics-missing`)}`,
      generatedMarkdown(missing(system))
    );
  }
  return pages;
}

function page(system: System, alert: Alert): string {
  const { condition } = alert;
  const { dashboard, panel } = panelOf(system, alert.panel);
  return `# ${alert.name}

${alert.summary.replaceAll(/\{\{(\w+)\}\}/g, '*$1*')}.

| | |
|---|---|
| document | ${alert.documentIds.join(', ')}, ${alert.anchor} |
| severity | ${alert.severity} |
| fires when | value ${condition.op} ${condition.threshold} ${alert.unit}, ${held(alert)} |
| evaluated | every ${alert.group === 'fast' ? '10 seconds' : 'minute'} |
| shown on | dashboard "${dashboard.title}", panel "${panel.title}": \`/d/${dashboardUid(system.name, dashboard.name)}?viewPanel=${alert.panel}\` in your Grafana |
| rule | \`${ruleLink(alert.name)}\` in your Grafana |

## What it means

${[alert.meaning, alert.engineOnly].filter(Boolean).join(' ')}

## Why it exists

${alert.why}

## What it looks like on the dashboard

${looksLike(system, alert)}

## How to confirm

${numbered(alert.look)}
${firstMinutes(system)}
## What to do

${numbered(alert.act)}

## What is evaluated

${evaluated(system, alert)}
`;
}

/** The document's playbook stands on every page of its system: who needs it has no time to look elsewhere. */
function firstMinutes({ playbook }: System): string {
  const soon = playbook.filter(({ from }) => from < firstStretch);
  const later = playbook.filter(({ from }) => from >= firstStretch);
  const part = (title: string, phases: readonly Phase[]) =>
    phases.length > 0 ? `\n## ${title}\n\n${phases.map(phase).join('\n\n')}\n` : '';
  return `${part('First fifteen minutes', soon)}${part('After that', later)}`;
}

/** In minutes. */
const firstStretch = 15;

function phase({ title, from, to, steps, anchor }: Phase): string {
  const when = to === undefined ? `from minute ${from} on` : `minutes ${from} to ${to}`;
  return `**${title}**, ${when} (${anchor})\n\n${numbered(steps)}`;
}

export function held(alert: Pick<Alert, 'for' | 'keepFiringFor'>): string {
  const pending = alert.for === '0s' ? 'at once' : `for ${alert.for}`;
  return alert.keepFiringFor ? `${pending}, and held for ${alert.keepFiringFor} after it ended` : pending;
}

function evaluated(system: System, { condition, engineOnly }: Alert): string {
  if (condition.kind === 'deviation') {
    const measure = condition.measure === 'slow' || condition.measure === 'repeated' ? condition.measure : 'tier';
    return `The query \`deviation\` of the Yardstick data source with the measure \`${measure}\`, over all operations and conversions of ${system.title}. Prometheus' own form of it is in \`provisioning/rules/${system.name}.yaml\`${engineOnly ? `. That form does without this: ${engineOnly}` : '.'}`;
  }
  const clear =
    condition.clear === undefined
      ? ''
      : `\n\nIt lets go again when the value is ${condition.op === '<' ? 'above' : 'below'} ${condition.clear}.`;
  return `\`\`\`promql\n${scoped(condition.expr, system)}\n\`\`\`${clear}`;
}

function missing(system: System): string {
  return `# Metrics of ${system.title} are missing

A metric that was there within a day is not any more. Rules and panels built on it see nothing, and say nothing: this rule is the one that speaks for them. Nothing of a system that was never scraped fires. For an hour after the application started, what was still there within that hour does not count as missing: a counter of what was not done yet has no series. Whether the application answers is seen by the series \`up\` of its jobs: where its metrics are pushed, or scraped under another name, there is none, and this rule stays silent.

Watched: ${system.core.map((name) => `\`${name}\``).join(', ')}.

## How to look

${numbered([
  'Open the targets page of Prometheus: is the job scraped, and what is its last error?',
  'Open the metrics endpoint of the target: is the name still there? A release may have renamed it.',
  'The page "Configuration" of the app lists every metric of the system that is found or missing, and what to emit.',
])}

## What to do

${numbered(['Repair the target or the scrape configuration.', 'If the metric was renamed on purpose, change the mapping of the system; if the system was shut down, silence this rule for a day.'])}

## What is evaluated

\`\`\`promql
${scoped(missingMetrics(system), system)}
\`\`\`
`;
}

const deadMan = `# YardstickDeadMan

The query that every minute asks the Yardstick data source for all deviations fails. All other shipped rules keep their last state meanwhile (an outage must not page once per rule); this one speaks for them. A rule made by hand has the state that its own setting for execution errors says, by Grafana's default *Error* ([what to set](../create-an-alert.md)). This rule also wakes the learner after a restart of Grafana and keeps it going, so that it should never be paused.

## How to look

1. Open the data source "Yardstick" and press "Save & test". Its health check tells apart: Prometheus unreachable, access refused, not a Prometheus, no documented metric found, store unusable; each with what to do.
2. Read the error in the annotation \`Error\` of the alert.

## What to do

1. Start Prometheus, or repair its address or credentials in the data source.
2. If the store is unusable, give Grafana a folder that it can write: \`[plugin.yardstick-baselines-datasource] store_path = …\`. If it is in PostgreSQL and does not answer, start the server or mend its address (\`store_url\`, \`store_password\`); Yardstick goes on by itself.
3. What was missed is learned later by itself; nothing has to be repeated.
`;

function index(systems: readonly System[]): string {
  const rows = systems.flatMap((system) =>
    system.alerts.map(
      (a) =>
        `| [${a.name}](${system.name}/${runbookFile(a.id)}) | ${system.title} | ${a.documentIds.join(', ')} | ${a.severity} | ${a.condition.op} ${a.condition.threshold} ${a.unit} | ${held(a)} |`
    )
  );
  const others = systems.map(
    (system) =>
      `- [Metrics of ${system.title} are missing](${system.name}/${runbookFile(`${system.document}-metrics-missing`)})`
  );
  return `# Runbooks

The column *document* has ids of [the coverage](../coverage.md#codes).

| rule | system | document | severity | fires when | pending |
|---|---|---|---|---|---|
${rows.join('\n')}

Besides:

- [The data source does not answer](dead-man.md)
${ownRules.map(({ id, name }) => `- [${name}](yardstick/${runbookFile(id)})`).join('\n')}
${others.join('\n')}
`;
}

export const numbered = (sentences: readonly string[]) =>
  sentences.map((sentence, i) => `${i + 1}. ${sentence}`).join('\n');
