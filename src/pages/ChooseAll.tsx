// Are all that are shown chosen? One box chooses all of them, or none.
import { Checkbox } from '@grafana/ui';
import { t } from '../components/text';

interface Props {
  ids: number[];
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
}

export function ChooseAll({ ids, chosen, onChoose }: Props) {
  const every = ids.length > 0 && ids.every((id) => chosen.has(id));
  return (
    <Checkbox
      label={t('work.chooseAll', 'Choose all that are shown')}
      value={every}
      indeterminate={!every && ids.some((id) => chosen.has(id))}
      onChange={(event) => onChoose(new Set(event.currentTarget.checked ? ids : []))}
    />
  );
}
