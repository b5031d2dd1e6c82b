// What waits for a person, and what changed since yesterday? Beside the cards, or below them where there is no room.
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode, useId } from 'react';
import { PageLink } from '../../components/PageLink';
import { plural, t } from '../../components/text';
import { TierMark } from '../../components/TierMark';
import { type Answer, useAnswer } from '../../components/useAnswer';
import { type Source } from '../datasources';
import { addressOf } from '../routes';
import { Answered } from '../Answered';
import { type Past } from './askPast';
import { askWaiting, withoutVerdict } from './askWaiting';
import { day, type Happened, sinceYesterday } from './sinceYesterday';

interface Props {
  source: Source;
  past: Answer<Past>;
}

export function Aside({ source, past }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.aside}>
      <Part title={t('waiting.title', 'Waits for somebody')}>
        <WaitingList source={source} past={past} />
      </Part>
      <Part title={t('yesterday.title', 'Since yesterday')}>
        <Answered answer={past} waiting={waitingWords()}>
          {(value) => <HappenedList all={sinceYesterday(value, source.uid)} now={value.now} uid={source.uid} />}
        </Answered>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}

const waitingWords = () => t('yesterday.loading', 'Reading the past …');

/** People decide within minutes at best, and the rules of the whole Grafana are read for it. */
const waitingSeconds = 300;

function WaitingList({ source, past }: Props) {
  const styles = useStyles2(getStyles);
  const { uid } = source;
  const waiting = useAnswer(`waiting ${uid}`, () => askWaiting(uid), { everySeconds: waitingSeconds });
  return (
    <Answered answer={waiting} waiting={waitingWords()}>
      {({ proposals, rules }) => {
        const open = past.value ? withoutVerdict(past.value.violations).length : 0;
        const lines: Array<[number, string, string]> = [
          [
            proposals.length,
            plural(
              'waiting.levels',
              '{{count}} new level to accept or not',
              '{{count}} new levels to accept or not',
              proposals.length
            ),
            addressOf({ page: 'work' }, { ds: uid, show: 'proposals' }),
          ],
          [
            open,
            plural(
              'waiting.verdicts',
              '{{count}} open violation without a verdict',
              '{{count}} open violations without a verdict',
              open
            ),
            addressOf({ page: 'work' }, { ds: uid, state: 'open' }),
          ],
          [
            rules,
            plural(
              'waiting.rules',
              '{{count}} alert rule has a newer version',
              '{{count}} alert rules have newer versions',
              rules
            ),
            addressOf({ page: 'alerts' }, { ds: uid }),
          ],
        ];
        const shown = lines.filter(([count]) => count > 0);
        // That nothing waits is known when the past is: violations are of it.
        return shown.length === 0 ? (
          <Answered answer={past} waiting={waitingWords()}>
            {() => <p className={styles.quiet}>{t('waiting.none', 'Nothing.')}</p>}
          </Answered>
        ) : (
          <ul className={styles.list}>
            {shown.map(([, words, href]) => (
              <li key={href}>
                <PageLink href={href}>{words}</PageLink>
              </li>
            ))}
          </ul>
        );
      }}
    </Answered>
  );
}

const shownLines = 8;

function HappenedList({ all, now, uid }: { all: Happened[]; now: number; uid: string }) {
  const styles = useStyles2(getStyles);
  if (all.length === 0) {
    return <p className={styles.quiet}>{t('yesterday.none', 'Nothing changed.')}</p>;
  }
  const rest = all.slice(shownLines);
  return (
    <ul className={styles.list}>
      {all.slice(0, shownLines).map(({ at, name, words, href, tier }) => (
        <li key={`${at} ${name} ${words} ${href}`} className={styles.line}>
          <span className={styles.when}>{whenWords(at, now)}</span>
          <span>
            {tier > 0 && <TierMark tier={tier} />}{' '}
            {href ? (
              <PageLink href={href} amongWords>
                {name}
              </PageLink>
            ) : (
              name
            )}{' '}
            <span className={styles.quiet}>{words}</span>
          </span>
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <PageLink href={addressOf({ page: 'work' }, { ds: uid, ...whereIs(rest) })}>
            {t('yesterday.more', 'and {{rest}} more', { rest: rest.length })}
          </PageLink>
        </li>
      )}
    </ul>
  );
}

/** Of what is listed elsewhere, violations come before what people did. */
const whereIs = (rest: Happened[]) =>
  rest.some(({ of }) => of === 'act') && !rest.some(({ of }) => of === 'violation')
    ? { show: 'history' }
    : { days: '1' };

/** A time alone is one of today; what goes on may have begun days ago. */
function whenWords(at: number, now: number): string {
  const words = (of: number, format: string) => dateTimeFormat(of, { timeZone: getTimeZone(), format });
  if (words(at, 'YYYY-MM-DD') === words(now, 'YYYY-MM-DD')) {
    return words(at, 'HH:mm');
  }
  return words(at, now - at < 6 * day ? 'ddd HH:mm' : 'D MMM');
}

const getStyles = (theme: GrafanaTheme2) => ({
  aside: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3), minWidth: 0 }),
  title: css({ ...theme.typography.h5, margin: theme.spacing(0, 0, 1) }),
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  line: css({
    display: 'grid',
    gridTemplateColumns: '84px 1fr',
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  }),
  when: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  quiet: css({ color: theme.colors.text.secondary, margin: 0 }),
});
