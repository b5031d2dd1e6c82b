// Where does a cell lead? To the data links of its row, else to Explore with its runs: no dead ends.
import { type LinkModel, locationUtil, type PanelData, type PanelProps, urlUtil } from '@grafana/data';
import { dataLinks } from '../../components/dataLinks';
import { mayExplore } from '../../components/explore';
import { t } from '../../components/text';
import { type Conversion } from './model';

const ourDataSource = 'yardstick-baselines-datasource';

type Shown = Pick<PanelProps, 'data' | 'timeRange' | 'replaceVariables'>;

export function linksOf(conversion: Conversion, shown: Shown): LinkModel[] {
  const links = dataLinks(conversion.row, shown.data);
  const explore = links.length === 0 && mayExplore() ? exploreLink(conversion, shown) : undefined;
  return explore ? [explore] : links;
}

/** Only of our own data source: another one's query would not lead to this conversion, the panel's menu has it anyway. */
function exploreLink(conversion: Conversion, { data, timeRange, replaceVariables }: Shown): LinkModel | undefined {
  const datasource = askedDataSource(conversion, data);
  // Where a panel asks several data sources, one that a variable chooses is not filled in.
  const uid = replaceVariables(datasource?.uid ?? '', data.request?.scopedVars);
  if (uid === '') {
    return undefined;
  }
  const { system, from, to, size, further } = conversion;
  const labels = { source: from, target: to, dataset_size: size, ...further };
  const query = {
    refId: 'A',
    datasource: { ...datasource, uid },
    queryType: 'conversions',
    format: 'timeseries',
    system,
    labels,
  };
  const pane = {
    datasource: uid,
    queries: [query],
    range: { from: String(timeRange.raw.from.valueOf()), to: String(timeRange.raw.to.valueOf()) },
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

function askedDataSource({ row }: Conversion, data: PanelData) {
  const refId = row && data.series[row.frame]?.refId;
  const targets = data.request?.targets ?? [];
  // A transformation may have given the frame a refId of its own.
  const asked = targets.filter((query) => query.refId === refId);
  return (asked.length > 0 ? asked : targets).find((query) => query.datasource?.type === ourDataSource)?.datasource;
}
