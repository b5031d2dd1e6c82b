import { exampleReport, level, operation } from './example';
import { figuresOf } from './figures';
import { type Report } from './numbers';
import { better, sentenceOf, worse } from './sentence';

const quiet = { violations: [], targetsMissed: [], operations: [operation({ operation: 'query' })] };

function day(over: Partial<Report>, summary: Partial<Report['summary']> = {}): Report {
  const report = exampleReport(over);
  return { ...report, summary: { ...report.summary, ...summary } };
}

describe('the sentence', () => {
  it('of a bad day names the worst moment and how long it lasted', () => {
    expect(sentenceOf(exampleReport())).toBe(
      '3 of 18 operations were slower than normal; worst: entity-extraction, up to 7.4x for 42 min. ' +
        '2 of 23 tested targets were missed. 1 operation has no baseline yet and cannot be judged.'
    );
  });

  it('of a quiet day is calm', () => {
    const targets = { met: 23, missed: 0, notTested: 6, cannotTell: 1 };
    expect(sentenceOf(day(quiet, { operations: 18, withBaseline: 18, targets }))).toBe(
      'All 18 operations were as fast as normal. All 23 tested targets were met.'
    );
  });

  it('names what failed more than usual beside what was slow', () => {
    const targets = { met: 0, missed: 0, notTested: 0, cannotTell: 0 };
    const failed = (share: number) => ({
      ...{ tier: 'critical' as const, from: '2026-11-20T03:00:00Z', to: '2026-11-20T04:00:00Z' },
      ...{ share, normal: 0.001 },
    });
    const pay = operation({ operation: 'pay', failed: failed(0.12) });
    const ship = operation({ operation: 'ship', failed: failed(0.31) });
    const report = (...operations: Report['operations']) =>
      day({ ...quiet, operations }, { operations: 2, withBaseline: 2, targets });
    expect(sentenceOf(report(pay, ship))).toBe(
      'All 2 operations were as fast as normal. 2 operations failed more than usual; worst: ship, 31%.'
    );
    expect(sentenceOf(report(pay, operation({ operation: 'ship' })))).toBe(
      'All 2 operations were as fast as normal. 1 operation failed more than usual; worst: pay, 12%.'
    );
    expect(figuresOf(report(pay, ship)).find(({ label }) => label === 'Failed')).toMatchObject({
      note: '2 of 2 more than usual',
      tone: figuresOf(exampleReport()).find(({ label }) => label === 'Violations')?.tone,
    });
  });

  it('of one operation speaks of one', () => {
    const targets = { met: 0, missed: 0, notTested: 0, cannotTell: 0 };
    const say = (operations: number) => sentenceOf(day(quiet, { operations, withBaseline: 1, targets }));
    expect(say(1)).toBe('The one operation was as fast as normal.');
    expect(say(2)).toMatch(/^The one operation with a baseline was as fast as normal\./);
  });

  it('of what is no duration says neither slow nor fast', () => {
    const one = { operations: 2, withBaseline: 2, targets: { met: 0, missed: 0, notTested: 0, cannotTell: 0 } };
    const query = operation({ operation: 'query', ratio: 3, tier: 'warning' });
    const heap = level('heap', 'bytes', { ratio: 2.4, tier: 'warning' });
    const say = (...operations: Report['operations']) => sentenceOf(day({ ...quiet, operations }, one));
    expect(say(query, heap)).toBe('2 of 2 operations were off normal; worst: query, 3.0x.');
    expect(say(query, level('heap', 'bytes'))).toBe('1 of 2 operations was slower than normal; worst: query, 3.0x.');
    expect(say(operation({ operation: 'query' }), level('lag', 's'))).toBe('All 2 operations were as normal.');
  });

  it('knows the unit of a violation by its set', () => {
    const [first] = exampleReport().violations;
    const gone = { ...first!, set: 'bytes', operation: 'gone' };
    const report = day({ ...quiet, operations: [level('heap', 'bytes')], violations: [gone] });
    expect(sentenceOf(report)).toMatch(/^1 of 18 operations was off normal; worst: gone/);
  });

  it('counts what was in breach over the day though no violation was derived yet', () => {
    const slow = operation({ operation: 'query', ratio: 2.4, tier: 'warning' });
    const report = day({ ...quiet, operations: [slow] }, { operations: 1, withBaseline: 1 });
    expect(sentenceOf(report)).toMatch(/^1 of 1 operation was slower than normal; worst: query, 2\.4x\./);
  });

  it('counts an operation once, however many violations it had', () => {
    const [first] = exampleReport().violations;
    const report = exampleReport({
      violations: [first!, { ...first!, start: '2026-11-20T16:00:00Z', end: '2026-11-20T16:10:00Z', peak: 9 }],
    });
    expect(sentenceOf(report)).toMatch(/^3 of 18 .* up to 9\.0x for 52 min\./);
  });

  it('calls a violation of a single window brief', () => {
    const [first] = exampleReport().violations;
    const report = exampleReport({ violations: [{ ...first!, end: first!.start }], operations: [] });
    expect(sentenceOf(report)).toMatch(
      /^1 of 18 operations was slower than normal; worst: entity-extraction, up to 7\.4x, briefly\./
    );
  });

  it('does not call a violation by failed requests slow', () => {
    const [first] = exampleReport().violations;
    const failed = { ...first!, signal: 'errors' as const, operation: 'query', peak: 40 };
    const slow = operation({ operation: 'query', ratio: 1.3, tier: 'info' });
    const report = day({ ...quiet, operations: [slow], violations: [failed] }, { operations: 1, withBaseline: 1 });
    expect(sentenceOf(report)).toMatch(
      /^No operation was slow enough for a violation; furthest from normal: query, 1\.3x\./
    );
  });

  it('calls no level slow beside a violation by failed requests', () => {
    const [first] = exampleReport().violations;
    const failed = { ...first!, signal: 'errors' as const, operation: 'query', peak: 40 };
    const operations = [operation({ operation: 'query' }), level('heap', 'bytes', { ratio: 1.3, tier: 'info' })];
    const report = day({ ...quiet, operations, violations: [failed] }, { operations: 2, withBaseline: 2 });
    expect(sentenceOf(report)).toMatch(
      /^No operation was far enough off normal for a violation; furthest from normal: heap, 1\.3x\./
    );
  });

  it('tells what completed nothing, apart from what was slow', () => {
    const [first] = exampleReport().violations;
    const from = Date.parse(exampleReport().from);
    const at = (minutes: number) => new Date(from + minutes * 60_000).toISOString();
    const stopped = { ...first!, signal: 'rate' as const, operation: 'query', peak: null, start: at(10), end: at(35) };
    const report = day({ ...quiet, operations: [operation({ operation: 'query' })], violations: [stopped] });
    expect(sentenceOf(report)).toContain(' query completed nothing for 25 min.');
    const again = { ...stopped, start: at(100), end: at(105) };
    const other = { ...stopped, operation: 'load', start: at(50), end: at(60) };
    expect(sentenceOf({ ...report, violations: [other, stopped, again] })).toContain(
      ' 2 operations completed nothing for a while; longest: query, 30 min.'
    );
  });

  it('mentions a small deviation without calling it a violation', () => {
    const slow = operation({ operation: 'query', ratio: 1.3, tier: 'info' });
    const report = day({ ...quiet, operations: [slow] }, { operations: 1, withBaseline: 1 });
    expect(sentenceOf(report)).toMatch(/^No operation was in violation; furthest from normal: query, 1\.3x\./);
  });

  it('while learning says so', () => {
    expect(sentenceOf(day(quiet, { withBaseline: 0 }))).toBe(
      'KGAS is still being learned: none of its 18 operations has a baseline yet.'
    );
  });

  it('counts only the part of a violation that lies within the day', () => {
    const [first] = exampleReport().violations;
    const long = { ...first!, start: '2026-11-19T20:00:00Z', end: null };
    expect(sentenceOf(exampleReport({ violations: [long] }))).toContain('for 24 h');
  });
});

describe('what got worse and better', () => {
  it('does not praise an operation for staying inside its documented range', () => {
    const inside = operation({ operation: 'graph-to-table', ratio: 0.5, state: 'documented' });
    expect(better(exampleReport({ operations: [inside] }))).toEqual([]);
  });

  it('does not praise a quiet night before the day is over', () => {
    expect(better(exampleReport({ to: '2026-11-20T03:00:00Z' }))).toEqual([]);
  });

  it('does not praise what chance or a hair explains', () => {
    const hair = operation({ operation: 'a', ratio: 0.97, ratioHigh: 0.99 });
    const chance = operation({ operation: 'b', ratio: 0.6, ratioHigh: 1.2 });
    expect(better(exampleReport({ operations: [hair, chance] }))).toEqual([]);
  });

  it('names three of each, with the numbers that say so', () => {
    const report = exampleReport();
    expect(worse(report).map((s) => [s.name, s.ratio, s.word])).toEqual([
      ['entity-extraction', 'up to 7.4x', 'critical'],
      ['graph-build', 'up to 2.6x', 'warning'],
      ['graph-to-table small', 'up to 2.1x', 'warning'],
    ]);
    expect(better(report)[0]).toMatchObject({
      name: 'ontology-alignment',
      ratio: '0.62x',
      text: 'p95 558 ms, normally 900 ms (0.58x to 0.67x); 120,000 requests.',
    });
  });

  it('tells of what is no duration in its unit', () => {
    const heap = level('heap', 'bytes', { baselineP95: 2 ** 30, ratio: 3, tier: 'critical' });
    const queue = level('queue', 'short', { baselineP95: 20, ratio: 0.5 });
    const report = exampleReport({ ...quiet, operations: [heap, queue] });
    expect(worse(report)[0]).toMatchObject({
      text: 'p95 3 GiB, normally 1 GiB (2.8x to 3.2x); 1,440 values.',
    });
    expect(better(report)[0]).toMatchObject({
      word: 'lower',
      text: 'p95 10, normally 20 (0.47x to 0.54x); 1,440 values.',
    });
  });

  it('still tells of a violation of an operation that had no requests that could be measured', () => {
    const [first] = exampleReport().violations;
    const report = exampleReport({ ...quiet, violations: [{ ...first!, operation: 'gone' }] });
    expect(worse(report)[0]).toMatchObject({ name: 'gone', text: '42 min in violation; nothing else measured.' });
  });

  it('tells apart operations of two sets that have the same name', () => {
    const twin = (set: string) =>
      operation({
        operation: 'T23',
        set,
        setTitle: set === 'tool-init' ? 'Tool start' : '',
        ratio: 3,
        tier: 'warning',
      });
    const report = exampleReport({ ...quiet, operations: [twin('tool-init'), twin('tool-cleanup')] });
    expect(worse(report).map((s) => s.name)).toEqual(['T23 (Tool start)', 'T23 (Tool cleanup)']);
  });
});

describe('the five numbers', () => {
  it('agree with the sentence', () => {
    expect(figuresOf(exampleReport()).map((f) => `${f.label}: ${f.value}`)).toEqual([
      'Requests: 1,238,412',
      'Failed: 0.620%',
      'Slower than normal: 3',
      'Violations: 3',
      'Targets missed: 2',
    ]);
  });

  it('call off normal what is no duration, with the sentence', () => {
    const label = (...operations: Report['operations']) => figuresOf(day({ ...quiet, operations }))[2]?.label;
    const query = operation({ operation: 'query', ratio: 3, tier: 'warning' });
    expect(label(query, level('heap', 'bytes'))).toBe('Slower than normal');
    expect(label(query, level('heap', 'bytes', { ratio: 3, tier: 'warning' }))).toBe('Off normal');
    expect(label(level('heap', 'bytes'))).toBe('Off normal');
  });

  it('say that nothing can fail where there is no error signal', () => {
    const report = day({}, { errors: null });
    expect(figuresOf(report)[1]).toMatchObject({ value: '–', note: 'no error signal' });
  });
});
