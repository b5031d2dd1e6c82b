// What does a page, or a part of one, show of an answer? That it is on its way, why there is none, or what it says: since
// when, where it could not be read anew. Also that there is nothing is worth no more than its time.
import { LoadingPlaceholder } from '@grafana/ui';
import { type ReactNode } from 'react';
import { LastRead } from '../components/LastRead';
import { type Answer } from '../components/useAnswer';
import { type Source } from './datasources';
import { Failure } from './Failure';

interface Props<T> {
  answer: Answer<T>;
  /** What is said while it is on its way. */
  waiting: string;
  /** Whose answer it is, where a page is nothing without it. */
  source?: Source;
  children: (value: T) => ReactNode;
}

export function Answered<T>({ answer, waiting, source, children }: Props<T>) {
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={waiting} />;
  }
  if (value === undefined) {
    return source ? <Failure source={source} answer={answer} /> : <p role="alert">{error}</p>;
  }
  return (
    <>
      <LastRead answer={answer} />
      {children(value)}
    </>
  );
}
