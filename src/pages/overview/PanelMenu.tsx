// Which panels of a system can a person take to a dashboard? Those of the catalogue, as its own dashboards have them.
import { Alert, Dropdown, IconButton, Menu } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../components/text';
import { messageOf } from '../../components/failure';
import { useAnswer } from '../../components/useAnswer';
import { useLast } from '../../components/useLast';
import { type SystemOverview } from '../../datasource/resources';
import { AddDialog } from '../add/AddToDashboard';
import { type SizedPanel } from '../add/panel';
import { type OfferedPanel, offeredPanels, readPanel } from '../add/systemPanels';
import { may } from '../roles';

interface Props {
  system: SystemOverview;
  uid: string;
}

export function PanelMenu({ system, uid }: Props) {
  const [chosen, setChosen] = useState<SizedPanel>();
  const [failure, setFailure] = useState<string>();
  const last = useLast();
  const { value: offered = [] } = useAnswer(`panels of ${system.name}`, () => offeredPanels(system.name));
  if (offered.length === 0 || !may('Editor')) {
    return null;
  }
  const choose = (panel: OfferedPanel) => {
    setFailure(undefined);
    last(readPanel(panel, uid), setChosen, (error) => setFailure(messageOf(error)));
  };
  const menu = (
    <Menu>
      {offered.map((panel) => (
        <Menu.Item
          key={panel.title}
          icon="plus"
          label={t('card.addPanel', 'Add {{panel}} to a dashboard', { panel: panel.title })}
          onClick={() => choose(panel)}
        />
      ))}
    </Menu>
  );
  return (
    <>
      <Dropdown overlay={menu} placement="bottom-end">
        <IconButton name="ellipsis-v" aria-label={t('card.panels', 'Panels of {{system}}', { system: system.title })} />
      </Dropdown>
      {chosen && <AddDialog sized={chosen} onClose={() => setChosen(undefined)} />}
      {failure !== undefined && <Alert severity="error" title={failure} />}
    </>
  );
}
