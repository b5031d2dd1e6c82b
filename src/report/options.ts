/** What did the person ask of `npm run report`? */
import { parseArgs } from 'node:util';

import { isDay, type Period, periods } from './moments';

export const formats = ['markdown', 'html', 'csv'] as const;
export type Format = (typeof formats)[number];

export interface Options {
  period: Period;
  /** A file with the numbers; without one the engine is asked. */
  input: string | undefined;
  output: string;
  formats: Format[];
  /** For the engine, as they were given. */
  engine: string[];
}

export const usage = `npm run report -- [daily|weekly|monthly|run] --prometheus URL [options]

  --prometheus URL    Prometheus to measure in; or the variable PROMETHEUS_URL
  --system NAME       one system, repeatable (default: all that this Prometheus has)
  --operations FILE   YAML file with operations of your own
  --user NAME         basic authentication; the password is read from YARDSTICK_PASSWORD
  --token-file FILE   file with a bearer token; or the token in YARDSTICK_TOKEN
  --header 'NAME: VALUE'
                      header of every request to it, repeatable, such as 'X-Scope-OrgID: team-a', or @FILE
  --store STORE       where baselines are kept: sqlite:PATH (default sqlite:yardstick.db), or
                      postgres://USER@HOST/DATABASE with the password in PGPASSWORD or ~/.pgpass
  --source NAME       whose baselines: cli, or 1/yardstick for those that Grafana learned
  --day YYYY-MM-DD    a day of the period, in the system's time zone (default: today)
  --input FILE        numbers that yardstick report … --format json printed before, instead of asking
  --output DIR        where the files go (default reports)
  --format LIST       of markdown, html, csv (default all three)`;

const flags = {
  prometheus: { type: 'string' },
  system: { type: 'string', multiple: true },
  operations: { type: 'string' },
  user: { type: 'string' },
  'token-file': { type: 'string' },
  header: { type: 'string', multiple: true },
  store: { type: 'string' },
  source: { type: 'string' },
  day: { type: 'string' },
  input: { type: 'string' },
  output: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** May be given several times. */
const repeated = ['system', 'header'] as const;

/** Reads the arguments; "help" where usage was asked for. Errors say which flag is wrong and what it takes. */
export function optionsOf(args: string[], environment: Record<string, string | undefined>): Options | 'help' {
  const { values, positionals } = parseArgs({ args, options: flags, allowPositionals: true });
  if (values.help) {
    return 'help';
  }
  const [word = 'daily', ...rest] = positionals;
  const period = periods.find((known) => known === word);
  if (period === undefined || rest.length > 0) {
    throw new Error(`${positionals.join(' ')}: choose one of ${periods.join(', ')}`);
  }
  return {
    period,
    input: values.input,
    output: values.output ?? 'reports',
    formats: formatsOf(values.format),
    engine: values.input === undefined ? engineFlags(values, environment) : [],
  };
}

type Values = { [name in Exclude<keyof typeof flags, Repeated | 'help'>]?: string } & { [name in Repeated]?: string[] };
type Repeated = (typeof repeated)[number];

function engineFlags(values: Values, environment: Record<string, string | undefined>): string[] {
  const prometheus = values.prometheus ?? environment['PROMETHEUS_URL'];
  if (prometheus === undefined || prometheus === '') {
    throw new Error(
      'no Prometheus: give --prometheus http://localhost:9090, set PROMETHEUS_URL, or give numbers with --input FILE'
    );
  }
  if (values.day !== undefined && !isDay(values.day)) {
    throw new Error(`--day ${values.day}: give a day as 2026-01-31`);
  }
  const given = (['operations', 'user', 'token-file', 'store', 'source', 'day'] as const).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
  const lists = repeated.flatMap((name) => (values[name] ?? []).flatMap((value) => [`--${name}`, value]));
  return ['--prometheus', prometheus, ...lists, ...given];
}

function formatsOf(list: string | undefined): Format[] {
  if (list === undefined) {
    return [...formats];
  }
  return list.split(',').map((name) => {
    const format = formats.find((f) => f === name.trim());
    if (format === undefined) {
      throw new Error(`--format ${name}: choose from ${formats.join(', ')}`);
    }
    return format;
  });
}
