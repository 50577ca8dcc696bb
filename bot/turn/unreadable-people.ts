import type { Unreadable } from '../../engine/protocol/readable.ts';
import type { Turn } from './turn.ts';

/** Names the people who are left out because stored data of theirs cannot be read; no lines when there are none. */
export function unreadablePeople(
  { t }: Pick<Turn, 't'>,
  people: readonly { code: string; reason: string }[],
): string[] {
  const named = people.flatMap(({ code, reason }) =>
    isUnreadable(reason) ? [`${code} (${t(`people-${reason}`)})`] : [],
  );
  return named.length === 0 ? [] : [t('people-unreadable', { people: named.join(', ') })];
}

const isUnreadable = (reason: string): reason is Unreadable =>
  reason === 'face-unreadable' || reason === 'typing-unreadable';
