// Under which names does a Prometheus have the documented metrics? Of which data source and system is it asked?
import { Alert, Field, LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import { useId, useState } from 'react';
import { Combobox } from '../../../components/Combobox';
import { t } from '../../../components/text';
import { useAnswer } from '../../../components/useAnswer';
import { type System } from '../../../datasource/resources';
import { askResource, type Source } from '../../datasources';
import { MappingForm } from './MappingForm';
import { type Choices, same } from './model';
import { askMapping } from './requests';

interface Props {
  sources: Source[];
  /** What is found may be more now. */
  onSaved?: () => void;
}

export default function MappingSection({ sources, onSaved }: Props) {
  const id = useId();
  const [uid, setUid] = useState(sources[0]?.uid ?? '');
  const [name, setName] = useState<string>();
  // Who looks at another system meanwhile finds what was chosen, and not yet saved, as it was.
  const [unsaved] = useState(() => new Map<string, Choices>());
  const systems = useAnswer(`systems of ${uid}`, () => askResource<System[]>(uid, 'systems'));
  const known = (systems.value ?? []).filter((system) => system.document !== '');
  const system = known.find((candidate) => candidate.name === name) ?? known.find(({ found }) => found) ?? known[0];
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2" variant="h3">
        {t('mapping.title', 'Metric mapping')}
      </Text>
      <Text element="p" color="secondary">
        {t(
          'mapping.why',
          'Every quantity is read by its documented metric. Where this Prometheus has it under another name, choose that name here: targets, learning, panels and rules follow it.'
        )}
      </Text>
      <Stack direction="row" gap={2} wrap="wrap">
        {sources.length > 1 && (
          <Field noMargin label={t('mapping.source', 'Data source')} htmlFor={`${id}-source`}>
            <Combobox
              id={`${id}-source`}
              width={30}
              options={sources.map((source) => ({ value: source.uid, label: source.name }))}
              value={uid}
              onChange={({ value }) => setUid(value)}
            />
          </Field>
        )}
        {system && (
          <Field noMargin label={t('mapping.system', 'System')} htmlFor={`${id}-system`}>
            <Combobox
              id={`${id}-system`}
              width={30}
              options={known.map(({ name: value, title }) => ({ value, label: title }))}
              value={system.name}
              onChange={({ value }) => setName(value)}
            />
          </Field>
        )}
      </Stack>
      {systems.error !== undefined && <Alert severity="error" title={systems.error} />}
      {system && (
        <OfSystem key={`${uid} ${system.name}`} uid={uid} system={system.name} unsaved={unsaved} onSaved={onSaved} />
      )}
    </Stack>
  );
}

interface OfSystemProps extends Pick<Props, 'onSaved'> {
  uid: string;
  system: string;
  unsaved: Map<string, Choices>;
}

function OfSystem({ uid, system, unsaved, onSaved }: OfSystemProps) {
  const place = `${uid} ${system}`;
  const [round, setRound] = useState(0);
  const { value, error, loading } = useAnswer(`mapping ${place}`, () => askMapping(uid, system), { round });
  if (loading) {
    return <LoadingPlaceholder text={t('mapping.looking', 'Looking for metrics …')} />;
  }
  const saved = (choices: Choices) => {
    // What was chosen while it was being saved is still to be saved.
    if (same(unsaved.get(place) ?? choices, choices)) {
      unsaved.delete(place);
    }
    setRound(round + 1);
    onSaved?.();
  };
  return (
    <>
      {error !== undefined && <Alert severity="error" title={error} />}
      {value && (
        <MappingForm
          uid={uid}
          mapping={value}
          initial={unsaved.get(place) ?? value.mapping}
          onChosen={(choices) => unsaved.set(place, choices)}
          onSaved={saved}
        />
      )}
    </>
  );
}
