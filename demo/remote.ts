/** What can be asked of a running demo from another terminal? */
import { switchFault } from './lab';
import { switchables, type Switchable } from './live/switchboard';
import type { ActiveFault } from './scenario/faults';
import { running, type Running } from './state';

/** Seconds that ending everything may take before the terminal is given back. */
const PATIENCE = 30;

interface Status {
  faults: ActiveFault[];
  [name: string]: unknown;
}

async function needed(): Promise<Running> {
  const demo = await running();
  if (!demo) {
    throw new Error('no demo is running in this checkout: start one with "npm run demo"');
  }
  return demo;
}

const describe = ({ system, name, factor, hang, since }: ActiveFault) =>
  `${system} ${name} ${hang ? 'hangs' : factor === 1 ? 'on' : `x${factor}`}, since ${new Date(since * 1000).toISOString()}`;

/** `fault <system> <operation or fault> <xN|hang|on|off>` */
export async function fault(args: readonly string[]): Promise<void> {
  const [system, ...rest] = args;
  const mode = rest.pop();
  if (!system || rest.length === 0 || !mode) {
    throw new Error('say: npm run demo -- fault <system> <operation or fault> <xN|hang|on|off>');
  }
  const { controlUrl } = await needed();
  await switchFault(controlUrl, system, rest.join(' '), mode);
  await status();
}

export async function status(): Promise<void> {
  const { controlUrl } = await needed();
  const { faults, ...places } = (await (await fetch(`${controlUrl}/status`)).json()) as Status;
  Object.entries({ control: controlUrl, ...places }).forEach(([name, value]) =>
    console.log(`${name.padEnd(12)} ${String(value)}`)
  );
  console.log(faults.length === 0 ? 'nothing is broken' : `broken: ${faults.map(describe).join('; ')}`);
}

export function faults(): void {
  const rows = (kind: Switchable['kind']) => switchables.filter((item) => item.kind === kind);
  const line = ({ system, name, title, rules }: Switchable) =>
    `  ${system.padEnd(9)} ${name.padEnd(38)} ${title}${rules.length > 0 ? ` [${rules.join(', ')}]` : ''}`;
  console.log('Faults (on, off):');
  console.log(rows('fault').map(line).join('\n'));
  console.log('\nConversions (x2, x5, … of their documented range, hang, off):');
  console.log(rows('conversion').map(line).join('\n'));
  console.log('\nOperations (x2, x5, …, hang, off):');
  console.log(rows('operation').map(line).join('\n'));
}

export async function stop(): Promise<void> {
  const { controlUrl } = await needed();
  await fetch(`${controlUrl}/stop`, { method: 'POST' });
  for (let waited = 0; await running(); waited++) {
    if (waited === PATIENCE) {
      console.log('it was told to stop, and is still ending what it started');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  console.log('stopped');
}
