// Where do measured numbers go? To the terminal, and with --write into docs/benchmarks.md: one section for each question,
// with the command and the machine that answered it. A section that was not measured again stays.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PAGE = path.resolve(__dirname, '../../docs/benchmarks.md');
const HEAD = [
  '# Benchmarks',
  '',
  '`npm run bench -- --write --minutes 60` measures all of it; each section says its own command too. Wherever a bound is ' +
    'given, the command ends with 1 when it is missed.',
  '',
  '',
].join('\n');

export interface Line {
  what: string;
  measured: string;
  /** Empty where the number is for information. */
  bound: string;
  ok: boolean;
}

export function say({ what, measured, bound, ok }: Line): void {
  console.log(`${ok ? 'ok    ' : 'MISSED'} ${what}: ${measured}${bound && ` (${bound})`}`);
}

export const tableOf = (lines: Line[]) =>
  [
    '| what | measured | asked |',
    '| --- | --- | --- |',
    ...lines.map(({ what, measured, bound, ok }) => `| ${what} | ${measured} | ${bound}${ok ? '' : ' **missed**'} |`),
  ].join('\n');

const wanted = () => process.argv.includes('--write');

function machine(): string {
  const cpu = os.cpus();
  return (
    `${cpu.length} cores (${cpu[0]?.model ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB of memory, Node ` +
    process.versions.node
  );
}

/** Replaces a section of the page, or adds it, where --write was asked for; `versions` are those of what was measured. */
export function writeSection(title: string, command: string, versions: string, text: string): void {
  if (!wanted()) {
    return;
  }
  const [head = HEAD, ...sections] = (existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : HEAD).split(/^(?=## )/m);
  const own = `## ${title}\n\nMeasured with \`${command} --write\` on ${machine()}, ${versions}.\n\n${text.trim()}\n\n`;
  const at = sections.findIndex((section) => section.startsWith(`## ${title}\n`));
  sections.splice(at < 0 ? sections.length : at, at < 0 ? 0 : 1, own);
  writeFileSync(PAGE, `${[head, ...sections].map((part) => part.trim()).join('\n\n')}\n`);
  execFileSync(process.execPath, [
    require.resolve('prettier/bin/prettier.cjs'),
    '--log-level',
    'warn',
    '--write',
    PAGE,
  ]);
}
