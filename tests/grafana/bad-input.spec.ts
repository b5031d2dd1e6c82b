// What does a person read who made a mistake? Every bad input gets a sentence
// that says what was wrong and what to do.
import { expect, test } from '@playwright/test';
import { admin, call, lab } from '../lab';

interface Answer {
  results: Record<string, { status?: number; error?: string; errorSource?: string; frames?: unknown[] }>;
}

async function ask(
  model: Record<string, unknown>,
  uid = 'yardstick'
): Promise<{ status: number; error: string; source?: string }> {
  const { status, text } = await call('POST', '/api/ds/query', {
    from: 'now-1h',
    to: 'now',
    queries: [{ refId: 'A', datasource: { uid, type: 'yardstick-baselines-datasource' }, ...model }],
  });
  const body = JSON.parse(text) as Partial<Answer> & { message?: string };
  const result = body.results?.A;
  return { status, error: result?.error ?? body.message ?? '', source: result?.errorSource };
}

const made: string[] = [];

// Left behind, they would be what the dashboards' variable picks.
test.afterEach(async () => {
  for (const uid of made.splice(0)) {
    await admin('DELETE', `/api/datasources/uid/${uid}`);
  }
});

async function dataSource(settings: Record<string, unknown>): Promise<string> {
  const uid = `bad-${Date.now()}`;
  made.push(uid);
  await admin('POST', '/api/datasources', {
    name: uid,
    uid,
    type: 'yardstick-baselines-datasource',
    access: 'proxy',
    ...settings,
  });
  return uid;
}

async function health(uid: string): Promise<string> {
  const { text } = await call('GET', `/api/datasources/uid/${uid}/health`);
  return (JSON.parse(text) as { message: string }).message;
}

test('a malformed URL', async () => {
  const uid = await dataSource({ url: 'ftp://prometheus:9090' });
  expect(await health(uid)).toMatch(/URL/);
  expect((await ask({ queryType: 'baseline' }, uid)).error).toMatch(/URL/);
});

test('nobody at the address', async () => {
  const uid = await dataSource({ url: 'http://127.0.0.1:9' });
  expect(await health(uid)).toMatch(/does not answer|connection refused/i);
});

test('not a Prometheus at the address', async () => {
  const uid = await dataSource({ url: `${lab().control}/status` });
  expect(await health(uid)).toMatch(/not.*Prometheus/i);
});

test('an unknown system', async () => {
  const { status, error } = await ask({ queryType: 'deviation', system: 'nobody' });
  expect(status).toBe(400);
  expect(error).toContain('nobody');
  expect(error).toContain('kgas');
});

test('an unknown query type and an unknown measure', async () => {
  expect((await ask({ queryType: 'guess' })).error).toContain('guess');
  expect((await ask({ queryType: 'deviation', measure: 'loudness' })).error).toContain('loudness');
});

test('a template variable that nobody filled in', async () => {
  expect((await ask({ queryType: 'deviation', system: '$system' })).error).toContain('$system');
});

test('a PromQL error keeps the words of Prometheus', async () => {
  const uid = await dataSource({
    url: lab().prometheus,
    jsonData: { systems: ['kgas'], selectors: { kgas: { selector: 'job=~"kgas' } } },
  });
  expect(await health(uid)).toMatch(/selector|parse|matcher/i);
});

test('a query of ten megabytes', async () => {
  const { error } = await ask({ queryType: 'deviation', system: 'kgas', operations: ['x'.repeat(10 * 1024 * 1024)] });
  expect(error).toMatch(/10 MB long, the limit is/);
});

test('label values with quotes and newlines are values, not PromQL', async () => {
  for (const value of ['a"b', 'a\\', 'line\nbreak', '"} or vector(1) #', 'ünïcode ✓']) {
    const { status, error } = await ask({ queryType: 'deviation', system: 'kgas', labels: { operation_type: value } });
    expect(error, value).toBe('');
    expect(status).toBe(200);
  }
});

test('a viewer may read and may not change', async () => {
  const login = `viewer-${Date.now()}`;
  const user = await admin<{ id: number }>('POST', '/api/admin/users', {
    login,
    password: 'a long password',
    name: login,
  });
  await admin('PATCH', `/api/org/users/${user.id}`, { role: 'Viewer' });
  const authorization = `Basic ${Buffer.from(`${login}:a long password`).toString('base64')}`;
  const read = await call('GET', '/api/datasources/uid/yardstick/resources/systems', undefined, authorization);
  expect(read.status).toBe(200);
  const reset = await call(
    'POST',
    '/api/datasources/uid/yardstick/resources/baselines/reset',
    { system: 'kgas' },
    authorization
  );
  expect(reset.status).toBe(403);
  expect(reset.text).toMatch(/Admin/);
});
