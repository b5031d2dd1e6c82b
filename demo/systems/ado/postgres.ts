/** What does postgres_exporter say of ADO's database, with stat_statements on? A stand-in with its exact names (catalogue B0). */
import { counter, family, gauge, wandering, type Moment, type PlainMetric } from '../../scenario/plain';
import { loadSeason } from '../../scenario/season';
import { poolUsed } from './application';

const on = (now: Moment, fault: string) => now.conditions.on('ado', fault);

interface Statement {
  queryid: string;
  calls: number;
  /** Mean in seconds, normally and under the fault slow-statements. */
  mean: number;
  slow: number;
}

const STATEMENTS: Statement[] = [
  { queryid: '2001918273', calls: 8, mean: 0.005, slow: 0.006 },
  { queryid: '2918273645', calls: 6, mean: 0.003, slow: 0.003 },
  { queryid: '3726154839', calls: 5, mean: 0.002, slow: 0.002 },
  { queryid: '4455667788', calls: 4, mean: 0.008, slow: 0.009 },
  { queryid: '5647382910', calls: 0.6, mean: 0.035, slow: 1.9 },
  { queryid: '6574839201', calls: 0.2, mean: 0.09, slow: 2.6 },
];
const statementLabels = ({ queryid }: Statement) => ({ user: 'ado', datname: 'ado', queryid });
const calls = ({ calls: rate }: Statement, now: Moment) => rate * loadSeason(now.t);
const mean = ({ queryid, mean: normal, slow }: Statement, now: Moment) =>
  (on(now, 'slow-statements') ? slow : normal) * wandering(now, `ado ${queryid}`, 0.05);
const statements = (name: string, help: string, value: (statement: Statement, now: Moment) => number) =>
  family('counter', `pg_stat_statements_${name}_total`, help, STATEMENTS, statementLabels, value);

type Sessions = [state: string, waitType: string, wait: string, count: (now: Moment) => number];

/** Now and then somebody waits for a lock: at 200 transactions a second that is a millisecond or so of each. */
const waiting = (now: Moment) => (on(now, 'locks') ? 9 : now.noise('ado lock') > 1.3 ? 1 : 0);
const SESSIONS: Sessions[] = [
  ['active', '', '', poolUsed],
  ['active', 'Lock', 'transactionid', waiting],
  ['idle', 'Client', 'ClientRead', () => 22],
  ['idle in transaction', 'Client', 'ClientRead', (now) => Math.round(1.5 * wandering(now, 'ado in transaction', 0.4))],
];
const sessionLabels = ([state, wait_event_type, wait_event]: Sessions) => ({
  datname: 'ado',
  state,
  usename: 'ado',
  application_name: '',
  backend_type: 'client backend',
  wait_event_type,
  wait_event,
});

const DATABASE = { datid: '16384', datname: 'ado' };
const database = (name: string, value: (now: Moment) => number) =>
  counter(`pg_stat_database_${name}`, `Database: ${name}.`, value, DATABASE);

type Table = [relname: string, perSecond: number, byIndex: number];
const TABLES: Table[] = [
  ['tasks', 9, 0.985],
  ['agents', 5, 0.97],
  ['events', 2, 0.95],
  ['reports', 0.6, 0.93],
];
const tableLabels = ([relname]: Table) => ({ datname: 'ado', schemaname: 'public', relname });
const byIndex = ([relname, , share]: Table, now: Moment) =>
  relname === 'tasks' && on(now, 'missing-index') ? 0.4 : share;
const scans = (kind: 'idx' | 'seq') =>
  family('counter', `pg_stat_user_tables_${kind}_scan`, 'Scans of a table.', TABLES, tableLabels, (table, now) => {
    const share = byIndex(table, now);
    return table[1] * loadSeason(now.t) * (kind === 'idx' ? share : 1 - share);
  });

export const postgres: PlainMetric[] = [
  gauge('pg_up', 'Whether the server answered.', (now) => (on(now, 'database-down') ? 0 : 1)),
  gauge('pg_settings_max_connections', 'Most connections.', () => 100),
  family('gauge', 'pg_stat_activity_count', 'Connections by state.', SESSIONS, sessionLabels, ([, , , count], now) =>
    count(now)
  ),
  family(
    'gauge',
    'pg_stat_activity_max_tx_duration',
    'Age of the longest transaction.',
    SESSIONS.filter(([state]) => state !== 'idle'),
    sessionLabels,
    ([state, waitType], now) =>
      waitType === 'Lock' && waiting(now) === 0
        ? 0
        : (state === 'active' ? 0.4 : 1.8) * wandering(now, `ado tx ${state}`, 0.4)
  ),
  database('xact_commit', (now) => 200 * loadSeason(now.t)),
  database('xact_rollback', (now) => 0.4 * loadSeason(now.t)),
  database('deadlocks', (now) => (on(now, 'deadlocks') ? 0.08 : 0.0001)),
  statements('calls', 'Calls of a statement.', calls),
  statements(
    'seconds',
    'Seconds spent in a statement.',
    (statement, now) => calls(statement, now) * mean(statement, now)
  ),
  statements('rows', 'Rows of a statement.', (statement, now) => 5 * calls(statement, now)),
  scans('idx'),
  scans('seq'),
];
