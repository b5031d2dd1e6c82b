// Lints: ESLint and Prettier for TypeScript, go vet and gofmt for Go, and
// golangci-lint where it is installed (it says plainly when it is not).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { onPath, root, together } from './step.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);

const checks = [
  [bin('eslint'), ['.', '--max-warnings', '0'], 'eslint'],
  [bin('prettier'), ['--check', '--log-level', 'warn', '.'], 'prettier'],
  ['go', ['vet', '-tags', 'arrow_json_stdlib', './pkg/...'], 'go vet'],
];
const golangci = onPath('golangci-lint');
if (golangci) {
  checks.push([golangci, ['run', './pkg/...'], 'golangci-lint']);
} else {
  console.log('golangci-lint is not on PATH: .golangci.yaml was not checked, go vet and gofmt were.');
}

let failed = await together(checks);

const unformatted = spawnSync('gofmt', ['-l', 'pkg', 'tools/history'], { cwd: root, encoding: 'utf8' }).stdout.trim();
if (unformatted) {
  console.error(`gofmt would change:\n${unformatted}`);
  failed ||= 1;
}
process.exit(failed);
