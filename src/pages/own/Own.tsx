// Which operations has somebody defined besides the catalogue's? The list, one of them, or the form for a new one.
import { type NavModelItem } from '@grafana/data';
import { later } from '../../components/later';
import { t } from '../../components/text';
import { type Asked, askedText } from '../address';
import { linkedSources } from '../datasources';
import { addressOf } from '../routes';
import { SourcePage } from '../SourcePage';
import { OwnList } from './OwnList';

const One = later<{ uid: string; id: number; asked: Asked }>(() => import('./OwnPage'));
const New = later<{ uid: string; asked: Asked }>(() => import('./NewPage'));
const Unlinked = later<{ prometheus: string }>(() => import('./Unlinked'));

export default function Own({ asked, item }: { asked: Asked; item?: string }) {
  const ds = askedText(asked, 'ds');
  const prometheus = askedText(asked, 'prometheus');
  if (item === undefined) {
    return (
      <SourcePage chosen={ds}>{(source) => <OwnList key={source.uid} source={source} asked={asked} />}</SourcePage>
    );
  }
  if (item === 'new') {
    const linked = prometheus === undefined ? [] : linkedSources(prometheus);
    const unlinked = prometheus !== undefined && ds === undefined && linked.length === 0;
    return (
      <SourcePage chosen={ds ?? linked[0]?.uid} pageNav={navOf(ds, t('own.new', 'New operations'))}>
        {({ uid }) => (unlinked ? <Unlinked prometheus={prometheus} /> : <New key={uid} uid={uid} asked={asked} />)}
      </SourcePage>
    );
  }
  return (
    // The definition with the same number of another data source is another one.
    <SourcePage
      chosen={ds}
      own={['edit', 'draft', 'preview']}
      pageNav={navOf(ds, t('own.definition', 'Definition {{id}}', { id: item }))}
    >
      {({ uid }) => <One key={`${uid} ${item}`} uid={uid} id={Number(item)} asked={asked} />}
    </SourcePage>
  );
}

const navOf = (ds: string | undefined, text: string): NavModelItem => ({
  text,
  parentItem: { text: t('own.title', 'Your own operations'), url: addressOf({ page: 'own' }, { ds }) },
});
