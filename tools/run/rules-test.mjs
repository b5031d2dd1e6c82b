// Checks the Prometheus rules and runs their unit tests with promtool; the routing snippets with amtool.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installAmtool, installPrometheus } from './install.mjs';
import { root, status, together, toolsBin } from './step.mjs';

installPrometheus();
installAmtool();
const folder = path.join(root, 'provisioning', 'rules');
const yaml = (where) =>
  readdirSync(where)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => path.join(where, name));
const promtool = path.join(toolsBin, 'promtool');

const rules = status(promtool, ['check', 'rules', '--lint=all', ...yaml(folder)]);
// promtool uses one processor for all the files that it is given. The largest
// goes first, so that it is not what all others have to wait for.
const tests = await together(
  yaml(path.join(folder, 'tests'))
    .sort((a, b) => statSync(b).size - statSync(a).size)
    .map((file) => [promtool, ['test', 'rules', file], path.basename(file)])
);

/** The Alertmanager configurations of docs/routing, each as a file of its own. */
function routing(into) {
  const pages = path.join(root, 'docs', 'routing');
  return readdirSync(pages)
    .filter((name) => name !== 'README.md')
    .map((name) => {
      const [, configuration] = /## Alertmanager[^]*?```yaml\n([^]*?)```/.exec(
        readFileSync(path.join(pages, name), 'utf8')
      );
      const file = path.join(into, name.replace('.md', '.yaml'));
      writeFileSync(file, configuration);
      return file;
    });
}

const snippets = mkdtempSync(path.join(tmpdir(), 'yardstick-routing-'));
const routes = status(path.join(toolsBin, 'amtool'), ['check-config', ...routing(snippets)]);
rmSync(snippets, { recursive: true });
process.exit(rules || tests || routes);
