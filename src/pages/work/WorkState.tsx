// How far is somebody with this, and how does it go on?
import { css } from '@emotion/css';
import { dateTimeFormat, getTimeZone, type GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../../components/text';
import { type Moved, type Work, type WorkState as State } from '../../datasource/resources';
import { type Done, DoneNotice } from '../decisions/DoneNotice';
import { may } from '../roles';
import { type Item, move, newerOf, nextStates } from './move';
import { MoveDialog } from './MoveDialog';
import { leadTo, moveWhy, moveWord, stateWord } from './workWords';

interface Props {
  uid: string;
  item: Item;
  /** A word on how it was judged. */
  word?: string;
  /** Why nobody can move it on yet. */
  barred?: string;
  onMoved?: (to: Work) => void;
  /** A move was taken back, or refused because somebody else was first: the item must be read anew. */
  onOutdated: () => void;
}

export function WorkState({ uid, item, word, barred, onMoved, onOutdated }: Props) {
  const styles = useStyles2(getStyles);
  const [moving, setMoving] = useState<{ to: State; from: Work }>();
  const [moved, setMoved] = useState<Moved>();
  const [done, setDone] = useState<Done>();
  const work = newerOf(item.work, moved);
  return (
    <div className={styles.state}>
      <div className={styles.line}>
        <span>
          <strong>{stateWord(work.state)}</strong>
          {word && work === item.work ? `, ${word}` : ''}
        </span>
        {barred !== undefined ? (
          <span className={styles.who}>{barred}</span>
        ) : may('Editor') ? (
          <Stack direction="row" gap={0.5} wrap="wrap">
            {nextStates(work.state).map((state) => (
              <Button
                key={state}
                size="sm"
                variant="secondary"
                fill="outline"
                aria-label={`${moveWord(state)}: ${item.title}`}
                onClick={() => setMoving({ to: state, from: work })}
              >
                {moveWord(state)}
              </Button>
            ))}
          </Stack>
        ) : (
          <span className={styles.who}>{t('move.editors', 'Editors move it on.')}</span>
        )}
      </div>
      {work.author !== '' && <span className={styles.who}>{whoText(work)}</span>}
      {done && (
        <DoneNotice
          uid={uid}
          done={done}
          onUndone={() => {
            setDone(undefined);
            setMoved(undefined);
            onOutdated();
          }}
          // Who has read the notice has not taken the move back.
          onClose={() => setDone(undefined)}
        />
      )}
      {moving && (
        <MoveDialog
          to={moving.to}
          why={`${item.title}. ${moveWhy(moving.to, item.judged)}`}
          judged={item.judged}
          // What the page reads anew behind the dialog was not looked at.
          onMove={(asked) => move(uid, { ...item, work: moving.from }, asked)}
          asks={item.judged === 'latency' ? 1 : 0}
          onDone={(answer, asked) => {
            setMoved(answer);
            onMoved?.(answer);
            setDone({
              sentence: `${item.title}: ${stateWord(answer.state)}`,
              acts: answer.acts,
              lead: leadTo(uid, asked),
            });
            setMoving(undefined);
          }}
          onDismiss={(refused) => {
            setMoving(undefined);
            if (refused) {
              onOutdated();
            }
          }}
        />
      )}
    </div>
  );
}

const whoText = ({ author, time, reason }: Work) =>
  `${author}${time ? `, ${dateTimeFormat(time, { timeZone: getTimeZone() })}` : ''}${reason ? `: ${reason}` : ''}`;

const getStyles = (theme: GrafanaTheme2) => ({
  state: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    whiteSpace: 'normal',
    minWidth: 200,
  }),
  line: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 1), alignItems: 'baseline' }),
  who: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
