// `npm run bench` from a fresh clone: installs, builds what is measured, then measures.
import { installPackages } from './install.mjs';
import { must } from './step.mjs';

installPackages();
must('npm', ['run', 'build']);
must('npx', ['tsx', 'tests/bench/interface.ts', ...process.argv.slice(2)]);
must('npx', ['tsx', 'tests/bench/detection.ts', ...process.argv.slice(2)]);
