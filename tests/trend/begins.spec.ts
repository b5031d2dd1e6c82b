// Switches on, before all other tests on Grafana, the one fault whose alert needs a quarter of an hour.
import { writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { switchFault } from '../grafana/live-act';
import { trend } from '../grafana/live-faults';
import { begunFile } from './begun';

test(`${trend.system} ${trend.fault} is switched on`, async () => {
  writeFileSync(begunFile(), String(Date.now() / 1000));
  await switchFault(trend, trend.mode);
});
