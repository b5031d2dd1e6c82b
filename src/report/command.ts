/**
 * `npm run report`: asks the engine for the numbers and writes them as pages. Prints the path of
 * every file it wrote, and nothing else, on standard output; the sentence of each report goes to
 * standard error. Ends with 0, or with 3 after an error, as every command of Yardstick does.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { compared, type Engine, numbersOf } from './engine';
import { filesOf } from './files';
import { nounOf } from './moments';
import { optionsOf, usage } from './options';
import { sentenceOf } from './sentence';

const ERROR = 3;

async function report(args: string[], engine: Engine): Promise<void> {
  const options = optionsOf(args, process.env);
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const at = (given: string): string => path.resolve(engine.folder, given);
  const input = options.input === undefined ? undefined : at(options.input);
  const asked = { ...options, input };
  const alone = await numbersOf(asked, engine);
  if (alone.length === 0) {
    throw new Error('there is no system to report on: `yardstick probe` says what this Prometheus has');
  }
  const folder = at(options.output);
  await mkdir(folder, { recursive: true });
  const reports = await compared(alone, asked, engine, (reason) =>
    process.stderr.write(`report: not compared with the ${nounOf(options.period)} before: ${reason}\n`)
  );
  for (const one of reports) {
    process.stderr.write(`${one.title}: ${sentenceOf(one)}\n`);
    for (const file of filesOf(one, options.formats)) {
      const target = path.join(folder, file.name);
      await writeFile(target, file.text);
      process.stdout.write(`${target}\n`);
    }
  }
}

const program = path.resolve(__dirname, '../../bin', process.platform === 'win32' ? 'yardstick.exe' : 'yardstick');
// npm starts scripts in the project's folder; paths mean those of the person's own.
const folder = process.env['INIT_CWD'] ?? process.cwd();

report(process.argv.slice(2), { program, folder }).catch((error: unknown) => {
  process.stderr.write(`report: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = ERROR;
});
