/** What does one read when Yardstick itself needs somebody? */
import { type OwnRule, ownRules } from '../own-watch';
import { dashboardUid, ruleLink, runbookFile } from '../project';
import { generatedMarkdown } from './header';
import { itselfTitle, titleOf } from './itself';
import { itselfName } from './places';
import { held, numbered } from './runbooks';

export function ownRunbooks(): Map<string, string> {
  return new Map(ownRules.map((own) => [`yardstick/${runbookFile(own.id)}`, generatedMarkdown(page(own))]));
}

function page(own: OwnRule): string {
  const { op, threshold, expr } = own.condition;
  return `# ${own.name}

${own.summary.replaceAll(/\{\{(\w+)\}\}/g, '*$1*')}.

| | |
|---|---|
| document | none: this rule is about Yardstick itself |
| severity | ${own.severity} |
| fires when | value ${op} ${threshold} ${own.unit}, ${held(own)} |
| evaluated | every minute |
| shown on | dashboard "${itselfTitle}", panel "${titleOf(own.panel)}": \`/d/${dashboardUid(itselfName)}?viewPanel=${own.panel}\` in your Grafana |
| rule | \`${ruleLink(own.name)}\` in your Grafana |

## What it means

${own.meaning}

## Why it exists

${own.why}

## How to confirm

${numbered(own.look)}

## What to do

${numbered(own.act)}

## What is evaluated

\`\`\`promql
${expr}
\`\`\`
`;
}
