/** What does the demo say while it starts? One line per step, with the seconds since the start. */

const began = Date.now();

export function say(line: string): void {
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${`${seconds} s`.padStart(6)}  ${line}`);
}

/** Shows progress in place on a terminal, and nothing in a pipe. */
export function progress(what: string): (done: number, all: number) => void {
  return (done, all) => {
    if (process.stdout.isTTY) {
      process.stdout.write(`\r        ${what}: ${Math.round((100 * done) / all)} % ${done === all ? '\n' : ''}`);
    }
  };
}

/** A framed block that nobody overlooks. */
export function announce(title: string, lines: readonly string[]): void {
  console.log(`\n  ${title}\n${lines.map((line) => `    ${line}`).join('\n')}\n`);
}
