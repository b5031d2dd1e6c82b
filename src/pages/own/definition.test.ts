import {
  changed,
  definitionOf,
  type Draft,
  draftFrom,
  draftIn,
  draftOf,
  emptyDraft,
  kindFor,
  systemName,
  writtenDraft,
} from './definition';
import { type Shape } from './shape';

const draft = {
  ...emptyDraft,
  system: 'shop',
  title: 'Größe "x" 🚀',
  metric: 'a_seconds',
  by: ['route'],
  minRequests: '30',
};

test('a definition says only what differs from the defaults of the back end, and comes back as it was', () => {
  const definition = definitionOf(draft);
  expect(definition.operations[0]).toEqual({
    title: draft.title,
    metric: 'a_seconds',
    kind: 'histogram',
    unit: 's',
    direction: 'less',
    by: ['route'],
    minRequests: 30,
  });
  expect(draftOf(definition)).toEqual(draft);
});

test.each(['1,000', '1 000', '1.000', '1e3', '-5', 'many', '0'])(
  '%s requests are not read as some others',
  (minRequests) => {
    expect(definitionOf({ ...draft, minRequests }).operations[0]).not.toHaveProperty('minRequests');
  }
);

test('an address holds a draft, however it was named', () => {
  expect(draftIn({ draft: writtenDraft(draft) })).toEqual(draft);
});

test.each(['', '{"title":', '[]', 'null', '7'])('the address %s holds none that could do harm', (text) => {
  expect(draftIn({ draft: text }) ?? emptyDraft).toEqual(emptyDraft);
});

test('fields of another type are left out', () => {
  expect(
    draftIn({
      draft: '{"title":5,"by":"route","metric":"a","more":1,"kind":"counting","across":"median","direction":"avg"}',
    })
  ).toEqual({
    ...emptyDraft,
    metric: 'a',
  });
});

test('a panel gives name, metric and system; milliseconds are seen by the name', () => {
  const shape = { of: 'mean', metric: 'web_ms', selector: 'job="My Shop"', by: ['a'], remarks: [] } as const;
  expect(draftFrom({ ...shape, by: ['a'], remarks: [] }, ' ')).toMatchObject({
    title: 'web_ms',
    system: 'my-shop',
    unit: 'ms',
  });
});

const drawn = (of: Shape['of'], metric: string) =>
  draftFrom({ of, metric, selector: '', by: [], remarks: [] }, undefined);

test.each([
  ['gauge', 'process_resident_memory_bytes', 'level', 'bytes'],
  ['gauge', 'kafka_consumergroup_lag', 'level', 'short'],
  ['gauge', 'queue_wait_seconds', 'level', 's'],
  ['gauge', 'disk_used_ratio', 'level', 'percentunit'],
  ['gauge', 'node_hwmon_temp_celsius', 'level', 'celsius'],
  ['gauge', 'backup_last_run_duration_seconds', 'gauge', 's'],
  ['gauge', 'import_duration_ms', 'gauge', 'ms'],
  ['gauge', 'backup_last_run', 'gauge', 's'],
  ['gauge', 'backup_last_run_bytes', 'level', 'bytes'],
  ['quantile', 'http_response_size_bytes', 'histogram', 'bytes'],
  ['quantile', 'http_response_time', 'histogram', 's'],
  ['summary', 'rpc_milliseconds', 'summary', 'ms'],
  ['counter', 'http_requests_total', 'counter', 'reqps'],
  ['counter', 'node_network_receive_bytes_total', 'counter', 'binBps'],
  ['counter', 'process_cpu_seconds_total', 'counter', 'short'],
  ['counter', 'jobs_total', 'counter', 'cps'],
] as Array<[Shape['of'], string, string, string]>)('the %s %s is a %s in %s', (of, metric, kind, unit) => {
  expect(drawn(of, metric)).toMatchObject({ kind, unit });
});

test('a level has no requests, runs or failures; they are there again for another kind', () => {
  const written: Draft = { ...draft, kind: 'level', errors: 'code="500"', count: 'runs_total', ended: 'a_ended' };
  expect(definitionOf(written).operations[0]).toEqual({
    title: draft.title,
    metric: 'a_seconds',
    kind: 'level',
    unit: 's',
    direction: 'less',
    by: ['route'],
  });
  expect(definitionOf(changed(written, { kind: 'gauge' })).operations[0]).toMatchObject({
    count: 'runs_total',
    ended: 'a_ended',
    minRequests: 30,
  });
});

test('kind and unit go with the name of the metric until somebody chooses', () => {
  const memory = drawn('gauge', 'process_resident_memory_bytes');
  expect(changed(memory, { metric: 'backup_last_run_duration_ms' })).toMatchObject({ kind: 'gauge', unit: 'ms' });
  const chosen = changed(memory, { unit: 'decbytes' });
  expect(changed(chosen, { metric: 'queue_length' })).toMatchObject({ kind: 'level', unit: 'decbytes' });
  expect(changed(chosen, { kind: 'gauge' })).toMatchObject({ kind: 'gauge', unit: 's' });
});

test('the type of a metric decides its kind; what a gauge tells is left to the draft', () => {
  const lag = { ...emptyDraft, metric: 'kafka_consumergroup_lag' };
  const [gauge, summary] = (['gauge', 'summary'] as const).map((kind) => ({ kind, declared: kind }));
  expect(kindFor(lag, gauge!)).toBe('level');
  expect(kindFor({ ...lag, kind: 'gauge' }, gauge!)).toBe('gauge');
  expect(kindFor({ ...lag, kind: 'level' }, gauge!)).toBe('level');
  expect(kindFor({ ...lag, kind: 'counter' }, gauge!)).toBe('level');
  expect(kindFor({ ...lag, kind: 'level' }, summary!)).toBe('summary');
  expect(kindFor({ ...lag, metric: 'backup_last_run_duration_seconds' }, gauge!)).toBe('gauge');
});

test.each([
  ['http_requests_total', 'neither'],
  ['http_requests_failed_total', 'less'],
  ['kafka_consumer_lost_messages_total', 'less'],
])('of the counter %s %s is better, until somebody chooses', (metric, direction) => {
  const counter = draftFrom({ of: 'counter', metric, selector: '', by: [], remarks: [] }, undefined);
  expect(counter.direction).toBe(direction);
  expect(changed(counter, { direction: 'more' })).toMatchObject({ kind: 'counter', direction: 'more' });
  expect(changed(counter, { kind: 'histogram' })).toMatchObject({ direction: 'less' });
});

test.each(['', 'unknown'])('where the type is "%s", a rate that was drawn tells that it is a counter', (declared) => {
  const sent = { ...emptyDraft, metric: 'sent', kind: 'counter' as const };
  expect(kindFor(sent, { kind: 'gauge', declared })).toBe('counter');
  expect(kindFor({ ...sent, kind: 'level' }, { kind: 'gauge', declared })).toBe('level');
});

test('a level says what its series are together, as the panel drew them; nothing else does', () => {
  const shape: Shape = { of: 'gauge', metric: 'queue_length', selector: '', by: [], across: 'sum', remarks: [] };
  const level = draftFrom(shape, undefined);
  expect(definitionOf(level).operations[0]).toMatchObject({ kind: 'level', across: 'sum' });
  expect(definitionOf(changed(level, { kind: 'gauge' })).operations[0]).not.toHaveProperty('across');
  expect(draftFrom({ ...shape, metric: 'import_duration_ms' }, undefined)).toMatchObject({
    kind: 'gauge',
    across: 'avg',
  });
});

test.each([
  ['My Shop', 'my-shop'],
  ['  3 Läden! ', 'laden'],
  ['文', ''],
])('%s becomes a name of a system', (typed, name) => {
  expect(systemName(typed)).toBe(name);
});
