// Which times do not teach what is normal, who said so, and how do they teach again?
import { dateTimeFormat, getTimeZone } from '@grafana/data';
import { Button } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../components/text';
import { type Exclusion } from '../../datasource/resources';
import { may } from '../roles';
import { DecisionDialog } from './DecisionDialog';
import { withdraw } from './excluded';

const at = (time: string) => dateTimeFormat(time, { timeZone: getTimeZone() });

export function Exclusions({ uid, all, onDone }: { uid: string; all: Exclusion[]; onDone: () => void }) {
  const [chosen, setChosen] = useState<Exclusion>();
  if (all.length === 0) {
    return null;
  }
  return (
    <>
      <ul aria-label={t('exclusions.title', 'Times that do not teach')} style={{ listStyle: 'none' }}>
        {all.map((one) => (
          <li key={one.id} style={{ overflowWrap: 'anywhere' }}>
            {one.from === null
              ? t('exclusions.before', 'Excluded: all time before {{to}}', { to: at(one.to) })
              : t('exclusions.time', 'Excluded: {{from}} to {{to}}', { from: at(one.from), to: at(one.to) })}
            {` (${one.kind}${one.operation === 0 ? `, ${one.system}` : ''}), ${one.author}: ${one.reason} `}
            {may('Editor') && (
              <Button
                size="sm"
                fill="text"
                aria-label={t('exclusions.withdrawNamed', 'Withdraw {{kind}} until {{to}}', {
                  kind: one.kind,
                  to: at(one.to),
                })}
                onClick={() => setChosen(one)}
              >
                {t('exclusions.withdraw', 'Withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <DecisionDialog
          title={t('exclusions.withdraw', 'Withdraw')}
          why={t('exclusions.withdrawWhy', 'What was measured in this time teaches again.')}
          onDecide={(reason) => withdraw(uid, chosen.id, reason)}
          onDone={() => {
            setChosen(undefined);
            onDone();
          }}
          onDismiss={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
