/** @jest-environment node */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { compared, numbersOf } from './engine';
import { exampleReport } from './example';
import { filesOf } from './files';
import { type Options, optionsOf } from './options';

const ask = (...args: string[]): Options => {
  const options = optionsOf(args, {});
  if (options === 'help') {
    throw new Error('usage was asked for');
  }
  return options;
};

describe('the arguments of npm run report', () => {
  it('reach the engine as they are', () => {
    const flags = [
      '--prometheus',
      'http://p:9090',
      '--system',
      'kgas',
      '--system',
      'omninode',
      '--header',
      'X-Scope-OrgID: team-a',
      '--header',
      '@headers',
      '--token-file',
      'token',
      '--store',
      'sqlite:x.db',
    ];
    expect(ask('daily', ...flags, '--source', '1/yardstick', '--day', '2026-11-20')).toMatchObject({
      engine: [...flags, '--source', '1/yardstick', '--day', '2026-11-20'],
      formats: ['markdown', 'html', 'csv'],
      output: 'reports',
    });
  });

  it('may leave Prometheus to the environment', () => {
    expect(optionsOf([], { PROMETHEUS_URL: 'http://p:9090' })).toMatchObject({
      engine: ['--prometheus', 'http://p:9090'],
    });
  });

  it.each<[string[], RegExp]>([
    [[], /no Prometheus: give --prometheus/],
    [['yearly'], /yearly: choose one of daily, weekly, monthly, run/],
    [['weekly', 'monthly', '--prometheus', 'x'], /weekly monthly: choose one of/],
    [['--prometheus', 'x', '--day', '2026-02-30'], /--day 2026-02-30: give a day as/],
    [['--prometheus', 'x', '--format', 'html,pdf'], /--format pdf: choose from markdown, html, csv/],
    [['--promehteus', 'x'], /--promehteus/],
  ])('%j are refused with what to do', (args, message) => {
    expect(() => optionsOf(args, {})).toThrow(message);
  });
});

describe('the files of a report', () => {
  it('are named by system, period and day, whatever the system is called', () => {
    const report = exampleReport({ system: '../../etc/x' });
    for (const file of filesOf(report, ['markdown', 'html', 'csv'])) {
      expect(file.name).toMatch(/^yardstick-[\w-]+-daily-2026-11-20(-\w+)?\.(md|html|csv)$/);
    }
  });
});

describe('npm run report', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'yardstick-report-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const engineThat = async (script: string): Promise<string> => {
    const program = path.join(folder, 'yardstick');
    await writeFile(program, `#!/usr/bin/env node\n${script}`);
    await chmod(program, 0o755);
    return program;
  };
  const flags = ['--prometheus', 'http://127.0.0.1:1', '--system', 'kgas'];

  it('asks the engine for JSON of the day', async () => {
    const report = JSON.stringify(exampleReport());
    const program = await engineThat(
      `const r = ${report}; r.title = process.argv.slice(2).join(' '); console.log(JSON.stringify({ reports: [r] }));`
    );
    const [report0] = await numbersOf(ask(...flags), { program, folder });
    expect(report0?.title).toBe(`report daily --format json ${flags.join(' ')}`);
  });

  it('asks for the period before of each system by its own day', async () => {
    const program = await engineThat(
      `const args = process.argv.slice(2);
       const r = ${JSON.stringify(exampleReport())};
       const named = args.flatMap((a, i) => (args[i - 1] === '--system' ? [a] : []));
       const day = args[args.indexOf('--day') + 1];
       console.log(JSON.stringify({ reports: named.map((system) => ({ ...r, system, day, title: args.join(' ') })) }));`
    );
    const reports = [
      exampleReport({ system: 'kgas', day: '2026-11-20' }),
      exampleReport({ system: 'far-west', day: '2026-11-19' }),
    ];
    const options = ask('daily', '--prometheus', 'p', '--store', 'sqlite:x.db', '--day', '2026-11-20');
    const complaints: string[] = [];
    const both = await compared(reports, options, { program, folder }, (reason) => complaints.push(reason));
    expect(both.map(({ before }) => before?.title)).toEqual([
      'report daily --format json --prometheus p --store sqlite:x.db --system kgas --day 2026-11-19',
      'report daily --format json --prometheus p --store sqlite:x.db --system far-west --day 2026-11-18',
    ]);
    expect(complaints).toEqual([]);
  });

  it('stands without the period before where that cannot be measured, and says so', async () => {
    const program = await engineThat(`console.error('Prometheus is away'); process.exit(3);`);
    const complaints: string[] = [];
    const reports = [exampleReport()];
    const alone = await compared(reports, ask(...flags), { program, folder }, (reason) => complaints.push(reason));
    expect(alone[0]?.before).toBeUndefined();
    expect(complaints).toEqual(['Prometheus is away']);
  });

  it('compares numbers from a file with what came along in it', async () => {
    const before = exampleReport({ day: '2026-11-19' });
    await writeFile(path.join(folder, 'numbers.json'), JSON.stringify({ reports: [{ ...exampleReport(), before }] }));
    await run(['--input', 'numbers.json', '--output', 'out', '--format', 'markdown']);
    const page = await readFile(path.join(folder, 'out', 'yardstick-kgas-daily-2026-11-20.md'), 'utf8');
    expect(page).toContain('Against the day before');
  });

  it('passes on what the engine complains of', async () => {
    const program = await engineThat(`console.error('yardstick: --system "kgs" is not known'); process.exit(3);`);
    await expect(numbersOf(ask(...flags), { program, folder })).rejects.toThrow('--system "kgs" is not known');
  });

  it('of a complaint that repeats itself passes on the first', async () => {
    const program = await engineThat(
      `for (let i = 0; i < 70; i++) console.error('target ' + i + ': refused'); process.exit(3);`
    );
    const refused = numbersOf(ask(...flags), { program, folder });
    await expect(refused).rejects.toThrow(/^target 0: refused\n\(and 69 more lines like it\)$/);
  });

  it('says how to build an engine that is not there', async () => {
    const engine = { program: path.join(folder, 'bin/yardstick'), folder };
    await expect(numbersOf(ask(...flags), engine)).rejects.toThrow(
      /bin\/yardstick is not there: `npm run build` builds it/
    );
  });

  it('writes the pages of numbers from a file and prints their paths', async () => {
    await writeFile(path.join(folder, 'numbers.json'), JSON.stringify({ reports: [exampleReport()] }));
    const { stdout, stderr } = await run(['--input', 'numbers.json', '--output', 'out']);
    const written = await readdir(path.join(folder, 'out'));
    expect(
      stdout
        .trim()
        .split('\n')
        .map((p) => path.basename(p))
        .sort()
    ).toEqual(written.sort());
    expect(written).toHaveLength(6);
    expect(stderr).toContain('KGAS: 3 of 18 operations were slower than normal');
    const page = await readFile(path.join(folder, 'out', 'yardstick-kgas-daily-2026-11-20.html'), 'utf8');
    expect(page).toContain('<svg role="presentation"');
  });

  it('ends with 3 and the name of a file that is not there', async () => {
    await expect(run(['--input', 'nothing.json'])).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^report: reading --input: .*nothing\.json/m),
    });
  });

  function run(args: string[]) {
    const root = path.resolve(__dirname, '../..');
    const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const command = [tsx, path.join(root, 'src/report/command.ts'), ...args];
    return promisify(execFile)(process.execPath, command, { cwd: root, env: { ...process.env, INIT_CWD: folder } });
  }
});
