// What exactly is decided, about which baselines, and why? One dialog for one operation or many.
import { Field, RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../components/text';
import { type BaselineVersion } from '../../datasource/resources';
import { actsFor, decide, type Decision, type Kind } from './decision';
import { DecisionDialog } from './DecisionDialog';
import { type Done } from './DoneNotice';
import { FactorFields, factorsOf, typedFactors } from './FactorFields';
import { SinceFields } from './SinceFields';
import { Subjects } from './Subjects';
import { momentOf, stretchOf, type Typed, TypedRange } from './TypedRange';
import { doneSentence, wordsOf } from './words';

/** What is to be decided, with what is known of it before the dialog opens. */
export type Intent =
  | { act: 'approve' | 'freeze' | 'unfreeze' | 'reset' }
  | { act: 'factors' }
  | { act: 'exclude'; range: Typed }
  | { act: 'accept'; since?: string; proposal?: number }
  | { act: 'rollback'; to: number };

interface Props {
  uid: string;
  intent: Intent;
  /** The baselines as they were looked at. */
  seen: BaselineVersion[];
  /** They are about to be read again after a decision of the same person, who decides on what came of it. */
  settling?: boolean;
  onDone: (done: Done) => void;
  onDismiss: (refused: boolean) => void;
}

const versionsOf = (seen: BaselineVersion[]) => seen.map(({ id, version }) => `${id}:${version}`).join();

export function DecideDialog({ uid, intent, seen: given, settling = false, onDone, onDismiss }: Props) {
  // What the page reads anew behind the dialog was not looked at.
  const [seen, setSeen] = useState(given);
  const [follows, setFollows] = useState(settling);
  if (follows && versionsOf(given) !== versionsOf(seen)) {
    setSeen(given);
  }
  if (follows && !settling) {
    setFollows(false);
  }
  const [kind, setKind] = useState<Kind>('incident');
  const [range, setRange] = useState<Typed>(intent.act === 'exclude' ? intent.range : { from: '', to: '' });
  const [since, setSince] = useState(intent.act === 'accept' ? intent.since : undefined);
  const [factors, setFactors] = useState(() => typedFactors(seen[0]?.factors));
  const { act } = intent;
  const able = act === 'rollback' ? seen : seen.filter(({ state }) => actsFor(state).includes(act));
  const words = wordsOf(intent);
  const decision = decisionOf(intent, { kind, range, since, factors: factorsOf(factors) });
  const names = able.map(({ operation }) => operation);
  return (
    <DecisionDialog
      {...words}
      ready={decision !== undefined && able.length > 0}
      onDecide={async (reason) => (decision ? decide(uid, able, reason, decision) : [])}
      onDone={(acts) => onDone({ sentence: doneSentence(words.title, names), acts })}
      onDismiss={onDismiss}
    >
      <Subjects able={able} all={seen} />
      {intent.act === 'exclude' && (
        <>
          <TypedRange value={range} onChange={setRange} />
          <Emptiness range={range} seen={able} />
          <Field label={t('exclude.kind', 'What it was')}>
            <RadioButtonGroup
              aria-label={t('exclude.kind', 'What it was')}
              options={kinds()}
              value={kind}
              onChange={setKind}
            />
          </Field>
        </>
      )}
      {intent.act === 'accept' && <SinceFields value={since} onChange={setSince} />}
      {intent.act === 'factors' && <FactorFields value={factors} onChange={setFactors} />}
    </DecisionDialog>
  );
}

const kinds = (): Array<{ value: Kind; label: string }> => [
  { value: 'incident', label: t('exclude.incident', 'Incident') },
  { value: 'maintenance', label: t('exclude.maintenance', 'Maintenance') },
  { value: 'warm-up', label: t('exclude.warmUp', 'Warm-up') },
];

interface Details {
  kind: Kind;
  range: Typed;
  since: string | undefined;
  factors: ReturnType<typeof factorsOf>;
}

/** Undefined while something is missing. */
function decisionOf(intent: Intent, { kind, range, since, factors }: Details): Decision | undefined {
  switch (intent.act) {
    case 'exclude': {
      const stretch = stretchOf(range);
      return 'wrong' in stretch ? undefined : { act: 'exclude', kind, ...stretch };
    }
    case 'accept': {
      const at = since === undefined ? undefined : momentOf(since);
      return since !== undefined && at === undefined
        ? undefined
        : { act: 'accept', ...(at && { since: at }), ...(intent.proposal && { proposal: intent.proposal }) };
    }
    case 'factors':
      return factors && 'wrong' in factors ? undefined : { act: 'factors', factors };
    default:
      return intent;
  }
}

/** A time before anything was learned can be excluded, but nothing comes of it. */
function Emptiness({ range, seen }: { range: Typed; seen: BaselineVersion[] }) {
  const stretch = stretchOf(range);
  const first = seen.map(({ from }) => from).filter((from): from is string => typeof from === 'string');
  const begin = first.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  return begin !== undefined && !('wrong' in stretch) && Date.parse(stretch.to) <= Date.parse(begin) ? (
    <p role="status">{t('exclude.before', 'Nothing was learned from this time: it changes nothing now.')}</p>
  ) : null;
}
