/** What does a person read who has to emit a system's metrics from Node? Every block of it runs in a test. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { devDependencies } from '../../package.json';
import { systems } from '../systems';
import { generatedMarkdown } from './header';

/** What the folder imports besides Node's own, as it is tested: the major version, below which names may differ. */
const nodePackages = (['prom-client', 'zod'] as const).map(
  (name) => `${name}@${devDependencies[name].replace(/^\D*(\d+).*$/, '$1')}`
);

/** The example of a system, if there is one; it is a program of its own. */
export const exampleOf = (system: string) => join(__dirname, 'node', `${system}.ts`);

export function nodePage(): string {
  const sections = systems.filter(({ name }) => existsSync(exampleOf(name))).map(section);
  return generatedMarkdown(`# Metrics from Node

The folder \`instrument/\` is a small library on top of \`prom-client\` that emits the documented metrics of a system:
names, labels and bucket bounds are the catalogue's. Copy the folder into your program, without its tests, and install
what it imports:

\`\`\`sh
npm install ${nodePackages.join(' ')}
\`\`\`

Its parts can be used alone: \`OperationTimer\` for any operation (durations by outcome, last run, start of the running
one), \`BreakerMetrics\` for any circuit breaker, pool gauges that are read at every scrape. Which metric is for what, and
what other programs have to emit, stands in [Metrics from Python](python.md).

Scrape the program under the job that has the system's name (suffixes such as \`kgas-worker\` are fine), then look at
what is missing: \`bin/yardstick probe --prometheus URL --system kgas\`.

${sections.join('\n\n')}
`);
}

function section({ name, title }: { name: string; title: string }): string {
  const program = readFileSync(exampleOf(name), 'utf8').replace("'../../../instrument'", "'./instrument'");
  return `## ${title}\n\n\`\`\`ts\n${program.trimEnd()}\n\`\`\``;
}
