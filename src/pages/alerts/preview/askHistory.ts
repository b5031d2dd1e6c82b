// What did a rule's expression say over the last 14 days? One range query through the Prometheus data source, with the
// person's own permissions; the answer is kept while the page is open, so that other numbers cost nothing.
import { type DataFrameJSON, dataFrameFromJSON, FieldType } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { inTurn } from './inTurn';
import { days } from './range';
import { type Series } from './replay';

export interface History {
  series: Series[];
  stepSeconds: number;
  /** When it was asked until, and how long Prometheus took, in milliseconds. */
  from: number;
  to: number;
  took: number;
}

interface Answer {
  results: Record<string, { error?: string; frames?: DataFrameJSON[] }>;
}

const asked = new Map<string, Promise<History>>();

export function askHistory(prometheus: string, expr: string, stepSeconds: number, now: number): Promise<History> {
  const to = Math.floor(now / 300_000) * 300_000;
  const key = `${prometheus} ${stepSeconds} ${to} ${expr}`;
  const known = asked.get(key);
  if (known) {
    return known;
  }
  const answer = inTurn(() => ask(prometheus, expr, stepSeconds, to));
  asked.set(key, answer);
  answer.catch(() => asked.delete(key));
  return answer;
}

async function ask(prometheus: string, expr: string, stepSeconds: number, to: number): Promise<History> {
  const from = to - days * 86_400_000;
  const began = performance.now();
  const answer = await getBackendSrv().post<Answer>(
    '/api/ds/query',
    {
      from: String(from),
      to: String(to),
      queries: [
        {
          refId: 'A',
          datasource: { type: 'prometheus', uid: prometheus },
          expr,
          range: true,
          instant: false,
          interval: `${stepSeconds}s`,
          intervalMs: stepSeconds * 1000,
          maxDataPoints: 11_000,
        },
      ],
    },
    { showErrorAlert: false }
  );
  const result = answer.results.A;
  if (result?.error) {
    throw new Error(result.error);
  }
  const series = (result?.frames ?? []).flatMap(seriesOf);
  return { series, stepSeconds, from, to, took: performance.now() - began };
}

function seriesOf(json: DataFrameJSON): Series[] {
  const { fields } = dataFrameFromJSON(json);
  const times = fields.find(({ type }) => type === FieldType.time)?.values as number[] | undefined;
  return fields
    .filter(({ type }) => type === FieldType.number)
    .map(({ labels, values }) => ({
      name: Object.values(labels ?? {}).join(' '),
      times: times ?? [],
      values: values as Array<number | null>,
    }));
}
