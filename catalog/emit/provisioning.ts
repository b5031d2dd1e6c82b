/**
 * What else does a Grafana need to start with everything in place? Data
 * sources, the app switched on, and where the dashboards lie. Two environment
 * variables are read and no more: PROMETHEUS_URL and YARDSTICK_DASHBOARDS.
 */
import { stringify } from 'yaml';

import { datasourceNames, datasources } from '../project';
import type { System } from '../system';
import { generatedYaml } from './header';
import { itselfName, overviewFolder, overviewName } from './places';

export function datasourcesFile(): string {
  const url = '$PROMETHEUS_URL';
  const { prometheus, yardstick } = datasources;
  const body = stringify({
    apiVersion: 1,
    datasources: [
      // $__rate_interval becomes at least four times this: two samples even of a Prometheus that scrapes once a minute.
      {
        name: datasourceNames.prometheus,
        ...prometheus,
        access: 'proxy',
        url,
        jsonData: { httpMethod: 'POST', timeInterval: '30s' },
      },
      {
        name: datasourceNames.yardstick,
        ...yardstick,
        access: 'proxy',
        url,
        jsonData: { prometheusUid: prometheus.uid },
      },
    ],
  });
  return generatedYaml(`# PROMETHEUS_URL is the address of the Prometheus that scrapes the systems.\n${body}`);
}

export function pluginsFile(): string {
  return generatedYaml(
    stringify({ apiVersion: 1, apps: [{ type: 'yardstick-baselines-app', org_id: 1, disabled: false }] })
  );
}

/** No folder uid: the rules make the folder of the same title first, and cannot choose its uid either. */
export function dashboardsFile(systems: readonly System[]): string {
  const body = stringify({
    apiVersion: 1,
    providers: [...[overviewName, itselfName].map((name) => ({ name, folder: overviewFolder })), ...systems].map(
      ({ name, folder }) => ({
        name: `yardstick-${name}`,
        orgId: 1,
        folder,
        type: 'file',
        disableDeletion: false,
        // A person's change stays until the file itself changes.
        allowUiUpdates: true,
        updateIntervalSeconds: 30,
        options: { path: `$YARDSTICK_DASHBOARDS/${name}` },
      })
    ),
  });
  return generatedYaml(`# YARDSTICK_DASHBOARDS is the folder that holds one folder of dashboards per system.\n${body}`);
}
