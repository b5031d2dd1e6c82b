// Which systems are monitored, where are they found, and whose circuit breakers are theirs?
import { ConfigSection, ConfigSubSection } from '@grafana/plugin-ui';
import { getBackendSrv } from '@grafana/runtime';
import { type ComboboxOption, Field, Input, MultiCombobox, RadioButtonList, Stack } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../components/text';
import { useAnswer } from '../components/useAnswer';
import { type System } from './resources';
import { type Scope, type Settings } from './types';
import { leftOrEntered, trimmed, whenLeft } from './whenLeft';

interface Props {
  uid: string;
  /** Of the settings that are saved: the systems are looked for again in those. */
  version?: number;
  settings: Settings;
  onChange: (settings: Partial<Settings>) => void;
  disabled?: boolean;
}

export function SystemsSettings({ uid, version = 0, settings, onChange, disabled }: Props) {
  const id = useId();
  const systems = useAnswer(`systems of ${uid}`, () => listSystems(uid), { round: version });
  const known = systems.value ?? [];
  const chosen = settings.systems ?? [];
  const selectors = settings.selectors ?? {};
  const shown = chosen.length > 0 ? chosen : known.map((system) => system.name);
  return (
    <ConfigSection
      title={t('config.systems', 'Systems')}
      description={t(
        'config.systemsWhy',
        'Without a choice, every system is monitored whose metrics this Prometheus has.'
      )}
    >
      <Stack direction="column" gap={3}>
        <Field
          noMargin
          label={t('config.monitored', 'Monitored systems')}
          description={
            systems.error && t('config.systemsLater', 'The list of systems comes once the data source is saved.')
          }
          htmlFor={`${id}-systems`}
        >
          <MultiCombobox
            id={`${id}-systems`}
            width={60}
            options={optionsOf(known, chosen)}
            value={chosen}
            placeholder={t('config.allFound', 'All that are found')}
            createCustomValue
            disabled={disabled}
            onChange={(options) => onChange({ systems: options.map((option) => option.value) })}
          />
        </Field>
        {shown.length > 0 && (
          <ConfigSubSection
            title={t('config.selectors', 'Where they are found')}
            description={t(
              'config.selectorsWhy',
              'Label matchers, where the jobs in this Prometheus are called otherwise.'
            )}
            isCollapsible
            isInitiallyOpen={Object.keys(selectors).length > 0}
          >
            <Stack direction="column" gap={2}>
              {shown.map((name) => (
                <SelectorFields
                  key={name}
                  system={known.find((system) => system.name === name)?.title ?? name}
                  name={name}
                  scope={selectors[name] ?? {}}
                  disabled={disabled}
                  onChange={(scope) => onChange({ selectors: withScope(selectors, name, scope) })}
                />
              ))}
            </Stack>
          </ConfigSubSection>
        )}
        <ConfigSubSection
          title={t('config.breakers', 'Circuit breakers')}
          description={t('config.breakersWhy', 'Whose metrics tell their state.')}
        >
          <RadioButtonList
            name={`${id}-preset`}
            options={presets()}
            value={settings.breakerPreset ?? 'omninode'}
            disabled={disabled}
            onChange={(breakerPreset) => onChange({ breakerPreset })}
          />
        </ConfigSubSection>
      </Stack>
    </ConfigSection>
  );
}

interface SelectorProps {
  system: string;
  name: string;
  scope: Scope;
  disabled?: boolean;
  onChange: (scope: Scope) => void;
}

function SelectorFields({ system, name, scope, disabled, onChange }: SelectorProps) {
  const id = useId();
  return (
    <>
      <Field noMargin label={t('config.selector', '{{system}}: application', { system })} htmlFor={`${id}-app`}>
        <Input
          id={`${id}-app`}
          width={60}
          disabled={disabled}
          defaultValue={scope.selector}
          placeholder={`job=~"${name}(-.*)?"`}
          {...leftOrEntered(whenLeft(scope.selector ?? '', trimmed, (selector) => onChange({ ...scope, selector })))}
        />
      </Field>
      <Field
        noMargin
        label={t('config.hostSelector', '{{system}}: hosts and exporters', { system })}
        htmlFor={`${id}-host`}
      >
        <Input
          id={`${id}-host`}
          width={60}
          disabled={disabled}
          defaultValue={scope.hostSelector}
          placeholder={t('config.asDocumented', 'as documented')}
          {...leftOrEntered(
            whenLeft(scope.hostSelector ?? '', trimmed, (hostSelector) => onChange({ ...scope, hostSelector }))
          )}
        />
      </Field>
    </>
  );
}

/** Empty matchers are no matchers: they leave the settings. */
export function withScope(all: Record<string, Scope>, name: string, scope: Scope): Record<string, Scope> {
  const others = Object.entries(all).filter(([other]) => other !== name);
  return Object.fromEntries(scope.selector || scope.hostSelector ? [...others, [name, scope]] : others);
}

const presets = () => [
  {
    value: 'omninode' as const,
    label: 'OmniNode Bridge',
    description: t('config.omninode', 'Trips of the public metrics; the state where it is emitted.'),
  },
  {
    value: 'resilience4j' as const,
    label: 'resilience4j',
    description: t('config.resilience4j', 'resilience4j_circuitbreaker_state of Micrometer.'),
  },
  {
    value: 'opossum' as const,
    label: 'opossum',
    description: t('config.opossum', 'The events of opossum-prometheus.'),
  },
  {
    value: 'envoy' as const,
    label: 'Envoy',
    description: t(
      'config.envoy',
      'Ejections of outlier detection. Envoy has no state of a breaker: it is not measured.'
    ),
  },
];

function optionsOf(known: System[], chosen: string[]): ComboboxOption[] {
  const options = known.map(({ name, title, found }) => ({
    value: name,
    label: title,
    description: found
      ? t('config.found', 'Found in this Prometheus')
      : t('config.notFound', 'Nothing of it found yet'),
  }));
  const others = chosen.filter((name) => !known.some((system) => system.name === name));
  return [...options, ...others.map((value) => ({ value }))];
}

/** There is no data source object while one edits its settings: the resource is asked by its address. */
async function listSystems(uid: string): Promise<System[]> {
  const path = `/api/datasources/uid/${encodeURIComponent(uid)}/resources/systems`;
  return getBackendSrv().get<System[]>(path, undefined, undefined, { showErrorAlert: false });
}
