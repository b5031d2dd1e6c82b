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

const url = '$PROMETHEUS_URL';
const urlWords = '# PROMETHEUS_URL is the address of the Prometheus that scrapes the systems.\n';

/** A file of its own: whoever has one already leaves it out, or Grafana would change theirs, which it knows by the name. */
export function prometheusFile(): string {
  const source = {
    name: datasourceNames.prometheus,
    ...datasources.prometheus,
    access: 'proxy',
    url,
    // $__rate_interval becomes at least four times this: two samples even of a Prometheus that scrapes once a minute.
    jsonData: { httpMethod: 'POST', timeInterval: '30s' },
  };
  return generatedYaml(
    `${urlWords}# Leave this file out where Grafana has a data source called ${source.name} already.\n${stringify({ apiVersion: 1, datasources: [source] })}`
  );
}

export function yardstickFile(): string {
  const source = {
    name: datasourceNames.yardstick,
    ...datasources.yardstick,
    access: 'proxy',
    url,
    jsonData: { prometheusUid: datasources.prometheus.uid },
  };
  return generatedYaml(`${urlWords}${stringify({ apiVersion: 1, datasources: [source] })}`);
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
