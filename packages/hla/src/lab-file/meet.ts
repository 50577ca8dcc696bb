import { firstFieldsOfAntigen, lineage } from '../antigen.ts';
import type { Genotype } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import { firstFieldsOf } from '../locus.ts';
import type { HlaName } from '../name.ts';
import { firstFieldOf } from '../name.ts';
import { writeGenotypes } from '../typing.ts';

/**
 * What two statements about one gene say together: the finer names of both where they agree, also copy by copy, and a
 * copy that only one of them reports. Empty when they contradict each other.
 */
export function meetGenotypes(one: readonly Genotype[], other: readonly Genotype[]): readonly Genotype[] {
  if (writeGenotypes(one) === writeGenotypes(other)) return one;
  return one.flatMap((mine) =>
    other.flatMap((yours) => {
      const straight = meetPairs(mine.first, mine.second, yours.first, yours.second);
      // Two single copies are one copy each, not the two copies of a person.
      if (mine.second === undefined && yours.second === undefined) return straight;
      return [...straight, ...meetPairs(mine.first, mine.second, yours.second, yours.first)];
    }),
  );
}

type Names = readonly HlaName[] | undefined;

function meetPairs(one: Names, two: Names, first: Names, second: Names): Genotype[] {
  const [a, b] = [meetCopies(one, first), meetCopies(two, second)];
  if (a === 'differ' || b === 'differ') return [];
  if (a === undefined) return b === undefined ? [] : [{ first: b }];
  return [b === undefined ? { first: a } : { first: a, second: b }];
}

/** A copy that one side does not report is taken from the other. */
function meetCopies(one: Names, other: Names): Names | 'differ' {
  if (one === undefined || other === undefined) return one ?? other;
  const finer = new Set([
    ...other.filter((name) => one.some((wide) => covers(wide, name))),
    ...one.filter((name) => other.some((wide) => covers(wide, name) && !covers(name, wide))),
  ]);
  return finer.size === 0 ? 'differ' : [...finer];
}

/** True when every allele that `name` can be is one that `wide` can be, as far as names tell. */
function covers(wide: HlaName, name: HlaName): boolean {
  if (wide.kind === 'unknown') return true;
  if (name.kind === 'unknown') return false;
  if (wide.kind === 'absent') return name.kind === 'absent';
  if (wide.kind === 'antigen') return antigenCovers(wide.locus, wide.antigen, name);
  if (name.kind === 'antigen') return false;
  const first = firstFieldOf(name);
  if (wide.kind === 'novel')
    return name.kind === 'novel' && (wide.first === undefined || wide.first === first);
  if (first === undefined) return false;
  if (wide.kind === 'any') return firstFieldsOf(wide.locus, wide.first)?.includes(first) ?? false;
  if (wide.kind === 'mac')
    // Without its table a code says no more than its first field; a code of another name cannot be compared.
    return wide.first === first && (name.kind !== 'mac' || name.code === wide.code) && name.kind !== 'any';
  if (!('fields' in name)) return false;
  const same = wide.fields.every((field, at) => name.fields[at] === field);
  if (!same) return false;
  if (wide.kind !== 'allele') return name.kind === wide.kind || name.kind === 'allele';
  if (name.kind !== 'allele') return false;
  return wide.suffix === undefined || wide.suffix === name.suffix;
}

function antigenCovers(locus: Locus, antigen: string, name: HlaName): boolean {
  if (name.kind === 'antigen')
    return name.antigen === antigen || lineage(locus, name.antigen).includes(antigen);
  const first = firstFieldOf(name);
  if (first === undefined) return false;
  const carried = firstFieldsOfAntigen(locus, antigen);
  return (firstFieldsOf(locus, first) ?? [first]).every((each) => carried.includes(each));
}
