// How are gate and forecast told, as they did in simulation and on held-back weeks? As the last parts of the page.

const percent = (share) => `${(100 * share).toFixed(1)} %`;

function gateTable({ cases }) {
  const lines = cases.map((c) => {
    const ratio = c.nan ? 'no numbers' : c.slowdown.toFixed(2);
    const cells = [
      ratio,
      c.executions,
      c.operations,
      c.logSd,
      percent(c.pass),
      percent(c.fail),
      percent(c.inconclusive),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| true ratio | executions on each side | operations | log-sd | pass | fail | inconclusive |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function trendTable(trendless) {
  const lines = trendless.map((c) => `| ${c.days} | ${c.correlation} | ${percent(c.claimed)} |`);
  return ['| days | correlation of neighbouring days | a trend is claimed |', '|---|---|---|', ...lines].join('\n');
}

/** The last one is all of them together. */
function named({ series }, heldBack) {
  return series === 'all' ? `${heldBack.length - 1} series of the evaluation folder` : series;
}

function bandTable({ simulated, heldBack = [] }, each) {
  const loss = (h) => [h.pinball, h.weekBefore, h.weekBeforeWithBands].map((v) => v.toFixed(3));
  const rows = [
    [
      'simulated, 90 days and the 28 after them',
      simulated.days,
      percent(simulated.held80),
      percent(simulated.held95),
      '-',
      '-',
      '-',
    ],
    ...(each ? heldBack : heldBack.slice(-1)).map((h) => [
      named(h, heldBack),
      h.days,
      percent(h.held80),
      percent(h.held95),
      ...loss(h),
    ]),
  ];
  return [
    '| series | days | in the 80 % band | in the 95 % band | pinball loss | of the week before | of the week before with bands |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

export function gatePart(gate) {
  return [
    '## Gate',
    `${gate.trials} gates of each kind at a level of ${gate.level}, over log-normal latencies: how often each verdict is given (\`yardstick evaluate gate\`). Margins are the default ones: 5 % of the median, 10 % of the p95, 20 % of the p99.`,
    gateTable(gate),
  ].join('\n\n');
}

/** With each series, or only with all of them together. */
export function forecastPart(forecast, each) {
  const parts = [
    '## Forecast',
    `${forecast.trials} simulated series of each kind, without a trend, with the rhythm of a week (\`yardstick evaluate forecast\`):`,
    trendTable(forecast.trendless),
    'Below: simulated series, half of which grow by up to 1 % a day; then each week of the series of the evaluation folder, forecast from the days before it, two weeks at least. Labels are not looked at, and days with anomalies count like others. Losses are means over the quantiles 2.5, 10, 50, 90 and 97.5 %, in shares of the mean of the series. Beside it stand the value of a week before, alone and with bands of its past errors (normal, none below 0).',
    bandTable(forecast, each),
  ];
  if (forecast.heldBack) {
    const n = forecast.heldBack.length - 1;
    const better = (of) => forecast.heldBack.slice(0, -1).filter((h) => h.pinball < h[of]).length;
    parts.push(
      `The loss is below that of the week before in ${better('weekBefore')} of ${n} series, and below that of the week before with bands in ${better('weekBeforeWithBands')}. \`npm run evaluate -- --forecast\` lists each series; what was tried stands in [methods](methods/tried.md#forecasts).`
    );
  }
  return parts.join('\n\n');
}
