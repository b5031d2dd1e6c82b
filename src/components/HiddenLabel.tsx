// How does a thing without a visible label get its name? By text that only a screen reader sees.
import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

/** A control names `id` in its aria-labelledby; the header of a column needs none. */
export function HiddenLabel({ id, text }: { id?: string; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span id={id} className={styles.hidden}>
      {text}
    </span>
  );
}

const getStyles = () => ({
  hidden: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
});
