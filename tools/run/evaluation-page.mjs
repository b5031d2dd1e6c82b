// How are the results of an evaluation told? As one page of tables.

const GROUPS = ['latency', 'nab-aws-known', 'nab-all', 'microsoft-all'];

const figure = (value, digits) => (value === null || value === undefined ? '-' : value.toFixed(digits));

/** precision / recall / F1 [interval] / false events per series-day / median delay; ! where alarms are too long. */
function cell(m) {
  const tooLong = (m.off_label_share ?? 0) > 0.05 || m.off_label_worst > 0.25;
  const [low, high] = m.ci95?.f1 ?? [];
  const interval = low === undefined ? '' : ` [${figure(low, 2)}-${figure(high, 2)}]`;
  const parts = [figure(m.precision, 2), figure(m.recall, 2), figure(m.f1, 2) + interval];
  return [...parts, figure(m.false_per_series_day, 4), figure(m.delay_median, 1)].join(' / ') + (tooLong ? ' !' : '');
}

function labelledTable(rows) {
  const lines = rows.map(([name, { groups }]) => `| ${[name, ...GROUPS.map((g) => cell(groups[g]))].join(' | ')} |`);
  return [`| rule | ${GROUPS.join(' | ')} |`, `|${'---|'.repeat(GROUPS.length + 1)}`, ...lines].join('\n');
}

function injectedTable({ folders }) {
  const lines = Object.entries(folders).map(([name, m]) => {
    const quiet = m.quiet_windows ? `${m.quiet_alarmed} of ${m.quiet_windows}` : '-';
    const cells = [figure(m.recall, 2), figure(m.delay_median, 1), figure(m.false_per_series_day, 4), quiet];
    return `| ${[name.replace('synthetic/', ''), ...cells].join(' | ')} |`;
  });
  return [
    '| kind | recall | median delay, min | false events per series-day | quiet windows alarmed |',
    '|---|---|---|---|---|',
  ]
    .concat(lines)
    .join('\n');
}

export function page(simulated, labelled, injected, others) {
  const parts = [
    '# Evaluation',
    'How well the engine tells slowdowns from chance. Everything here is made by one command, with one set of defaults and nothing tuned to a series:',
    '```\nnpm run evaluate -- --write\n```',
    "The labelled series, the injected faults and the forecasts of public series need the evaluation folder: `score.py`, `comparators.py` and `inject.py` (Python 3.11, no packages), and `data/` with one CSV file (`timestamp,value`) for each series and their `labels.json`. The environment variable `YARDSTICK_EVALUATION` names it (`YARDSTICK_EVALUATION=DIR npm run evaluate`); without that it is looked for as `shared/evaluation` beside the project's folder. Where there is none, that is said, and the rest is made.",
  ];
  if (simulated) {
    parts.push(
      '## Simulated operations',
      'Requests are log-normal (log-sd 0.5), come as a Poisson process with the rhythm of a day and a week at 5, 50, 500 or 5,000 a minute at the peak, around a level with a season and unrest of 0.05, 0.08 or 0.1 whose memory from minute to minute is 0, 0.5 or 0.8. They are counted in a fine histogram, in buckets as applications set them, or in the default ones of Prometheus. Three weeks are learned, then verdicts are taken on the ten-second grid (every half minute on quiet days). Faults begin at any tick. What is drawn for a minute does not depend on what was said before, so that two versions of the engine are asked about the same requests, and the half hour without a spike is the one with it. Any tier above normal counts as found, at any time of the fault. p99 faults are laid on each operation of 500 requests a minute and more twice; `restarts` are six within two hours, half a minute each, whose counters go through the extrapolation of Prometheus. Brackets: exact 95 % intervals (Clopper and Pearson; Garwood for rates), `at most`: the one-sided bound of 95 %.',
      simulated.trim()
    );
  }
  if (labelled.length > 0) {
    parts.push(
      '## Labelled series of others',
      'Single values, scored by the rules of the evaluation folder: precision / recall / F1 [95 % interval over series] / false events per series-day / median delay in points; `!`: alarms so long that the rest is not to be compared. The rules beside are re-derived from published ones; two thirds of the labels are no latencies.',
      labelledTable(labelled)
    );
  }
  if (injected) {
    parts.push(
      '## Injected faults in series of windows',
      'Four series of four weeks each, one of four with five requests a minute. Delays count rows, which are minutes. The quiet window of `spike-10` is its own minute, which may be critical; `deployment` is accepted after a day, because nobody is there to be asked.',
      injectedTable(injected)
    );
  }
  parts.push(...others);
  return parts.join('\n\n') + '\n';
}
