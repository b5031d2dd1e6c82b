// Where does an operation lead? Links as they are in Grafana's own pages.
import { Stack } from '@grafana/ui';
import { LinkButton } from '../../../components/LinkButton';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { type System } from '../../../datasource/resources';
import { AddToDashboard } from '../../add/AddToDashboard';
import { operationPanel } from '../../add/operationPanel';
import { askResource, type Source } from '../../datasources';
import { DashboardLead } from '../../install/DashboardLead';
import { useOpenable } from '../../install/useOpenable';
import { mayUse } from '../../roles';
import { type Row } from '../rows';
import { exploreLink, newRuleLink, rulesLink } from './links';

interface Props {
  source: Source;
  row: Row;
  range: { from: string; to: string };
}

export function Leads({ source, row, range }: Props) {
  const systems = useAnswer(`systems of ${source.uid}`, () => askResource<System[]>(source.uid, 'systems'));
  const dashboard = systems.value?.find(({ name }) => name === row.system)?.dashboard;
  const openable = useOpenable(dashboard ? [dashboard] : []);
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      {dashboard && (
        <DashboardLead
          dashboard={dashboard}
          source={source.uid}
          range={range}
          openable={openable(dashboard)}
          variant="secondary"
        />
      )}
      {mayUse('datasources:explore') && (
        <LinkButton variant="secondary" icon="compass" href={exploreLink(source.uid, row, range)}>
          {t('operation.explore', 'Explore')}
        </LinkButton>
      )}
      <LinkButton variant="secondary" icon="bell" href={rulesLink(row)}>
        {t('operation.rules', 'Alert rules')}
      </LinkButton>
      {mayUse('alert.rules:create') && (
        <LinkButton variant="secondary" icon="plus" href={newRuleLink(source.uid, row)}>
          {t('operation.newRule', 'Create alert')}
        </LinkButton>
      )}
      <AddToDashboard panel={() => operationPanel(source.uid, row)} />
    </Stack>
  );
}
