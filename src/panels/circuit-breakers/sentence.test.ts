import { type BreakerRow, breakersTable, critical, open, unmeasured } from '../../test/breakers';
import { noon } from '../../test/panelProps';
import { readBreakers } from './model';
import { sentence } from './sentence';

const say = (...rows: BreakerRow[]) => sentence(readBreakers([breakersTable(rows)], noon)!.all, noon);
const disabled: BreakerRow = { ...critical, component: 'search', state: null, stateWord: 'disabled', since: null };
const half: BreakerRow = { ...open, component: 'high', state: 1, since: noon - 8_000 };

test.each([
  ['one open', [critical, open], '1 of 2 breakers is open: medium for 41s.'],
  ['open and half-open', [critical, open, half], '1 of 3 breakers is open: medium for 41s; 1 half-open.'],
  [
    'two open, the longest first',
    [open, { ...open, component: 'payments', since: noon - 3_600_000 }],
    '2 of 2 breakers are open; longest: payments for 1h.',
  ],
  ['half-open only', [critical, half], '1 of 2 breakers is half-open: high for 8s.'],
  ['all closed', [critical, { ...critical, component: 'high' }], 'All 2 breakers are closed.'],
  ['one closed', [critical], 'The one breaker is closed.'],
  ['one not measured', [critical, unmeasured], '1 of 2 breakers is closed, the state of 1 is not measured.'],
  [
    'none measured',
    [unmeasured, { ...unmeasured, component: 'high', trips: 1, sinceTrip: 3_600 }],
    'The state of none of the 2 breakers is measured. 3 trips in this range, the last 14m ago (low).',
  ],
  [
    'none measured and no trips',
    [{ ...unmeasured, trips: 0, sinceTrip: null }],
    'The state of the one breaker is not measured. 0 trips in this range.',
  ],
  ['one disabled', [critical, disabled], '1 of 2 breakers is closed, 1 disabled.'],
  [
    'one disabled and one not measured',
    [critical, { ...critical, component: 'high' }, disabled, unmeasured],
    '2 of 4 breakers are closed, 1 disabled, the state of 1 is not measured.',
  ],
  [
    'several that are neither open nor closed',
    [critical, disabled, { ...disabled, component: 'mail', stateWord: 'METRICS_ONLY' }],
    '1 of 3 breakers is closed, 2 in other states.',
  ],
  ['none closed', [disabled], '0 of 1 breakers are closed, 1 disabled.'],
  [
    'a count that Prometheus extrapolated',
    [{ ...unmeasured, trips: 3.0345, sinceTrip: null }],
    'The state of the one breaker is not measured. 3 trips in this range.',
  ],
])('%s', (_, rows, sentenceWanted) => {
  expect(say(...rows)).toBe(sentenceWanted);
});
