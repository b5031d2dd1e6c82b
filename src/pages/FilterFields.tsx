// With what is a list narrowed? Fields whose values stand in the address.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Input, useStyles2 } from '@grafana/ui';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { Combobox } from '../components/Combobox';
import { HiddenLabel } from '../components/HiddenLabel';
import { t } from '../components/text';
import { TierMark } from '../components/TierMark';
import { type Tier, tierWord } from '../components/tiers';
import { ask } from './address';

const pauseMilliseconds = 150;

/** The address follows a moment after the last letter, and the field an address that something else has changed. */
export function SearchField({ search }: { search: string }) {
  const [typed, setTyped] = useState(search);
  const [asked, setAsked] = useState(search);
  const [seen, setSeen] = useState(search);
  if (search !== seen) {
    setSeen(search);
    if (search !== asked) {
      setAsked(search);
      setTyped(search);
    }
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed !== search) {
        setAsked(typed);
        ask({ q: typed });
      }
    }, pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [typed, search]);
  return (
    <Input
      width={30}
      value={typed}
      placeholder={t('operations.search', 'Search operations')}
      aria-label={t('operations.search', 'Search operations')}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

interface Choice {
  value: string;
  label: string;
  /** How many it would leave. */
  count?: number;
  mark?: ReactNode;
}

/** Values by their own names, or as they are called, in the order of that. */
export const plainly = (counts: Map<string, number>, called = (value: string) => value): Choice[] =>
  [...counts]
    .map(([value, count]) => ({ value, label: called(value), count }))
    .sort((a, b) => a.label.localeCompare(b.label));

/** A tier with its mark. */
export const tierChoice = (value: string, tier: Tier, count: number): Choice => ({
  value,
  label: tierWord(tier),
  count,
  mark: <TierMark tier={tier} />,
});

/** Takes back whatever was chosen: `names` are those of the address. */
export function ClearButton({ names }: { names: string[] }) {
  return (
    <Button
      variant="secondary"
      fill="text"
      icon="times"
      onClick={() => ask(Object.fromEntries(names.map((name) => [name, undefined])))}
    >
      {t('operations.clear', 'Clear filters')}
    </Button>
  );
}

interface ChoiceProps {
  name: string;
  title: string;
  value: string | undefined;
  all: Choice[];
  wide?: boolean;
}

/** More are found sooner in a list that can be searched. */
const mostChips = 6;

/** A choice of few is made with one click; that which is chosen is taken back by another. */
export function ChipField(props: ChoiceProps) {
  const styles = useStyles2(getStyles);
  const { name, title, value, all } = props;
  if (all.length > mostChips) {
    return <ChoiceField {...props} />;
  }
  if (all.length < 2 && !value) {
    return null;
  }
  return (
    <div role="group" aria-label={title} className={styles.chips}>
      {all.map((choice) => {
        const chosen = choice.value === value;
        return (
          <button
            key={choice.value}
            type="button"
            aria-pressed={chosen}
            className={cx(styles.chip, chosen && styles.chosen)}
            onClick={() => ask({ [name]: chosen ? undefined : choice.value })}
          >
            {choice.mark}
            {choice.label} <span className={styles.count}>{choice.count}</span>
            {chosen && <Icon name="times" size="sm" />}
          </button>
        );
      })}
    </div>
  );
}

/** Hidden while there is nothing to choose. */
export function ChoiceField({ name, title, value, all, wide }: ChoiceProps) {
  const id = useId();
  if (all.length < 2 && !value) {
    return null;
  }
  return (
    <div>
      <HiddenLabel id={id} text={title} />
      <Combobox
        isClearable
        width={wide ? 26 : 20}
        placeholder={title}
        aria-labelledby={id}
        options={all}
        value={value ?? null}
        onChange={(option) => ask({ [name]: option?.value })}
      />
    </div>
  );
}

/** Grafana's own pills do not tell a screen reader in each of its versions which is chosen. */
const getStyles = (theme: GrafanaTheme2) => ({
  chips: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  chip: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: theme.spacing(theme.components.height.sm),
    padding: theme.spacing(0, 1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    '&:hover': { background: theme.colors.action.hover },
  }),
  chosen: css({
    background: theme.colors.action.selected,
    borderColor: theme.colors.primary.border,
    '& span': { color: theme.colors.text.primary },
  }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
