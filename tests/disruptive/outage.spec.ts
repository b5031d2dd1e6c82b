// Prometheus is away for two minutes (Must show: a clear error, one alert in
// all, the past is told, and the learner goes on by itself).
import { expect, test } from '@playwright/test';
import { admin, call, lab } from '../lab';
import { slowByChance } from '../made-history';

interface Received {
  receivedAt: number;
  alerts: Array<{ status: string; labels: Record<string, string> }>;
}

async function received(): Promise<Array<Record<string, string>>> {
  const list = (await (await fetch(`${lab().control}/alerts`)).json()) as Received[];
  return list.flatMap(({ alerts }) => alerts.filter(({ status }) => status === 'firing').map(({ labels }) => labels));
}

async function prometheus(action: 'stop' | 'start'): Promise<void> {
  const answer = await fetch(`${lab().outage}/prometheus/${action}`, { method: 'POST' });
  expect(answer.ok, await answer.text()).toBe(true);
}

test('an outage of Prometheus is one alert, a clear error, and nothing is lost', async () => {
  test.setTimeout(600_000);
  await fetch(`${lab().control}/alerts`, { method: 'DELETE' });
  await prometheus('stop');
  const stopped = Date.now();
  try {
    await expect
      .poll(
        async () => {
          const { text } = await call('POST', '/api/ds/query', {
            from: 'now-5m',
            to: 'now',
            queries: [{ refId: 'A', queryType: 'deviation', system: 'kgas', datasource: { uid: 'yardstick' } }],
          });
          return (JSON.parse(text) as { results: { A: { error?: string } } }).results.A.error ?? '';
        },
        { timeout: 30_000 }
      )
      .toMatch(/Prometheus.*(does not answer|connection refused)/i);
    const from = new Date(stopped - 28 * 86_400_000).toISOString();
    const past = await call('GET', `/api/datasources/uid/yardstick/resources/violations?from=${from}`);
    expect(JSON.parse(past.text), 'what was slow before is listed').not.toHaveLength(0);
    expect(decodeURIComponent(past.headers.get('X-Yardstick-Remarks') ?? '')).toContain(
      'What is in violation now is not known'
    );
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 120_000 - (Date.now() - stopped))));
  } finally {
    await prometheus('start');
  }
  await expect
    .poll(
      async () => {
        const learner = await admin<{ systems: Array<{ lastError: string }>; state: string }>(
          'GET',
          '/api/datasources/uid/yardstick/resources/learner'
        );
        return learner.state;
      },
      { timeout: 180_000, intervals: [5000] }
    )
    .toBe('up to date');
  // The workloads go on, and one operation is slow for a minute now and then: that is no alert of the outage.
  const since = stopped / 1000 - 600;
  const ofTheOutage = (await received()).filter(
    ({ system = '', operation = '' }) => !slowByChance(system, since, Date.now() / 1000).includes(operation)
  );
  const names = new Set(ofTheOutage.map(({ alertname }) => alertname));
  expect([...names]).toHaveLength(1);
  expect([...names][0]).toMatch(/dead|Yardstick/i);
});
