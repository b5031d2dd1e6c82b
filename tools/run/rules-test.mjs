// Checks the Prometheus rules and runs their unit tests with promtool.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { installPrometheus } from './install.mjs';
import { root, status, toolsBin } from './step.mjs';

installPrometheus();
const folder = path.join(root, 'provisioning', 'rules');
const yaml = (where) =>
  readdirSync(where)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => path.join(where, name));
const promtool = path.join(toolsBin, 'promtool');

const rules = status(promtool, ['check', 'rules', '--lint=all', ...yaml(folder)]);
const tests = status(promtool, ['test', 'rules', ...yaml(path.join(folder, 'tests'))]);
process.exit(rules || tests);
