/** How does a program in Python declare its metric families? */
import { slowQuerySeconds } from '../systems/kgas/figures';
import type { Family } from '../family';

/** Characters of a line. */
const WIDTH = 110;

/** Documented figures that the modules written by hand need. */
const figures: Record<string, string> = { kgas_metrics: `\nSLOW_QUERY_SECONDS = ${slowQuerySeconds}\n` };

/** The name of the Python variable: the metric's, without the system. */
const variableOf = (system: string, { name }: Pick<Family, 'name'>) =>
  name.replace(new RegExp(`^${system}_`), '').toUpperCase();

/** The module that declares a service's families in the default registry. */
export function serviceModule(system: string, title: string, families: readonly Family[]): string {
  return module(`${system}_metrics`, `What ${title} emits. Metrics exist once per process: import them from here.`, {
    imports: kinds(families),
    body: families.map((family) => declaration(system, family)),
  });
}

/** The module of a program that ends; its registry of its own holds nothing of the process. */
export function runModule(system: string, title: string, families: readonly Family[]): string {
  return module(`${system}_run_metrics`, `What tests and benchmarks of ${title} leave behind.`, {
    imports: ['CollectorRegistry', ...kinds(families)],
    body: ['\nREGISTRY = CollectorRegistry()\n', ...families.map((family) => declaration(system, family, 'REGISTRY'))],
  });
}

function module(name: string, doc: string, { imports, body }: { imports: string[]; body: string[] }): string {
  return `"""${doc}"""\nfrom prometheus_client import ${imports.join(', ')}\n${figures[name] ?? ''}${body.join('')}`;
}

const kinds = (families: readonly Family[]) => [...new Set(families.map(classOf))].sort();
const classOf = ({ kind }: Family) => ({ counter: 'Counter', gauge: 'Gauge', histogram: 'Histogram' })[kind];

function declaration(system: string, family: Family, registry?: string): string {
  const args = [quoted(family.name), quoted(family.help)];
  if (family.labels.length > 0) {
    args.push(`[${family.labels.map(({ name }) => quoted(name)).join(', ')}]`);
  }
  if (family.buckets) {
    args.push(`buckets=(${family.buckets.join(', ')})`);
  }
  // What several processes show as one; a single process ignores it.
  if (family.across && !registry) {
    args.push(`multiprocess_mode=${quoted(family.across)}`);
  }
  if (registry) {
    args.push(`registry=${registry}`);
  }
  return `\n${variableOf(system, family)} = ${classOf(family)}(\n${filled(args)}\n)\n`;
}

const quoted = (text: string) => JSON.stringify(text);

/** Arguments on as few indented lines as hold them; a long one is broken after a comma. */
function filled(args: readonly string[]): string {
  const lines = [''];
  for (const word of args.flatMap((arg) => `${arg},`.split(/(?<=\d,) /))) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length + 4 <= WIDTH) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => `    ${line}`).join('\n');
}
