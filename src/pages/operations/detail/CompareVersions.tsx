// In what do any two versions differ? Which two stands in the address.
import { Stack } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../../components/Combobox';
import { HiddenLabel } from '../../../components/HiddenLabel';
import { t } from '../../../components/text';
import { type BaselineVersion } from '../../../datasource/resources';
import { ask, type Asked, askedText } from '../../address';
import { Differences } from './Differences';

/** "3-5" */
function comparedOf(asked: Asked, versions: BaselineVersion[]): [number, number] | undefined {
  const [from, to] = (askedText(asked, 'compare') ?? '').split('-').map(Number);
  const known = (number: number | undefined) => versions.some(({ version }) => version === number);
  return from !== undefined && to !== undefined && known(from) && known(to) ? [from, to] : undefined;
}

interface Props {
  uid: string;
  /** The newest first; at least two. */
  versions: BaselineVersion[];
  asked: Asked;
}

export function CompareVersions({ uid, versions, asked }: Props) {
  const id = useId();
  const chosen = comparedOf(asked, versions);
  const [from, to] = chosen ?? [versions[1]?.version ?? 1, versions[0]?.version ?? 1];
  const options = versions.map(({ version, author }) => ({ value: version, label: `${version}, ${author}` }));
  const choose = (one: number, other: number) => ask({ compare: `${one}-${other}` });
  return (
    <div>
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
        <span>{t('compare.title', 'Compare version')}</span>
        <HiddenLabel id={`${id}-from`} text={t('compare.from', 'Version to compare')} />
        <Combobox
          width={20}
          aria-labelledby={`${id}-from`}
          options={options}
          value={from}
          onChange={({ value }) => choose(value, to)}
        />
        <span>{t('compare.with', 'with')}</span>
        <HiddenLabel id={`${id}-to`} text={t('compare.to', 'Version to compare with')} />
        <Combobox
          width={20}
          aria-labelledby={`${id}-to`}
          options={options}
          value={to}
          onChange={({ value }) => choose(from, value)}
        />
      </Stack>
      {chosen && versions[0] && <Differences uid={uid} operation={versions[0].id} from={from} to={to} />}
    </div>
  );
}
