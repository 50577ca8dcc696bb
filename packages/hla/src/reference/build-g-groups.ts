import type { Locus } from '../locus.ts';
import { wmdaRows } from './release-files.ts';

/**
 * G groups as `name=members`. A member is the shortest beginning of a name all of whose alleles are in the group,
 * so that `01:01:01` stands for a hundred names. Alleles that are alone have no group; those that the file leaves out
 * are listed apart.
 */
export function buildGGroups(
  text: string,
  locus: Locus,
  names: readonly string[],
): { gGroups: string[]; gUnknown: string[] } {
  const sizes = new Map<string, number>();
  for (const name of names)
    for (const prefix of prefixes(name)) sizes.set(prefix, (sizes.get(prefix) ?? 0) + 1);
  const groups: string[] = [];
  const unknown = new Set(names);
  for (const [members = '', group = ''] of wmdaRows(text, locus)) {
    const list = members.split('/');
    for (const member of list) unknown.delete(member);
    if (group !== '') groups.push(`${group.replace(/G$/, '')}=${shorten(list, sizes).join(',')}`);
  }
  return { gGroups: groups, gUnknown: [...unknown] };
}

function shorten(members: readonly string[], sizes: ReadonlyMap<string, number>): string[] {
  const inGroup = new Map<string, number>();
  for (const member of members)
    for (const prefix of prefixes(member)) inGroup.set(prefix, (inGroup.get(prefix) ?? 0) + 1);
  const covers = (prefix: string): boolean => inGroup.get(prefix) === sizes.get(prefix);
  return [...new Set(members.map((member) => prefixes(member).find(covers) ?? member))];
}

/** `01:02:03N` -> 01:02, 01:02:03, 01:02:03N, shortest first. */
function prefixes(name: string): string[] {
  const fields = name.split(':');
  const list: string[] = [];
  for (let count = 2; count < fields.length; count++) list.push(fields.slice(0, count).join(':'));
  list.push(name);
  return list;
}
