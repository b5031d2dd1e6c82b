// Which page does Grafana show for an address? Each is loaded when it is asked for.
import { type FunctionComponent, useEffect } from 'react';
import { type AppRootProps } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { later } from '../components/later';
import { type Asked } from './address';
import { addressOf, type PageName, placeOf } from './routes';

void initPluginTranslations('yardstick-baselines-app');

interface PageProps {
  asked: Asked;
  item?: string;
}

const pages: Record<PageName, FunctionComponent<PageProps>> = {
  overview: later(() => import('./overview/Overview')),
  operations: later(() => import('./operations/Operations')),
  own: later(() => import('./own/Own')),
  alerts: later(() => import('./alerts/Alerts')),
  reports: later(() => import('./reports/Reports')),
  work: later(() => import('./work/Work')),
  runs: later(() => import('./runs/Runs')),
  capacity: later(() => import('./capacity/Capacity')),
  setup: later(() => import('./setup/Setup')),
};

/** Grafana gives the whole address as `basename` too, so that only `path` says where it is. */
export default function App({ path, query }: AppRootProps) {
  const place = placeOf(path);
  const lost = place === undefined;
  // Title and navigation come from the addresses that plugin.json names.
  useEffect(() => {
    if (lost) {
      locationService.replace({ ...locationService.getLocation(), pathname: addressOf({ page: 'overview' }) });
    }
  }, [lost]);
  const Page = pages[place?.page ?? 'overview'];
  return <Page key={place?.item} asked={query ?? {}} item={place?.item} />;
}
