// Where is a PostgreSQL server to test with? One of our own, where the programs are installed, on a loopback port.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endWithProcess } from '../demo/children';
import { freePort } from '../demo/grafana';

const DEBIAN = '/usr/lib/postgresql';
const PROGRAMS = ['initdb', 'postgres', 'pg_isready'];

/** The folder with the programs: on the path, or where Debian puts them. */
export function findPostgres(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => path.join(DEBIAN, version, 'bin')) : [];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...debian.sort().reverse()];
  return folders.find((folder) => PROGRAMS.every((name) => existsSync(path.join(folder, name))));
}

export interface Postgres {
  url: string;
  password: string;
  stop(): Promise<void>;
}

/** PostgreSQL does not serve root: there it runs as nobody. */
const NOBODY = 65_534;
const asSomebody = () => (process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {});

/** Makes and starts a server; what it keeps goes when it stops. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yardstick-postgres-'));
  const [data, secret, password] = [path.join(folder, 'data'), path.join(folder, 'password'), 'of-a-test'];
  writeFileSync(secret, password);
  const user = asSomebody();
  if (user.uid !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chownSync(secret, user.uid, user.gid);
  }
  chmodSync(folder, 0o700);
  const options = { cwd: folder, ...user };
  const initdb = ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-sync'];
  execFileSync(path.join(programs, 'initdb'), initdb, { ...options, stdio: 'ignore' });
  const port = await freePort();
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`];
  const server = spawn(
    path.join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' }
  );
  endWithProcess(server);
  await untilReady(server, () =>
    execFileSync(path.join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], options)
  );
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    password,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(server: ChildProcess, ask: () => void): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (server.exitCode !== null) {
      throw new Error(`PostgreSQL ended with ${server.exitCode} while starting`);
    }
    try {
      ask();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  throw new Error('PostgreSQL did not answer within a minute');
}
