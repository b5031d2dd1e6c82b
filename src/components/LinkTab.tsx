// Grafana's tab that is a link, below the path that Grafana is served from.
import { locationUtil } from '@grafana/data';
import { Tab } from '@grafana/ui';

export function LinkTab({ label, active, href }: { label: string; active: boolean; href: string }) {
  return <Tab label={label} active={active} href={locationUtil.assureBaseUrl(href)} />;
}
