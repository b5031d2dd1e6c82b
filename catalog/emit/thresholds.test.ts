/** @jest-environment node */
import { Panel } from '../panel';
import { kgas } from '../systems/kgas';
import { omninode } from '../systems/omninode';
import { aboveNone, steps } from './thresholds';

const panel = (change: Partial<Panel>) =>
  Panel.parse({
    id: 1,
    title: 't',
    serves: [],
    type: 'timeseries',
    unit: 'percent',
    empty: 'nothing to see',
    description: 'something to see',
    anchor: 'D2 l.1',
    width: 8,
    ...change,
  });

test('above the target, the warning and the critical limit the colour gets worse', () => {
  expect(steps(kgas, panel({ alerts: ['D2-A05', 'D2-A03'], targets: ['D2-T25'] }))).toEqual([
    { value: null, color: 'text' },
    { value: 70, color: 'yellow' },
    { value: 80, color: 'orange' },
    { value: 95, color: 'red' },
  ]);
});

test('where more is better, the bad side is below', () => {
  expect(steps(omninode, panel({ alerts: ['D4-A03'] }))).toEqual([
    { value: null, color: 'orange' },
    { value: 70, color: 'text' },
  ]);
});

test('a target that is a ratio is drawn in percent where the panel is in percent', () => {
  expect(steps(kgas, panel({ targets: ['D2-T23'] }))[1]).toEqual({ value: 80, color: 'yellow' });
});

test('a target in another unit than the panel is a mistake of the catalogue', () => {
  expect(() => steps(kgas, panel({ targets: ['D2-T10'] }))).toThrow(/its unit s is not the panel's percent/);
});

test('quiet has no colour', () => {
  expect(steps(kgas, panel({}))).toEqual([{ value: null, color: 'text' }]);
});

test('a count of which any is wrong is calm at none', () => {
  const ofStat = steps(omninode, panel({ type: 'stat', alerts: ['D4-A07'] }));
  expect(ofStat.map(({ value }) => value)).toEqual([null, aboveNone]);
  expect(steps(omninode, panel({ alerts: ['D4-A07'] }))[1]?.value).toBe(0);
});
