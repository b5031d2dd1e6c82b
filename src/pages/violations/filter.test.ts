import { type Violation } from '../../datasource/resources';
import { choicesOf, filterOf, shown } from './filter';

const violation = (operation: string, changes: Partial<Violation> = {}): Violation => ({
  id: 1,
  system: 'kgas',
  set: 'operation',
  operation,
  labels: {},
  signal: 'latency',
  tier: 'warning',
  start: '2026-03-10T12:00:00Z',
  end: null,
  peak: 2,
  delay: 60,
  verdict: '',
  reason: '',
  work: { state: 'open', revision: 0, author: '', reason: '', time: null },
  ...changes,
});

const all = [
  violation('embed'),
  violation('ingest', { tier: 'critical', labels: { connector: 'Postgres' } }),
  violation('embed', { system: 'ado', signal: 'errors' }),
];

test.each([
  [{}, [0, 1, 2]],
  [{ system: 'kgas' }, [0, 1]],
  [{ tier: 'critical' }, [1]],
  [{ signal: 'errors' }, [2]],
  [{ signal: 'of no kind' }, [0, 1, 2]],
  [{ q: 'EMBED kgas' }, [0]],
  [{ q: 'postgres' }, [1]],
  [{ q: 'embed', tier: 'critical' }, []],
])('the address %j leaves those it asks for', (asked, left) => {
  expect(shown(all, filterOf(asked))).toEqual(left.map((index) => all[index]));
});

test('only what there is can be chosen', () => {
  const told = (asked: Record<string, string>, of = all) => {
    const { system, tier, signal } = choicesOf(of, filterOf(asked));
    return [system, tier, signal].map((counts) => Object.fromEntries(counts));
  };
  expect(told({})).toEqual([
    { kgas: 2, ado: 1 },
    { warning: 2, critical: 1 },
    { latency: 2, errors: 1 },
  ]);
  expect(told({ q: 'embed', system: 'ado' })).toEqual([{ kgas: 1, ado: 1 }, { warning: 1 }, { latency: 0, errors: 1 }]);
  expect(told({}, all.slice(0, 1))[2]).toEqual({ latency: 1 });
});
