// Does the alert about a trend reach the webhook, while other faults came and went?
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { patience, switchFault, toldAbout } from '../grafana/live-act';
import { trend } from '../grafana/live-faults';
import { begunFile } from './begun';

test(`${trend.system} ${trend.fault} fires ${trend.rules.join(', ')}`, async () => {
  const since = Number(readFileSync(begunFile(), 'utf8'));
  const limit = since + patience(trend);
  test.setTimeout(Math.max(0, limit - Date.now() / 1000) * 1000 + 60_000);
  let told = await toldAbout(trend, since);
  while (!trend.rules.every((id) => told.fired.includes(id)) && Date.now() / 1000 < limit) {
    await sleep(5000);
    told = await toldAbout(trend, since);
  }
  await switchFault(trend, 'off');
  // Another act turned the same disk read-only meanwhile, and was told of.
  expect(told.fired).toEqual(expect.arrayContaining(trend.rules));
});
