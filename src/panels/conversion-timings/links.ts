// Where does a cell lead? To the data links of its row, else to Explore with its runs: no dead ends.
import { type LinkModel, locationUtil, type PanelData, type TimeRange, urlUtil } from '@grafana/data';
import { dataLinks } from '../../components/dataLinks';
import { t } from '../../components/text';
import { type Conversion } from './model';

const ourDataSource = 'yardstick-baselines-datasource';

export function linksOf(conversion: Conversion, data: PanelData, range: TimeRange): LinkModel[] {
  const links = dataLinks(conversion.row, data);
  const explore = links.length === 0 ? exploreLink(conversion, data, range) : undefined;
  return explore ? [explore] : links;
}

/** Only of our own data source: another one's query would not lead to this conversion, the panel's menu has it anyway. */
function exploreLink(conversion: Conversion, data: PanelData, range: TimeRange): LinkModel | undefined {
  const refId = conversion.row && data.series[conversion.row.frame]?.refId;
  const targets = data.request?.targets ?? [];
  // A transformation may have given the frame a refId of its own.
  const asked = targets.filter((query) => query.refId === refId);
  const datasource = (asked.length > 0 ? asked : targets).find(
    (query) => query.datasource?.type === ourDataSource
  )?.datasource;
  if (!datasource?.uid) {
    return undefined;
  }
  const { system, from, to, size, further } = conversion;
  const labels = { source: from, target: to, dataset_size: size, ...further };
  const query = { refId: 'A', datasource, queryType: 'conversions', format: 'timeseries', system, labels };
  const pane = {
    datasource: datasource.uid,
    queries: [query],
    range: { from: String(range.raw.from.valueOf()), to: String(range.raw.to.valueOf()) },
  };
  return {
    href: locationUtil.assureBaseUrl(
      urlUtil.renderUrl('/explore', { schemaVersion: 1, panes: JSON.stringify({ conversion: pane }) })
    ),
    title: t('conversions.explore', 'Runs in Explore'),
    target: '_self',
    origin: query,
  };
}
