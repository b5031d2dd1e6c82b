import type { z } from 'zod';

import { defineProfiles, type Profile } from './profile';
import { profiles } from './profiles';

const good: z.input<typeof Profile> = {
  emitter: 'shop',
  title: 'A shop',
  needs: 'Start the shop with metrics.',
  source: 'S20',
  metrics: { omninode_requests_total: { metric: 'shop_requests_total', labels: { component: 'part' } } },
};

const wrong: Array<[string, Array<z.input<typeof Profile>>, RegExp]> = [
  [
    'a syntax error',
    [{ ...good, metrics: { x_total: { expr: 'sum(shop_total{$app}' } } }],
    /profile shop, x_total: Error: parsing PromQL/,
  ],
  [
    'matchers that are none',
    [{ ...good, metrics: { x_total: { metric: 'y', where: 'kind' } } }],
    /profile shop, x_total: Error: parsing PromQL/,
  ],
  [
    'an expression that reads every system',
    [{ ...good, metrics: { x_total: { expr: 'sum(shop_total)' } } }],
    /lacks the system's matcher/,
  ],
  ['two of one name', [good, good], /reading the profile shop: another profile has the same name/],
  ['no source', [{ ...good, source: 'somewhere' }], /a source reads "S20, E-14"/],
  ['a metric and an expression', [{ ...good, metrics: { x: { metric: 'y', expr: 'z' } as never } }], /metrics/],
  ['a name that is none', [{ ...good, metrics: { x: { metric: 'sum(y)' } } }], /metrics/],
];

test.each(wrong)('a profile with %s stops the generation', (_, specs, why) => {
  expect(() => defineProfiles(specs)).toThrow(why);
});

test('Envoy tells ejections, and never a state (E-14)', () => {
  const envoy = profiles.find(({ emitter }) => emitter === 'envoy');
  expect(Object.keys(envoy?.metrics ?? {})).not.toContain('omninode_circuit_breaker_state');
});

test('the three spellings of a duration in OpenTelemetry are three profiles (G-3)', () => {
  const name = (emitter: string) => {
    const found = profiles.find((profile) => profile.emitter === emitter)?.metrics.http_server_request_duration_seconds;
    return found && 'metric' in found ? [found.metric, found.scale ?? 1] : undefined;
  };
  expect(name('opentelemetry')).toBeUndefined(); // by OTLP the name is the canonical one
  expect(name('opentelemetry-js')).toEqual(['http_server_request_duration', 1]);
  expect(name('opentelemetry-python-old')).toEqual(['http_server_duration_milliseconds', 0.001]);
});
