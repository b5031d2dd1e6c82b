// What can be compared? Runs, days, both sides of a deployment, the baseline: each a word that the back end knows.
import { dateTimeFormat, getTimeZone } from '@grafana/data';
import { t } from '../../components/text';
import { type Deployment } from '../../datasource/resources';
import { type Run } from './answers';

export interface Side {
  value: string;
  label: string;
  description?: string;
}

const dayMilliseconds = 86_400_000;
/** Days that are offered; any other is typed. */
const offeredDays = 14;

const asTime = (time: string) => dateTimeFormat(time, { timeZone: getTimeZone() });

export const whenOf = ({ started, imported }: Run) => started ?? imported;

function runSide(run: Run): Side {
  const version = run.context.version;
  return {
    value: run.id,
    label: version ? `${run.name} (${version})` : run.name,
    description: `${run.system} · ${asTime(whenOf(run))}`,
  };
}

/** The choices, the runs first; `current` is kept when none of them. */
export function sidesOf(runs: Run[], deployments: Deployment[], now: number, current?: string): Side[] {
  const versions = [...new Map(deployments.map((one) => [one.version, one])).values()]
    .filter(({ version }) => version !== '')
    .reverse();
  const sides = [
    ...runs.map(runSide),
    ...versions.flatMap(({ version, time }) => [
      {
        value: `after:${version}`,
        label: t('runs.after', 'After {{version}}', { version }),
        description: asTime(time),
      },
      {
        value: `before:${version}`,
        label: t('runs.before', 'Before {{version}}', { version }),
        description: asTime(time),
      },
    ]),
    {
      value: 'baseline',
      label: t('runs.baseline', 'Baseline'),
      description: t('runs.baselineWhy', 'What is normal, as it was learned.'),
    },
    ...Array.from({ length: offeredDays }, (_, back) => dayOf(now - (back + 1) * dayMilliseconds)),
  ];
  return current === undefined || sides.some(({ value }) => value === current)
    ? sides
    : [...sides, { value: current, label: current }];
}

function dayOf(time: number): Side {
  const day = new Date(time).toISOString().slice(0, 10);
  return { value: day, label: day, description: t('runs.day', 'A learned day (UTC)') };
}

/** Whether a word says by itself of which system it is: only runs do. */
export const ofSystem = (runs: Run[], word: string | undefined) => runs.find(({ id }) => id === word)?.system;
