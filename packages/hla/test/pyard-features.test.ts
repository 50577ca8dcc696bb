import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { lineage } from '../src/antigen.ts';
import type { Locus } from '../src/locus.ts';
import { type MacTable, parseMacTable } from '../src/mac.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { readName } from '../src/read-name.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { readRelease } from '../src/reference/read-release.ts';
import { createReleaseReference, type ReleaseReference } from '../src/reference/release-reference.ts';
import { type ReductionLevel, reductionLevels } from '../src/reduction-level.ts';

// Neither the release nor the cases of py-ard are copied into the repository; their places are told by the environment.
const { HARMONIA_SHARED: shared, HARMONIA_PYARD: pyard } = process.env;
const withBoth = shared === undefined || pyard === undefined ? describe.skip : describe;
const data = path.join(shared ?? '', 'data/hla');

/** One example of a feature: py-ard 2.3.1 runs them with release 3.44.0 of April 2021. */
interface Example {
  readonly text: string;
  readonly level: string;
  readonly expected: string;
  readonly nonStrict: boolean;
}

const cutOff = '20210401';

/** Examples that have a typing, a level and a result, of all feature files. */
function examplesOf(folder: string): Example[] {
  const found: Example[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.feature'))) {
    let [scenario, head] = ['', undefined as readonly string[] | undefined];
    for (const line of readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .map((text) => text.trim())) {
      if (line.startsWith('Scenario')) scenario = '';
      if (/^(?:Scenario|Examples)/.test(line)) head = undefined;
      else if (!line.startsWith('|')) scenario += `${line}\n`;
      else {
        const cells = line
          .replaceAll('\\|', '\u0001')
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim().replaceAll('\u0001', '|'));
        if (head === undefined) {
          head = cells;
          continue;
        }
        const row = new Map(head.map((title, at) => [title, cells[at] ?? '']));
        const of = (pattern: RegExp): string => [...row].find(([title]) => pattern.test(title))?.[1] ?? '';
        const example = { text: of(/^(?:Allele|Serology|GL String|Version2)$/), level: of(/^Level$/) };
        const expected = of(/^(?:Redux|Expanded)/);
        if (example.text !== '' && example.level !== '' && expected !== '')
          found.push({ ...example, expected, nonStrict: scenario.includes('non-strict') });
      }
    }
  }
  return found;
}

const partsOf = (text: string): Set<string> => new Set(text.split(/[/+^|~]/).filter((part) => part !== ''));
const sharesAll = (some: Iterable<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((part) => all.has(part));

withBoth(
  'the feature cases of py-ard (need HARMONIA_SHARED, and HARMONIA_PYARD: a clone of its repository)',
  () => {
    let reference: ReleaseReference;
    let macs: MacTable;
    /** When each allele was assigned, YYYYMMDD. */
    const assigned = new Map<string, string>();
    /** The members of each G group. */
    const groups = new Map<string, readonly string[]>();

    beforeAll(() => {
      const texts = readRelease(path.join(data, 'imgt-3.58.0'));
      reference = createReleaseReference(buildTable(texts).document);
      macs = parseMacTable(gunzipSync(readFileSync(path.join(data, 'mac-subset.tsv.gz'))).toString('utf8'));
      for (const line of texts['hla_nom.txt'].split('\n')) {
        const [gene = '', name = '', date = ''] = line.split(';');
        if (date !== '') assigned.set(gene + name, date);
      }
      for (const line of texts['hla_nom_g.txt'].split('\n')) {
        const [gene = '', members = '', group = ''] = line.trimEnd().split(';');
        if (group !== '')
          groups.set(
            gene + group,
            members.split('/').map((member) => gene + member),
          );
      }
    });

    const reduce = (text: string, level: ReductionLevel) => normaliseText(text, { reference, macs }, level);

    /** True for a name that no allele had in April 2021, and for a group that has got a member since. */
    function isNewer(text: string): boolean {
      const name = text.replace('HLA-', '');
      const members = groups.get(name);
      if (members !== undefined) return members.some((member) => (assigned.get(member) ?? '') >= cutOff);
      const dates = [...assigned].filter(([each]) => each === name || each.startsWith(`${name}:`));
      return dates.every(([, date]) => date >= cutOff);
    }

    /** Antigens one by one with all that they were split from, as py-ard lists them. */
    function antigensOf(output: string): Set<string> {
      const all = new Set<string>();
      for (const part of partsOf(output)) {
        const [, symbol = '', number = ''] = /^([A-Za-z]+)(\d+)/.exec(part) ?? [];
        const read = readName(part);
        const locus: Locus = read.ok && read.value.kind === 'antigen' ? read.value.locus : 'A';
        for (const antigen of lineage(locus, number)) all.add(symbol + antigen);
      }
      // py-ard counts B70 to the splits of B15, rel_ser_ser.txt does not.
      if (all.has('B70')) all.add('B15');
      return all;
    }

    /** Why the result may differ; for what no rule explains a text that says so. */
    function ruleOf({ text, level, expected, nonStrict }: Example): string {
      if (!(reductionLevels as readonly string[]).includes(level === 'lg' ? 'lgx' : level))
        return 'level-not-here';
      if (expected.includes('ARS')) return 'setting-not-here';
      const to = (level === 'lg' ? 'lgx' : level) as ReductionLevel;
      const wanted = level === 'lg' ? expected.replace(/g(?=$|[/+^|~])/g, '') : expected;
      const { output, warnings, error } = reduce(text, to);
      const codes = [...warnings.map(({ code }) => code), error?.code];
      if (output === wanted) return 'equal';
      if (codes.includes('mac-unknown')) return 'code-not-at-hand';
      if (codes.includes('other-gene-ignored') || codes.includes('epitope-ignored')) return 'gene-left-out';
      if (output === null && wanted === 'X') return 'equal';
      if (to === 'P' && codes.includes('no-p-group')) return 'null-allele-without-p-group';
      if (codes.includes('reduction-impossible')) return 'unknown-copy-alone';
      if (nonStrict && output === null) return 'strict';
      if (output === null) return `not explained: ${text} to ${level}: ${codes.join(' ')}`;
      if (to === 'S')
        return sharesAll(antigensOf(output), antigensOf(wanted)) &&
          sharesAll(partsOf(wanted), antigensOf(output))
          ? 'split-with-broad'
          : `not explained: ${text} to S: ${output}`;
      const [mine, yours] = [partsOf(output), partsOf(wanted)];
      const renamed = [...yours]
        .filter((part) => !mine.has(part))
        .map((part) => reduce(part, to).output ?? '?');
      const covered = new Set(renamed.flatMap((names) => [...partsOf(names)]));
      const added = [...mine].filter((part) => !yours.has(part) && !covered.has(part));
      // A name that was the whole name of an allele then has got a field: A*26:112 is A*26:112:01 today.
      const longer = (part: string): string[] => [...mine].filter((each) => each.startsWith(`${part}:`));
      const lost = [...covered].filter((part) => !mine.has(part) && longer(part).length === 0);
      const grown = new Set([...covered].flatMap(longer));
      const old = added.filter((part) => !isNewer(part) && !grown.has(part));
      return old.length + lost.length === 0
        ? 'newer-release'
        : `not explained: ${text} to ${level}: ${[...old, '-', ...lost].join(' ')}`;
    }

    test('give the same result or differ by a rule of docs/hla.md', () => {
      const examples = examplesOf(path.join(pyard ?? '', 'tests/features'));
      const rules = Map.groupBy(examples, ruleOf);
      expect([...rules.keys()].filter((rule) => rule.startsWith('not explained'))).toEqual([]);
      expect(rules.get('equal')!.length).toBeGreaterThan(115);
      expect(new Set(rules.keys())).toEqual(
        new Set([
          'equal',
          'newer-release',
          'split-with-broad',
          'gene-left-out',
          'null-allele-without-p-group',
          'unknown-copy-alone',
          'strict',
          'code-not-at-hand',
          'level-not-here',
          'setting-not-here',
        ]),
      );
    });
  },
);
