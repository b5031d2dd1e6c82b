/** What does a person read who has to emit a system's metrics from Python? Every block of it runs in a test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Emission, Family } from '../family';
import { emissions } from '../systems/families';
import { readersOf } from '../uses';
import { generatedMarkdown } from './header';
import { runModule, serviceModule } from './python-families';

/** What the snippets were run with. */
export const pythonPackages = ['prometheus_client==0.26.0', 'psutil==7.2.2'];

const titles: Record<string, string> = { kgas: 'KGAS', ado: 'ADO', omninode: 'OmniNode Bridge' };

/** The modules written by hand, with what each is for. */
const modules: Record<string, Array<[file: string, text: string]>> = {
  kgas: [
    [
      'kgas_measure',
      `D2's decorator \`measure_performance\`, and the same for conversions and tools. Against the document's form (l.150-180):
async functions work; cancelled work counts as an error (\`except Exception\` misses it, and \`status\` is then unbound);
the memory difference is reported only where no other operation ran meanwhile; the payload is measured, not the tuple
that holds it; a running operation shows since when.`,
    ],
    ['kgas_clients', 'Calls to language models and databases.'],
    ['kgas_example', 'All of it in one program, to try.'],
  ],
  ado: [
    [
      'ado_agents',
      `Tasks, agents and retries. The document's four metrics have no buckets (l.102-105): the default ends at 10 s, and
"P95 below 300 s" would always look met.`,
    ],
    ['ado_clients', 'The API (as ASGI middleware), database, caches and calls to language models.'],
    ['ado_example', 'All of it in one program, to try.'],
  ],
  omninode: [
    [
      'omninode_trace',
      `D4's \`trace_request\` (l.205-239), for \`async with\` and for \`with\`: time-outs and cancelled requests are counted,
which \`except Exception\` misses. \`RunningTotal\` takes the place of \`.inc(total)\` (l.108, l.148-158): a counter that
adds totals at every poll grows without end. Ten of the families exist in the application's \`performance_monitor.py\`
(durations, requests, errors, time-outs, retries, trips, dead letters, health, active connections, memory):
import those from there instead of declaring them twice.`,
    ],
    ['omninode_breaker', 'Circuit breakers: state, trips, recovery, settings and health score.'],
    ['omninode_example', 'All of it in one program, to try.'],
  ],
};

export function pythonPage(): string {
  const systems = Object.entries(emissions).map(([name, emission]) => systemSection(name, emission));
  return generatedMarkdown(`# Metrics from Python

For KGAS, ADO and OmniNode Bridge: the metrics that Yardstick reads, with names, labels and bucket bounds that reach
every documented limit. Each block is a file: save it under the name in its first line. They need Python 3.9 or
newer and

\`\`\`sh
pip install ${pythonPackages.join(' ')}
\`\`\`

Scrape the program under the job \`kgas\`, \`ado\` or \`omninode\` (suffixes such as \`kgas-worker\` are fine), then look at
what is missing: \`bin/yardstick probe --prometheus URL --system kgas\`.

Three rules keep the numbers right:

- Make label sets exist at 0 before their first event (\`announce\`): a counter that is born with its first event hides it.
- Text that a user or a query wrote, ids and paths never become labels.
- Do not change bucket bounds: a limit that is no bound can only be guessed at.

## Timing

For KGAS and ADO.

${block('timed')}

${systems.join('\n\n')}

${several}

${shortLived}

${openTelemetry}
`);
}

function systemSection(system: string, { families, exporters }: Emission): string {
  const title = titles[system] ?? system;
  const service = families.filter(({ by }) => by === 'service');
  const written = (modules[system] ?? []).map(([file, text]) => `${text}\n\n${block(file)}`);
  const others = exporters.map(({ name, how, metrics }) => `| ${name} | ${metrics.map(code).join(', ')} | ${how} |`);
  return `## ${title}

${table(system, service)}

${fenced(`${system}_metrics`, serviceModule(system, title, service))}

${written.join('\n\n')}

From other programs:

| emitter | metrics | how |
|---|---|---|
${others.join('\n')}`;
}

function table(system: string, families: readonly Family[]): string {
  const rows = families.map((family) => {
    const labels = family.labels.map(({ name, values }) =>
      values.length > 0 ? `${code(name)} (${values.join(', ')})` : code(name)
    );
    const readers = readersOf(system, family);
    return `| ${code(family.name)} | ${family.kind} | ${labels.join(', ')} | ${readers.join(', ')} | ${family.anchor} |`;
  });
  return `| metric | kind | labels | read by | document |\n|---|---|---|---|---|\n${rows.join('\n')}`;
}

const code = (text: string) => `\`${text}\``;
const fenced = (file: string, text: string) => `\`\`\`python\n# ${file}.py\n${text.trimEnd()}\n\`\`\``;
const block = (file: string) => fenced(file, readFileSync(join(__dirname, 'python', `${file}.py`), 'utf8'));

const several = `## Several processes

Each process of \`gunicorn\` or \`uvicorn --workers\` has its own counters, and a scrape reaches one of them. Set
\`PROMETHEUS_MULTIPROC_DIR\` to an empty folder before the program starts and serve all processes on one page. The gauges
above carry their \`multiprocess_mode\`: connections add up, the last run is the most recent of any process, and the start
of running work stays apart by \`pid\`, because 0 (idle) in one process must not hide a hang in another.

In this mode there is no \`process_*\`, and \`set_function\` does nothing: set pools and the health score where the value
changes. \`mark_process_dead\` takes the live gauges of a process away when it ends; what it counted stays.

${block('several_processes')}`;

const shortLived = `## Programs that end

A load test, a benchmark or a nightly job is over before the next scrape, and its counters begin at 0 each time. Write
the results into a file that node_exporter's textfile collector reads
(\`--collector.textfile.directory\`; the name must end in \`.prom\`), scraped under \`kgas-host\` or \`ado-host\`. One
program per file: of two that write at once the last one wins.

${block('textfile')}

${fenced('kgas_run_metrics', runModule('kgas', 'KGAS', emissionOf('kgas')))}

${block('kgas_loadtest')}

${fenced('ado_run_metrics', runModule('ado', 'ADO', emissionOf('ado')))}

${block('ado_benchmark')}

A Pushgateway works for gauges (\`push_to_gateway\` with the registry above), with two cautions: it adds nothing up, so
that counters of several runs replace each other, and it keeps what was pushed until somebody deletes it, so that a
program that stopped running looks as good as its last run. The timestamp of the last run is what tells.`;

function emissionOf(system: 'kgas' | 'ado'): Family[] {
  return (emissions[system]?.families ?? []).filter(({ by }) => by === 'run');
}

const openTelemetry = `## Names that come from OpenTelemetry

Where an OpenTelemetry SDK emits them already, do not emit them again. How a name arrives depends on the way:

| instrument | by OTLP, the Collector, or the Python exporter | scraped from the JavaScript exporter |
|---|---|---|
| \`http.server.request.duration\` | \`http_server_request_duration_seconds\` | \`http_server_request_duration\` |
| \`gen_ai.client.operation.duration\` | \`gen_ai_client_operation_duration_seconds\` | \`gen_ai_client_operation_duration\` |
| \`gen_ai.client.token.usage\` | \`gen_ai_client_token_usage\` | \`gen_ai_client_token_usage\` |
| \`db.client.connections.usage\` | \`db_client_connections_usage\`, from the Python exporter \`db_client_connections_usage_connections\` | \`db_client_connections_usage\` |

Yardstick reads the left spelling as it is, and the right one by a [mapping](../mapping.md), as it does the old
\`http_server_duration_milliseconds\` that the Python instrumentations of HTTP servers emit unless
\`OTEL_SEMCONV_STABILITY_OPT_IN=http\` is set. Add
the bound 2 s to \`http.server.request.duration\` by a view: OpenTelemetry's own bounds are 1 and 2.5 s, and ADO's target
(D3 l.13) lies between.`;
