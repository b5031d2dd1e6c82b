/** What does postgres_exporter say, with stat_statements switched on? A stand-in with its exact names (catalogue B0). */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { poolUsed } from './application';

interface Statement {
  queryid: string;
  calls: number;
  /** Mean in seconds, normally and under the fault slow-queries. */
  mean: number;
  slow: number;
}

/** Two statements of a report are always slow; the fault makes nine so. */
const STATEMENTS: Statement[] = [
  { queryid: '1188064418', calls: 9, mean: 0.004, slow: 1.6 },
  { queryid: '2210976351', calls: 6, mean: 0.009, slow: 2.1 },
  { queryid: '3047711290', calls: 3, mean: 0.021, slow: 1.4 },
  { queryid: '3381920754', calls: 1.2, mean: 0.06, slow: 2.8 },
  { queryid: '4102938475', calls: 0.8, mean: 0.11, slow: 3.2 },
  { queryid: '4470018236', calls: 0.5, mean: 0.18, slow: 1.9 },
  { queryid: '5120394857', calls: 0.3, mean: 0.25, slow: 2.4 },
  { queryid: '5667001284', calls: 2, mean: 0.012, slow: 0.014 },
  { queryid: '6092837465', calls: 1, mean: 0.03, slow: 0.03 },
  { queryid: '6881200394', calls: 0.05, mean: 1.3, slow: 1.5 },
  { queryid: '7340029186', calls: 0.03, mean: 1.8, slow: 2.2 },
];

const DATABASE = { datid: '16384', datname: 'omninode' };
const statementLabels = ({ queryid }: Statement) => ({ user: 'omninode', datname: 'omninode', queryid });
const calls = (statement: Statement, now: Moment) => statement.calls * loadSeason(now.t);
const mean = (statement: Statement, now: Moment) =>
  (now.conditions.on('omninode', 'slow-queries') ? statement.slow : statement.mean) *
  wandering(now, statement.queryid, 0.04);

function statements(name: string, help: string, value: (statement: Statement, now: Moment) => number): PlainMetric {
  return family('counter', `pg_stat_statements_${name}_total`, help, STATEMENTS, statementLabels, value);
}

const database = (name: string, value: (now: Moment) => number) =>
  counter(`pg_stat_database_${name}`, `Database: ${name}.`, value, DATABASE);

export const postgres: PlainMetric[] = [
  gauge('pg_up', 'Whether the server answered.', () => 1),
  gauge('pg_settings_max_connections', 'Most connections.', () => 100),
  family(
    'gauge',
    'pg_stat_activity_count',
    'Connections by state.',
    ['active', 'idle'],
    (state) => ({
      datname: 'omninode',
      state,
      usename: 'omninode',
      application_name: '',
      backend_type: 'client backend',
      wait_event_type: '',
      wait_event: '',
    }),
    (state, now) => (state === 'active' ? poolUsed('postgresql', now) : 25)
  ),
  family(
    'gauge',
    'pg_locks_count',
    'Locks.',
    ['accesssharelock', 'rowexclusivelock'],
    (mode) => ({ datname: 'omninode', mode }),
    (_, now) => Math.round(6 * wandering(now, 'pg locks', 0.2))
  ),
  gauge('pg_stat_database_numbackends', 'Backends.', (now) => poolUsed('postgresql', now) + 25, DATABASE),
  database('xact_commit', (now) => 60 * loadSeason(now.t)),
  database('xact_rollback', (now) => 0.1 * loadSeason(now.t)),
  database('blks_read', (now) => 40 * loadSeason(now.t)),
  database('blks_hit', (now) => 5200 * loadSeason(now.t)),
  database('deadlocks', () => 0.00005),
  statements('calls', 'Calls of a statement.', calls),
  statements(
    'seconds',
    'Seconds spent in a statement.',
    (statement, now) => calls(statement, now) * mean(statement, now)
  ),
  statements('rows', 'Rows of a statement.', (statement, now) => 4 * calls(statement, now)),
  statements(
    'block_read_seconds',
    'Seconds spent reading blocks.',
    (statement, now) => 0.1 * calls(statement, now) * mean(statement, now)
  ),
  statements('block_write_seconds', 'Seconds spent writing blocks.', () => 0),
];
