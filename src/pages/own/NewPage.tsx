// What is to be learned from now on? From the query of a panel, or from nothing.
import { Alert, Button, RadioButtonGroup, Stack } from '@grafana/ui';
import { t } from '../../components/text';
import { ask, type Asked, askedText } from '../address';
import { type Draft, draftFrom, draftIn, emptyDraft, writtenDraft } from './definition';
import { Editor } from './Editor';
import { isShape, type Refusal, type Shape, shapeOf } from './shape';
import { refusalWords, remarkWords, shapeWords } from './shapeWords';

export default function NewPage({ uid, asked }: { uid: string; asked: Asked }) {
  const queries = queriesIn(asked);
  const read = queries.map(shapeOf);
  const shapes = read.filter(isShape).filter(distinct);
  const shape = shapes[Number(askedText(asked, 'metric') ?? 0)] ?? shapes[0];
  const refusal = read.find((one): one is Refusal => !isShape(one));
  const from = shape ? draftFrom(shape, askedText(asked, 'title')) : undefined;
  return (
    <Stack direction="column" gap={2}>
      {shape ? (
        <Understood shape={shape} all={shapes} query={queries[0] ?? ''} />
      ) : (
        refusal && <Refused refusal={refusal} title={askedText(asked, 'title')} />
      )}
      <Editor
        key={shape ? keyOf(shape) : queries.length > 0 ? 'refused' : 'written'}
        uid={uid}
        initial={draftIn(asked) ?? from ?? emptyDraft}
        asked={asked}
      />
    </Stack>
  );
}

function queriesIn({ query }: Asked): string[] {
  const all: unknown[] = Array.isArray(query) ? query : [query];
  return all.filter((one): one is string => typeof one === 'string' && one !== '');
}

/** p50 and p95 of one metric are one thing to learn. */
const keyOf = ({ metric, selector, by }: Shape) => JSON.stringify([metric, selector, by]);
const distinct = (shape: Shape, index: number, all: Shape[]) =>
  all.findIndex((one) => keyOf(one) === keyOf(shape)) === index;

function Understood({ shape, all, query }: { shape: Shape; all: Shape[]; query: string }) {
  return (
    <Alert severity="info" title={t('own.understood', 'The query of the panel is understood')}>
      <Stack direction="column" gap={0.5}>
        <span>{[shapeWords(shape), ...new Set(shape.remarks.map(remarkWords))].join(' ')}</span>
        {all.length > 1 ? (
          <RadioButtonGroup
            aria-label={t('own.which', 'Which of its queries?')}
            options={all.map(({ metric }, index) => ({ value: index, label: metric }))}
            value={all.indexOf(shape)}
            onChange={(index) => ask({ metric: String(index), draft: undefined })}
          />
        ) : (
          <code>{query}</code>
        )}
      </Stack>
    </Alert>
  );
}

function Refused({ refusal, title }: { refusal: Refusal; title: string | undefined }) {
  const { why, todo } = refusalWords(refusal);
  const { instead } = refusal;
  return (
    <Alert severity="warning" title={t('own.notUnderstood', 'The query of the panel cannot be learned as it is')}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>
          {why} {todo}
        </span>
        {instead !== undefined && (
          <Button
            size="sm"
            variant="secondary"
            onClick={() => ask({ query: undefined, draft: writtenDraft(durationsOf(instead, title)) })}
          >
            {t('own.instead', 'Learn {{metric}}', { metric: instead })}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

const durationsOf = (metric: string, title: string | undefined): Draft =>
  draftFrom({ of: 'quantile', metric, selector: '', by: [], remarks: [] }, title);
