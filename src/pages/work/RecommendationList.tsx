// What do the documents recommend now, and on what evidence? One card per recommendation, with the exact change.
import { css } from '@emotion/css';
import { dateTimeFormat, formattedValueToString, getTimeZone, getValueFormat, type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, Stack, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { formatWholeSeconds } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Evidence, type Recommendation } from '../../datasource/resources';
import { type Asked } from '../address';
import { Answered } from '../Answered';
import { askResource, type Source } from '../datasources';
import { useTitles } from '../useTitles';
import { partOf, StateChoice } from './StateChoice';
import { WorkState } from './WorkState';

const refreshSeconds = 60;

export function RecommendationList({ source, asked }: { source: Source; asked: Asked }) {
  const [round, setRound] = useState(0);
  const answer = useAnswer(
    `recommendations ${source.uid}`,
    () => askResource<Recommendation[]>(source.uid, 'recommendations', { all: 'true' }),
    { everySeconds: refreshSeconds, round }
  );
  return (
    <Answered answer={answer} source={source} waiting={t('advice.loading', 'Comparing with the documents …')}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState variant="completed" message={t('advice.none', 'Nothing is recommended now')} />
        ) : (
          <Cards uid={source.uid} all={all} part={partOf(asked)} onOutdated={() => setRound((before) => before + 1)} />
        )
      }
    </Answered>
  );
}

interface CardsProps {
  uid: string;
  all: Recommendation[];
  part: ReturnType<typeof partOf>;
  onOutdated: () => void;
}

function Cards({ uid, all, part, onOutdated }: CardsProps) {
  const styles = useStyles2(getStyles);
  const titleOf = useTitles(uid);
  const now = all.filter(({ applies }) => applies);
  // What was dealt with, or no longer holds, is shown when it is asked for.
  const shown =
    part === 'all' ? now : all.filter(({ applies, work }) => work.state === part && (applies || part !== 'open'));
  return (
    <>
      <p className={styles.sentence}>
        {plural(
          'advice.sentence',
          '{{count}} recommendation applies now.',
          '{{count}} recommendations apply now.',
          now.length
        )}
      </p>
      <Stack direction="row">
        <StateChoice part={part} />
      </Stack>
      {shown.length === 0 && <EmptyState variant="completed" message={t('advice.nonePart', 'None of this kind')} />}
      <div className={styles.cards}>
        {shown.map((one) => (
          <Card key={one.key} uid={uid} system={titleOf(one.system)} one={one} onOutdated={onOutdated} />
        ))}
      </div>
    </>
  );
}

interface CardProps {
  uid: string;
  system: string;
  one: Recommendation;
  onOutdated: () => void;
}

function Card({ uid, system, one, onOutdated }: CardProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const change = changeOf(one);
  return (
    <article className={styles.card} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {one.title}
      </h2>
      {change !== undefined && <p className={styles.change}>{change}</p>}
      <p>{one.text}</p>
      {one.evidence.length === 0 ? <p className={styles.quiet}>{one.because}</p> : <EvidenceList all={one.evidence} />}
      <p className={styles.quiet}>{[system, one.id, one.anchor, sinceOf(one)].filter(Boolean).join(' · ')}</p>
      {!one.applies && <p className={styles.quiet}>{t('advice.past', 'It does not apply any more.')}</p>}
      <WorkState
        uid={uid}
        item={{ path: `recommendations/${one.key}`, title: one.title, work: one.work }}
        onOutdated={onOutdated}
      />
    </article>
  );
}

/** The back end names the worst of many and counts the others. */
function EvidenceList({ all }: { all: Evidence[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.evidence}>
      {all.map((each) => (
        <li key={`${each.title} ${each.text}`}>{evidenceOf(each)}</li>
      ))}
    </ul>
  );
}

const withUnit = (unit: string, value: number | null) =>
  value === null ? '–' : formattedValueToString(getValueFormat(unit)(value));

function changeOf({ component, setting, current, proposed, unit }: Recommendation): string | undefined {
  return proposed === null
    ? undefined
    : t('advice.change', '{{component}} {{setting}}: {{current}} → {{proposed}}', {
        component,
        setting: setting.replace(/_seconds$/, '').replaceAll('_', ' '),
        current: ofSetting(unit, current),
        proposed: ofSetting(unit, proposed),
      }).trim();
}

/** "60 s → 70 s" reads better than "1 min → 1.17 mins". */
const ofSetting = (unit: string, value: number | null) =>
  value !== null && unit === 's' ? formatWholeSeconds(value) : withUnit(unit, value);

/** That there is any of it says the number itself. */
const evidenceOf = ({ title, value, op, limit, unit }: Evidence) =>
  `${title}: ${withUnit(unit, value)}${op === '>' && limit === 0 ? '' : ` ${op} ${withUnit(unit, limit)}`}`;

function sinceOf({ since, sinceAtLeast }: Recommendation): string {
  if (since === null) {
    return '';
  }
  const time = dateTimeFormat(since, { timeZone: getTimeZone() });
  return sinceAtLeast
    ? t('advice.sinceAtLeast', 'since {{time}} at least', { time })
    : t('advice.since', 'since {{time}}', { time });
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ ...theme.typography.h3, margin: 0 }),
  cards: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 420px), 1fr))',
    alignItems: 'start',
  }),
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    overflowWrap: 'anywhere',
    '& p': { margin: 0 },
  }),
  title: css({ ...theme.typography.h5, margin: 0 }),
  change: css({ fontWeight: theme.typography.fontWeightMedium, fontVariantNumeric: 'tabular-nums' }),
  evidence: css({ paddingLeft: theme.spacing(2.5), color: theme.colors.text.secondary }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
