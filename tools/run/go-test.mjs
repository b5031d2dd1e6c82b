// Runs the Go tests with the Prometheus tools of this checkout in reach, and
// says how many ran: `go test` itself counts packages, not tests.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { root, toolsBin } from './step.mjs';
import { installVictoriaMetrics } from './victoriametrics.mjs';

installVictoriaMetrics();

const env = { ...process.env, PATH: `${toolsBin}${path.delimiter}${process.env.PATH ?? ''}` };
const counts = { pass: 0, fail: 0, skip: 0 };
const output = new Map();

const run = spawn('go', ['test', '-json', '-timeout', '15m', ...process.argv.slice(2), './pkg/...'], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});

function report(event) {
  const key = `${event.Package} ${event.Test ?? ''}`;
  if (event.Action === 'output') {
    output.set(key, (output.get(key) ?? '') + event.Output);
  } else if (event.Test && event.Action in counts) {
    counts[event.Action] += 1;
    if (event.Action !== 'pass') {
      process.stdout.write(output.get(key) ?? '');
    }
    output.delete(key);
  } else if (!event.Test && ['pass', 'fail', 'skip'].includes(event.Action)) {
    if (event.Action === 'fail') {
      process.stdout.write(output.get(key) ?? '');
    }
    console.log(`${event.Action.padEnd(4)} ${event.Package} ${event.Elapsed ?? ''}`);
  }
}

createInterface({ input: run.stdout }).on('line', (line) => {
  try {
    report(JSON.parse(line));
  } catch {
    console.log(line); // a build error, which go prints as plain text
  }
});
run.on('close', (code) => {
  console.log(`go: ${counts.pass} passed, ${counts.fail} failed, ${counts.skip} skipped`);
  process.exit(code ?? 1);
});
