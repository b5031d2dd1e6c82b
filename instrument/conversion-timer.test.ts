/** @jest-environment node */
import { Registry } from 'prom-client';

import { ConversionTimer, datasetSize } from './conversion-timer';

test.each([
  [0, 'tiny'],
  [99, 'tiny'],
  [100, 'small'],
  [999, 'small'],
  [1_000, 'medium'],
  [9_999, 'medium'],
  [10_000, 'large'],
  [5_000_000, 'large'],
])('%i entities are %s (D-16: the classes are half-open)', (entities, size) => {
  expect(datasetSize(entities)).toBe(size);
});

test('a conversion is exposed by source, target and size: running, then last, with its memory', async () => {
  let now = 5_000;
  const registry = new Registry();
  const conversions = new ConversionTimer({ registry, clock: () => now });
  const run = conversions.start('graph', 'table', 4_200, 4_950);
  const text = () => registry.metrics();
  expect(await text()).toContain(
    'kgas_conversion_in_progress_start_timestamp_seconds{source="graph",target="table",dataset_size="medium"} 4950'
  );
  expect(await text()).toContain('kgas_conversions_in_flight{source="graph",target="table"} 1');
  now = 5_040;
  expect(run.end('success', { peakMemoryBytes: 2e9 })).toBe(90);
  const after = await text();
  expect(after).toContain(
    'kgas_conversion_last_duration_seconds{source="graph",target="table",dataset_size="medium"} 90'
  );
  expect(after).toContain(
    'kgas_conversion_last_run_timestamp_seconds{source="graph",target="table",dataset_size="medium"} 5040'
  );
  expect(after).toContain(
    'kgas_conversion_in_progress_start_timestamp_seconds{source="graph",target="table",dataset_size="medium"} 0'
  );
  expect(after).toContain(
    'kgas_conversion_peak_memory_bytes{source="graph",target="table",dataset_size="medium"} 2000000000'
  );
  expect(after).toContain('kgas_conversions_in_flight{source="graph",target="table"} 0');
});

test('every documented bound of a range is a bucket bound, with twice and five times the largest (D2-Q01)', async () => {
  const registry = new Registry();
  new ConversionTimer({ registry }).announce('graph', 'table', 'small');
  const bounds = [...(await registry.metrics()).matchAll(/_bucket\{le="(\d+)",[^}]*status="success"/g)].map(([, le]) =>
    Number(le)
  );
  expect(bounds).toHaveLength(23);
  expect(bounds).toEqual(
    expect.arrayContaining([5, 10, 15, 20, 30, 45, 90, 120, 300, 600, 900, 1200, 1800, 7200, 14400, 36000])
  );
});

test('a run ended twice leaves nothing in flight and counts once', async () => {
  const registry = new Registry();
  const run = new ConversionTimer({ registry }).start('table', 'vector', 50);
  run.end();
  run.end();
  const text = await registry.metrics();
  expect(text).toContain('kgas_conversions_in_flight{source="table",target="vector"} 0');
  expect(text).toContain('_count{source="table",target="vector",dataset_size="tiny",status="success"} 1');
});
