// How does a part of a plugin load only when it is shown? A tab that stays open outlives the network, and the version of
// the plugin that it was opened with: what cannot be loaded says so, and is asked for again.
import { Alert, Button, Stack } from '@grafana/ui';
import { type ComponentType, type FunctionComponent, useEffect, useState } from 'react';
import { t } from './text';
import { messageOf } from './failure';

export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>
): FunctionComponent<Props> {
  let known: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Part, setPart] = useState(() => known);
    const [failure, setFailure] = useState<string>();
    useEffect(() => {
      if (Part || failure !== undefined) {
        return undefined;
      }
      let current = true;
      void load().then(
        ({ default: part }) => {
          known = part;
          if (current) {
            setPart(() => part);
          }
        },
        (error: unknown) => current && setFailure(messageOf(error))
      );
      return () => void (current = false);
    }, [Part, failure]);
    return Part ? (
      <Part {...props} />
    ) : failure === undefined ? null : (
      <NotLoaded why={failure} onAgain={() => setFailure(undefined)} />
    );
  };
}

function NotLoaded({ why, onAgain }: { why: string; onAgain: () => void }) {
  return (
    <Alert severity="error" title={t('later.failed', 'This could not be loaded')}>
      <p>
        {t(
          'later.why',
          'Grafana does not answer, or Yardstick was updated since this page was opened: then it has to be loaded anew.'
        )}
      </p>
      <p>{why}</p>
      <Stack direction="row" gap={1} wrap="wrap">
        <Button size="sm" onClick={onAgain}>
          {t('later.again', 'Try again')}
        </Button>
        <Button size="sm" variant="secondary" onClick={() => window.location.reload()}>
          {t('later.reload', 'Load the page anew')}
        </Button>
      </Stack>
    </Alert>
  );
}
