// How does an operation stand on a dashboard? The page's own graph: the same query, the same band, and a way back here.
import { isDuration, unitOrSeconds } from '../../components/unit';
import { bandOptions } from '../bands';
import { addressOf } from '../routes';
import { bandFields, bandNames } from '../operations/detail/bandPanel';
import { type Row } from '../operations/rows';
import { type SizedPanel } from './panel';

const type = 'yardstick-baselines-datasource';

export function operationPanel(uid: string, row: Row): SizedPanel {
  const datasource = { type, uid };
  const query = { queryType: 'series', stat: 'p95', band: true, system: row.system, operations: [row.name] };
  const { defaults, overrides } = bandFields(bandNames(row.name));
  const url = addressOf({ page: 'operations', item: row.id }, { ds: uid });
  return {
    size: { w: 24, h: 9 },
    panel: {
      type: 'timeseries',
      title: isDuration(row.unit) ? `${row.name}: p95 against normal` : `${row.name} against normal`,
      datasource,
      targets: [{ refId: 'A', datasource, ...query, labels: row.labels }],
      options: bandOptions,
      fieldConfig: { defaults: { ...defaults, unit: unitOrSeconds(row.unit) }, overrides },
      links: [{ title: row.name, url, targetBlank: false }],
    },
  };
}
