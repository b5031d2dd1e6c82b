// What does Grafana hand the app of its address? The query, and again whenever it changes.
import { type AppRootProps, type UrlQueryMap } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import App from '../pages/App';

export function Addressed({ path }: { path: string }) {
  const [query, setQuery] = useState<UrlQueryMap>(() => locationService.getSearchObject());
  useEffect(() => locationService.getHistory().listen(() => setQuery(locationService.getSearchObject())), []);
  return <App {...({ path, query } as AppRootProps)} />;
}
