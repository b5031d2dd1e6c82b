// How does text lead to another page of Grafana? As a plain link, below the path that Grafana is served from: Grafana
// follows those without loading itself again.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

interface Props {
  href: string;
  /** It stands in a sentence, where colour alone would not tell it from the words around it. */
  amongWords?: boolean;
  children: ReactNode;
}

export function PageLink({ href, amongWords = false, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <a href={locationUtil.assureBaseUrl(href)} className={cx(styles.link, amongWords && styles.amongWords)}>
      {children}
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
  amongWords: css({ textDecoration: 'underline' }),
});
