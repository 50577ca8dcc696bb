import { readAntigenOrAllele, type ReleaseAntigens } from './antigen-or-allele.ts';
import { antigensOverlap, isAntigen, lineage } from './antigen.ts';
import type { Finding, Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import { readColonFields } from './read-fields.ts';
import { readVersionTwo } from './read-version-two.ts';
import type { Locus } from './locus.ts';
import { firstFieldDigits, isFirstField, isLocus, loci, mayBeAbsent } from './locus.ts';
import { readOtherGene } from './gene.ts';
import type { HlaName, OtherGene } from './name.ts';
import type { NameBody } from './name-body.ts';
import type { Spelling } from './spelling.ts';
import { cleanSpelling } from './spelling.ts';

const longestName = 64;

const genePattern =
  /^(?:HLA)?[-_]?(DRB[1-9]|DRB|DRA|DRW?|DQA[12]?|DQB[12]?|DQW?|DPA[12]?|DPB[12]?|DPW?|DMA|DMB|DOA|DOB|DW|KIR\dD[LPSX]\d?[A-Z]?|MICA|MICB|TAP[12]|HFE|[ABC]W|[A-CE-HJ-LN-PR-WYZ])([*_-]?)/;

const keyword = /^\*?(?:NEW|NOVEL|NNNN|UUUU|XXXX)$/;

/** Genes by the symbols that stand for them. `w` marked workshop antigens until 1991; Cw and DPw have kept it. */
const geneOfSymbol: ReadonlyMap<string, Locus> = new Map([
  ...loci.map((locus) => [locus, locus] as const),
  ['AW', 'A'],
  ['BW', 'B'],
  ['CW', 'C'],
  ['DRB', 'DRB1'],
  ['DR', 'DRB1'],
  ['DRW', 'DRB1'],
  ['DQA', 'DQA1'],
  ['DQB', 'DQB1'],
  ['DQ', 'DQB1'],
  ['DQW', 'DQB1'],
  ['DPA', 'DPA1'],
  ['DPB', 'DPB1'],
  ['DP', 'DPB1'],
  ['DPW', 'DPB1'],
]);

/** Symbols that antigens are written with, in the places where no asterisk stands. */
const antigenSymbols = new Set('A AW B BW C CW DR DRW DQ DQW DP DPW'.split(' '));

/** Symbols of antigens that lost their `w` in 1991 (Bw60 is B60). */
const workshopSymbols = new Set('AW BW DRW DQW'.split(' '));

/** Antigens of the genes beside DRB1, which are called DR as well. */
const drAntigens: ReadonlyMap<string, Locus> = new Map([
  ['51', 'DRB5'],
  ['52', 'DRB3'],
  ['53', 'DRB4'],
]);

const novelPattern =
  /^(?:(\d[\d:]*?[NLSCAQ]?)[:_-]?)?\(?(?:NEW|NOVEL|VARIANT|VAR|LIKE|V)\d*\)?$|^(\d[\d:]*[NLSCAQ]?)#\d+$/;

/** Letters alone after the first field are a MAC, also where they end like a novel name (AV, SV). */
const codeLikeNovel = /^\d{1,4}:?(?:[NLSCAQ]?VAR|[NLSCAQ]V)$/;

/** Text that a spreadsheet writes when it reads fields as hours and minutes. */
const timeOfDay = /^\d*[.,]\d+$|^\d+(?:[.,]\d+)?E[+-]?\d+$/;

/** What programs write behind a name of which they are not sure: `A*24:02'`, `A*24:02?`, `A*24:02 (?)`, `A*24:02!`, `A*24:02*`. */
const certaintyMark = /(?<=[0-9A-Za-z])\s*(?:\(\?\)|['\u2019?!]+|(?<=:\d+[A-Z]?)\*+)\s*$/;

/** Fields parted by underscores, as typing programs name alleles in files (`hla_a_02_01_01_01`). */
const underscored = /^\d{2,4}(?:_\d{2,4}){1,3}[NLSCAQPG]?$/;

/**
 * Reads one name of a classical gene as laboratories write it: WHO names of 1–4 fields, P, G and small g groups, XX
 * codes and MAC, names from before 2010, antigens (those of before 1991 too), WMDA codes and novel alleles, with or
 * without `HLA-`, in either case, with stray blanks. A name without a gene is read for `locus` (the column it stands
 * in); a name of another classical gene is refused there, but for DRB3, DRB4 and DRB5, which are often written beside
 * DRB1 and are noted. Of genes outside `loci` only the gene is read. `at` is added to every reported position. `antigens` are
 * those of four digits that a release names, which without an asterisk may be antigens or alleles.
 */
export function readName(
  text: string,
  options: {
    locus?: Locus;
    at?: number;
    loci?: ReadonlySet<Locus>;
    antigens?: ReleaseAntigens | undefined;
  } = {},
): Reading<HlaName | OtherGene> {
  const plain = readPlainName(text, options);
  if (plain !== undefined) return accept(plain);
  const at = options.at ?? 0;
  if (text.length > longestName) return refuse('name-too-long', { position: at, text });
  const mark = certaintyMark.exec(text);
  const spelling = cleanSpelling(mark === null ? text : text.slice(0, mark.index));
  const upper = spelling.text.toUpperCase();
  if (upper === '') return refuse('name-empty', { position: at, text });
  const warnings: Finding[] = mark === null ? [] : [finding('certainty-mark', { position: at, text })];
  if (spelling.changed) warnings.push(finding('spelling', { position: at, text }));
  const beside = keyword.test(upper) ? undefined : readOtherGene(upper);
  if (beside !== undefined)
    return accept({ kind: 'other', gene: beside }, [
      finding('other-gene-ignored', { position: at, text: beside }),
    ]);
  const gene = keyword.test(upper) ? null : genePattern.exec(upper);
  if (gene === null) return readBare(spelling, upper, warnings, { ...options, at, source: text });
  const [whole, symbol = '', separator = ''] = gene;
  const rest = upper.slice(whole.length);
  const body = {
    text: underscored.test(rest) ? rest.replaceAll('_', ':') : drOfFour(symbol, separator, rest),
    written: spelling.text.slice(whole.length),
    offset: whole.length,
  };
  const place = { position: at, text };
  const other = (gene: string): Reading<OtherGene> =>
    accept({ kind: 'other', gene }, [finding('other-gene-ignored', { position: at, text: gene })]);
  const antigenLike = antigenSymbols.has(symbol) && separator === '' && /^\d{1,4}(\(|$)/.test(body.text);
  const locus = antigenLike ? antigenGene(symbol, body.text) : geneOfSymbol.get(symbol);
  if (locus === undefined && !/^(?:\d|NNNN|UUUU|XXXX|NEW)/.test(body.text))
    return refuse('gene-unreadable', place);
  if (symbol === 'BW' && /^[46]$/.test(body.text))
    return accept({ kind: 'other', gene: 'Bw' }, [finding('epitope-ignored', place)]);
  if (locus === undefined) return other(symbol);
  if (options.loci?.has(locus) === false) return other(locus);
  if (options.locus !== undefined && options.locus !== locus) {
    if (options.locus !== 'DRB1' || !mayBeAbsent(locus)) return refuse('gene-mismatch', place);
    return other(locus);
  }
  const alias = antigenLike ? workshopSymbols.has(symbol) : symbol !== locus;
  if (alias) warnings.push(finding('locus-alias', { position: at, text: symbol }));
  return readBody({
    locus,
    text: body.text,
    written: body.written,
    starred: separator !== '' || !antigenSymbols.has(symbol),
    bare: false,
    antigens: options.antigens,
    warnings,
    refuse: refuser(spelling, at, body.offset, text),
  });
}

/**
 * A name of two to four fields without a suffix in the spelling of today, which most names of a file are; undefined for
 * any other text. The patterns of the general reader find nothing to say about such a name.
 */
function readPlainName(
  text: string,
  { locus, loci: kept }: { locus?: Locus; loci?: ReadonlySet<Locus> },
): HlaName | undefined {
  const from = text.startsWith('HLA-') ? 4 : 0;
  const star = text.indexOf('*', from);
  const gene = star === -1 ? '' : text.slice(from, star);
  if (!isLocus(gene) || (locus !== undefined && locus !== gene) || kept?.has(gene) === false)
    return undefined;
  const fields = text.slice(star + 1).split(':');
  if (fields.length < 2 || fields.length > 4) return undefined;
  for (const [index, field] of fields.entries())
    if (!isPlainField(field, index === 0 ? firstFieldDigits(gene) : index === 1 ? 4 : 3)) return undefined;
  return isFirstField(gene, fields[0]!) ? { kind: 'allele', locus: gene, fields } : undefined;
}

/** Two digits that are not `00`, or up to `longest` of which the first is not zero. */
function isPlainField(field: string, longest: number): boolean {
  const { length } = field;
  if (length < 2 || length > longest || field === '00' || (length > 2 && field.startsWith('0'))) return false;
  for (let at = 0; at < length; at++) {
    const code = field.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** DR5101 to DR5303, of 2026, are parts of DR51 to DR53; no allele of DRB1 is written so. */
const drOfFour = (symbol: string, separator: string, rest: string): string =>
  /^DRW?$/.test(symbol) && separator === '' ? rest.replace(/^(5[123])0[1-3]$/, '$1') : rest;

/** The gene of an antigen: DR51, DR52 and DR53 belong to the genes beside DRB1. */
const antigenGene = (symbol: string, text: string): Locus | undefined =>
  (/^DRW?$/.test(symbol) ? drAntigens.get(/^\d+/.exec(text)?.[0] ?? '') : undefined) ??
  geneOfSymbol.get(symbol);

function readBare(
  spelling: Spelling,
  upper: string,
  warnings: Finding[],
  options: { locus?: Locus; at: number; source: string },
): Reading<HlaName | OtherGene> {
  const text = upper.replace(/^\*/, '');
  const offset = upper.length - text.length;
  const fail = refuser(spelling, options.at, offset, options.source);
  if (!/^(?:[\d.,]|NEW|NOVEL|NNNN|UUUU|XXXX)/.test(text))
    return fail(/^[A-Z]/.test(text) ? 'gene-unreadable' : 'bad-character');
  if (options.locus === undefined) return fail(timeOfDay.test(text) ? 'excel-time' : 'gene-not-given');
  return readBody({
    locus: options.locus,
    text,
    written: spelling.text.slice(offset),
    starred: offset > 0,
    bare: true,
    warnings,
    refuse: fail,
  });
}

function refuser(spelling: Spelling, at: number, offset: number, source: string): NameBody['refuse'] {
  return (code, from = 0) => {
    const position = spelling.positions[offset + from] ?? source.length;
    return refuse(code, { position: at + position, text: source });
  };
}

function readBody(body: NameBody): Reading<HlaName> {
  const { text, locus, warnings } = body;
  if (text === '') return body.refuse('field-count');
  const novel = novelPattern.exec(text);
  if (novel !== null && !codeLikeNovel.test(text)) return readNovel(body, novel[1] ?? novel[2]);
  const stray = /[^A-Z0-9:#().,/+\- ]/.exec(text);
  if (stray !== null) return body.refuse('bad-character', stray.index);
  if (/^(?:XXXX|UUUU)$/.test(text))
    return accept({ kind: 'unknown', locus }, [...warnings, finding('typing-unknown')]);
  if (text === 'NNNN')
    return mayBeAbsent(locus) ? accept({ kind: 'absent', locus }, warnings) : body.refuse('gene-absent');
  if (timeOfDay.test(text)) return body.refuse('excel-time');
  if (/^\d{1,2}[-/. ](?:\d|[A-Z]{3})/.test(text)) return body.refuse('excel-date');
  if (text.includes(':')) return readColonFields(body);
  if (text.includes('(')) return readBracketedAntigen(body);
  const either = body.starred || body.bare ? undefined : readAntigenOrAllele(locus, text, body.antigens);
  if (either !== undefined) return accept(either, [...warnings, finding('antigen-or-allele')]);
  if (/^\d{1,4}$/.test(text) && !body.starred) {
    const number = String(Number(text));
    if (isAntigen(locus, number) && (text.length < 4 || number === text)) return readAntigen(body, number);
    if (text.length < 4) return body.refuse('antigen-unknown');
  }
  if (/^\d{5}$/.test(text) && body.bare) return body.refuse('excel-date');
  return readVersionTwo(body);
}

function readNovel(body: NameBody, prefix: string | undefined): Reading<HlaName> {
  const { locus } = body;
  const warnings = [...body.warnings, finding('novel')];
  if (prefix === undefined) return accept({ kind: 'novel', locus }, warnings);
  const pattern = locus === 'DPB1' ? /^(0\d|[1-9]\d{1,3})(?::|\d{2}$|$)/ : /^(\d{2})(?::|\d{2}|$)/;
  const number = pattern.exec(prefix)?.[1];
  if (number === undefined) return body.refuse('field-invalid');
  if (!isFirstField(locus, number)) return body.refuse('first-field-unknown');
  return accept({ kind: 'novel', locus, first: number }, warnings);
}

function readAntigen(body: NameBody, antigen: string): Reading<HlaName> {
  const warnings = [...body.warnings, finding('antigen-level')];
  if (antigen.length >= 3) warnings.push(finding('allele-like-antigen'));
  return accept({ kind: 'antigen', locus: body.locus, antigen }, warnings);
}

function readBracketedAntigen(body: NameBody): Reading<HlaName> {
  const match = /^(\d{1,4})\((\d{1,4})\)$/.exec(body.text);
  if (match === null || body.starred) return body.refuse('bad-character', body.text.indexOf('('));
  const either = readAntigenOrAllele(body.locus, match[1] ?? '', () => String(Number(match[2])));
  // Of a release that is not in use: A0201(2). Those that are numbers of antigens without their zero are read below.
  if (/^\d{4}\(/.test(body.text) && either !== undefined && !isAntigen(body.locus, String(Number(match[1]))))
    return isAntigen(body.locus, either.antigen)
      ? accept(either, [...body.warnings, finding('antigen-or-allele')])
      : body.refuse('antigen-unknown');
  const [inner, outer] = [String(Number(match[1])), String(Number(match[2]))];
  if (!isAntigen(body.locus, inner) || !isAntigen(body.locus, outer)) return body.refuse('antigen-unknown');
  if (inner === outer || !antigensOverlap(body.locus, inner, outer))
    return body.refuse('antigen-contradiction');
  // DR3(17) writes the broad antigen first; the narrower of the two is the result of the typing.
  return readAntigen(body, lineage(body.locus, inner).includes(outer) ? inner : outer);
}
