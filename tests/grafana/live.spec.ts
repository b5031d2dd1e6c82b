// Does an alert of the fast group reach whoever is to be told? Faults switched on
// in the running workloads, Grafana's own scheduler, and a webhook. How fast it
// is, is the business of the bench; here only that it comes.
import { expect, test } from '@playwright/test';
import { admin, lab } from '../lab';

interface Received {
  receivedAt: number;
  alerts: Array<{ status: string; labels: Record<string, string> }>;
}

async function switchFault(system: string, fault: string, mode: 'on' | 'off'): Promise<void> {
  const answer = await fetch(`${lab().control}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ system, fault, mode }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

/** The labels of what the webhook was told is firing, since a moment (seconds since 1970). */
async function firing(alertname: string, since: number): Promise<Array<Record<string, string>>> {
  const list = (await (await fetch(`${lab().control}/alerts`)).json()) as Received[];
  return list
    .filter(({ receivedAt }) => receivedAt >= since)
    .flatMap(({ alerts }) => alerts)
    .filter(({ status, labels }) => status === 'firing' && labels.alertname === alertname)
    .map(({ labels }) => labels);
}

/** Whoever was told is not told again: an alert of an earlier run has to end first. */
async function untilOver(alertname: string): Promise<void> {
  const route = `/api/alertmanager/grafana/api/v2/alerts?filter=${encodeURIComponent(`alertname=${alertname}`)}`;
  await expect
    .poll(async () => (await admin<unknown[]>('GET', route)).length, { timeout: 600_000, intervals: [5000] })
    .toBe(0);
}

test('a breaker that trips is told within a minute', async () => {
  test.setTimeout(720_000);
  await untilOver('OmninodeCircuitBreakerTripped');
  const since = Date.now() / 1000;
  await switchFault('omninode', 'breaker-critical', 'on');
  try {
    await expect
      .poll(async () => (await firing('OmninodeCircuitBreakerTripped', since)).map(({ component }) => component), {
        timeout: 60_000,
        intervals: [1000],
      })
      .toContain('critical');
  } finally {
    await switchFault('omninode', 'breaker-critical', 'off');
  }
});

test('an application that does not answer is an emergency once its minute has passed', async () => {
  test.setTimeout(800_000);
  await untilOver('KgasUnresponsive');
  const since = Date.now() / 1000;
  await switchFault('kgas', 'down', 'on');
  try {
    await expect
      .poll(async () => (await firing('KgasUnresponsive', since)).map(({ severity }) => severity), {
        timeout: 150_000,
        intervals: [1000],
      })
      .toContain('emergency');
  } finally {
    await switchFault('kgas', 'down', 'off');
  }
});
