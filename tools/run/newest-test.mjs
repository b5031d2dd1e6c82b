// Runs the tests of components on the newest Grafana's packages, with its React.
import path from 'node:path';
import { installGrafana } from './other-grafana.mjs';
import { root, status } from './step.mjs';

installGrafana('13.2');
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
process.exit(status(process.execPath, [jest, '--config', 'jest.newest.config.js', ...process.argv.slice(2)]));
