// `npm run bench` from a fresh clone: installs, builds what is measured, then measures.
import { spawnSync } from 'node:child_process';
import { installPackages } from './install.mjs';
import { must, root } from './step.mjs';

installPackages();
must('npm', ['run', 'build']);
const missed = [];
for (const name of ['interface', 'detection', 'quiet', 'learning', 'scale']) {
  console.log(`\n=== ${name} ===`);
  const { status } = spawnSync('npx', ['tsx', `tests/bench/${name}.ts`, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) {
    missed.push(`${name} (${status === 2 ? 'not measured' : 'a bound was missed'})`);
  }
}
console.log(missed.length > 0 ? `\nNot as it should be: ${missed.join(', ')}.` : '\nEvery bound is held.');
process.exitCode = missed.length > 0 ? 1 : 0;
