// Where is the dashboard of a system? Where nobody has installed it, who may is led to where that is done.
import { type ComponentPropsWithoutRef } from 'react';
import { LinkButton } from '../../components/LinkButton';
import { t } from '../../components/text';
import { dashboardLink } from '../dashboardLink';
import { may } from '../roles';
import { addressOf } from '../routes';

interface Props extends Pick<ComponentPropsWithoutRef<typeof LinkButton>, 'variant' | 'fill' | 'size'> {
  /** Its uid. */
  dashboard: string;
  /** The data source that it is to ask. */
  source: string;
  range?: { from: string; to: string };
  /** Undefined while it is not known. */
  openable: boolean | undefined;
}

export function DashboardLead({ dashboard, source, range, openable, ...button }: Props) {
  if (openable) {
    return (
      <LinkButton {...button} icon="apps" href={dashboardLink(dashboard, source, range)}>
        {t('card.dashboard', 'Dashboard')}
      </LinkButton>
    );
  }
  return openable === false && may('Editor') ? (
    <LinkButton {...button} icon="plus" href={addressOf({ page: 'setup' }, { ds: source })}>
      {t('card.installDashboard', 'Install its dashboard')}
    </LinkButton>
  ) : null;
}
