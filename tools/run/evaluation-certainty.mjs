// How are the stated certainties told, held against the truth, and how long a backtest takes? As two parts of the page.

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const bounded = ({ value, low, high }) => `${percent(value)} [${percent(low)}, ${percent(high)}]`;

function intervals(all) {
  const lines = all.map((c) => {
    const wanted = `${100 * c.atLeast} to ${100 * c.atMost} %`;
    return `| ${[c.interval, c.workload, bounded(c), `${c.width.toFixed(3)}x`, wanted].join(' | ')} |`;
  });
  return ['| interval | of | holds the truth | width | wanted |', '|---|---|---|---|---|', ...lines].join('\n');
}

function confidence(all) {
  const lines = all.map(
    ({ workload, reached, right }) =>
      `| ${[workload, bounded(reached), `${bounded(right)} of ${right.trials}`].join(' | ')} |`
  );
  return ['| baselines | stated at least 0.95 | of these within 10 % |', '|---|---|---|', ...lines].join('\n');
}

export function certaintyPart({ trials, coverage, drawn, trustAll, independentAll }) {
  return [
    '## Stated certainty',
    `How often a stated 95 % interval holds the truth, and of the baselines whose confidence is said to be 0.95 or more how many have a p95 within 10 % of the truth: ${trials} simulated histories of each kind (\`go run ./pkg/cmd/calibrate\`; each kind by itself there). Brackets: Clopper and Pearson. An interval behind classic buckets is widened to the bucket, and says how wide it is.`,
    intervals([...coverage, ...drawn]),
    confidence([
      { ...trustAll, workload: 'one hour to one day of windows of 40 requests, all kinds' },
      { ...independentAll, workload: '5,000 independent requests, all kinds' },
    ]),
  ].join('\n\n');
}

/** Of what `go test -bench` prints: name and nanoseconds. */
export function backtestPart(output) {
  const lines = [...output.matchAll(/^Benchmark\S*\/(\S+?)(?:-\d+)?\s+\d+\s+(\d+) ns\/op/gm)].map(
    ([, name, nanoseconds]) => `| ${name.replaceAll('_', ' ')} | ${(Number(nanoseconds) / 1e9).toFixed(1)} s |`
  );
  return [
    '## Backtest',
    'A hundred operations, 28 days of stored windows of five minutes, four slowdowns laid on each operation at twelve moments (`go test ./pkg/backtest -run xxx -bench Replay -benchtime 1x`):',
    ['| judged | took |', '|---|---|', ...lines].join('\n'),
  ].join('\n\n');
}
