// Runs every test of the project from a fresh clone: installs, checks what is
// generated, type-checks, lints, builds, and runs the suites. A suite
// that fails does not keep the others from running; the sum stands at the end.
import { installPackages, installPrometheus } from './install.mjs';
import { status } from './step.mjs';

installPackages();
installPrometheus();

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const suites = [
  ['generated files', 'generate', '--', '--check'],
  ['types', 'typecheck'],
  ['lint', 'lint'],
  ['build', 'build'],
  ['unit', 'test:unit'],
  ['unit, newest', 'test:newest'],
  ['go', 'test:go'],
  ['rules', 'test:rules'],
  ['end to end', 'test:e2e'],
];

const only = process.argv.slice(2);
const results = [];
for (const [name, ...script] of suites) {
  if (only.length > 0 && !only.includes(name)) {
    continue;
  }
  console.log(`\n=== ${name} ===`);
  const started = Date.now();
  const code = status(npm, ['run', '--silent', ...script]);
  results.push({ name, code, seconds: Math.round((Date.now() - started) / 1000) });
}

console.log('\nSuite              result   seconds');
for (const { name, code, seconds } of results) {
  console.log(`${name.padEnd(18)} ${(code === 0 ? 'passed' : 'FAILED').padEnd(8)} ${String(seconds).padStart(7)}`);
}
const failed = results.filter(({ code }) => code !== 0).length;
console.log(`\nsuites: ${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
