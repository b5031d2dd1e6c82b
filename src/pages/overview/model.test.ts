/** @jest-environment node */
import { type Operation, type SystemOverview } from '../../datasource/resources';
import { conditionOf, inOrder, sentence } from './model';

const quiet: SystemOverview = {
  name: 'kgas',
  title: 'KGAS',
  dashboard: 'yardstick-kgas',
  operations: 61,
  withBaseline: 61,
  states: { active: 61 },
  violationsNow: [],
  failingNow: [],
  silentNow: [],
  aboveNow: 0,
  targetsMissed: 0,
  probeFound: 45,
  probeTotal: 45,
  learner: [],
};
const bridge: SystemOverview = {
  ...quiet,
  name: 'omninode',
  title: 'OmniNode Bridge',
  operations: 40,
  withBaseline: 40,
};
const absent: SystemOverview = { ...quiet, operations: 0, withBaseline: 0, probeFound: 0 };
const learning: SystemOverview = { ...quiet, withBaseline: 0 };
const slow = (name: string, tier: string, ratio = 3): Operation => ({
  system: 'kgas',
  set: 's',
  name,
  labels: {},
  state: 'active',
  tier,
  ratio,
  reason: '',
});

test.each([
  [quiet, 'quiet'],
  [{ ...quiet, violationsNow: [slow('a', 'warning')] }, 'burning'],
  [{ ...quiet, failingNow: [slow('a', 'warning')] }, 'burning'],
  [{ ...quiet, silentNow: [slow('a', 'warning')] }, 'burning'],
  [learning, 'learning'],
  [absent, 'absent'],
  [{ ...absent, error: 'connection refused' }, 'failed'],
])('a system is in one of its designed states (%#)', (system, condition) => {
  expect(conditionOf(system)).toBe(condition);
});

test.each([
  ['all is normal', [quiet, bridge], 'All 101 operations of KGAS and OmniNode Bridge are as normal.'],
  ['an absent system does not count', [absent, bridge], 'All 40 operations of OmniNode Bridge are as normal.'],
  [
    'the worst of all systems comes first',
    [bridge, { ...quiet, violationsNow: [slow('a', 'warning'), slow('b', 'critical')] }],
    '2 of 101 operations are slower than normal; worst: b of KGAS, critical.',
  ],
  [
    'of two systems the second has what is furthest from normal',
    [
      { ...bridge, violationsNow: [slow('a', 'critical', 6)] },
      { ...quiet, violationsNow: [slow('b', 'warning', 9), slow('c', 'critical', 40)] },
    ],
    '3 of 101 operations are slower than normal; worst: c of KGAS, critical.',
  ],
  [
    'there is only one',
    [{ ...quiet, violationsNow: [slow('a', 'warning')] }],
    '1 of 61 operations is slower than normal: a of KGAS, warning.',
  ],
  [
    'what is no duration is not called slow',
    [{ ...quiet, violationsNow: [{ ...slow('a', 'warning'), unit: 'bytes' }] }],
    '1 of 61 operations is off normal: a of KGAS, warning.',
  ],
  ['nothing is learned yet', [learning], '61 operations seen; what is normal is still being learned.'],
  [
    'a part is learned',
    [{ ...quiet, withBaseline: 54 }],
    '54 of 61 operations have a baseline, and all of these are as normal.',
  ],
  [
    'some are above normal, and none is slow',
    [
      { ...quiet, aboveNow: 2 },
      { ...bridge, aboveNow: 1 },
    ],
    'No warning; 3 of 101 operations are above normal.',
  ],
  [
    'one is slow, others are above normal',
    [{ ...quiet, aboveNow: 2, violationsNow: [slow('a', 'warning')] }],
    '1 of 61 operations is slower than normal: a of KGAS, warning.',
  ],
  [
    'some fail and none is slow',
    [quiet, { ...bridge, failingNow: [slow('a', 'warning'), slow('b', 'critical')] }],
    'Nothing is slower than normal. 2 operations fail more than usual; worst: b of OmniNode Bridge.',
  ],
  [
    'one is slow, one fails and two are silent',
    [
      { ...quiet, violationsNow: [slow('a', 'warning')], failingNow: [slow('b', 'warning')] },
      { ...bridge, silentNow: [slow('c', 'warning', 0), slow('d', 'warning', 0)] },
    ],
    '1 of 101 operations is slower than normal: a of KGAS, warning. 1 operation fails more than usual: b of KGAS. 2 operations complete nothing any more, c of OmniNode Bridge among them.',
  ],
  [
    'nothing is there',
    [absent, { ...absent, title: 'OmniNode Bridge' }],
    'This Prometheus has no metrics of KGAS and OmniNode Bridge yet.',
  ],
  [
    'a system that could not be asked is not among those that are normal',
    [{ ...absent, error: 'x' }, bridge],
    'All 40 operations of OmniNode Bridge are as normal. How KGAS does could not be found out.',
  ],
  [
    'the only system is slow, and something else of it could not be asked',
    [{ ...quiet, error: 'x', violationsNow: [slow('a', 'warning')] }],
    '1 of 61 operations is slower than normal: a of KGAS, warning.',
  ],
  [
    'the only system fails, and something else of it could not be asked',
    [{ ...quiet, error: 'x', failingNow: [slow('a', 'warning')] }],
    '1 operation fails more than usual: a of KGAS.',
  ],
  ['nothing could be asked', [{ ...absent, error: 'x' }], 'How the systems do could not be found out.'],
])('the sentence when %s', (_, systems, wanted) => {
  expect(sentence(systems)).toBe(wanted);
});

test('what is slow comes first, what is not here last', () => {
  const burning = { ...bridge, violationsNow: [slow('a', 'warning')] };
  expect(inOrder([absent, learning, quiet, burning])).toEqual([burning, quiet, learning, absent]);
});
