import { SaxesParser } from 'saxes';
import type { SpellingConvention } from '../antigen-or-allele.ts';
import type { FindingCode } from '../finding.ts';
import { finding } from '../finding.ts';
import { readGene } from '../gene.ts';
import type { Locus } from '../locus.ts';
import { scoredLoci } from '../locus.ts';
import { type LabContent, localName } from './content.ts';
import type { LabContext } from './context.ts';
import { conventionOfMethod } from './convention.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import { useOfElement } from './hml-elements.ts';
import { longestRelease } from './limits.ts';
import { createGenotypeListWriter } from './hml-genotype-list.ts';
import { addGlString } from './read-gl.ts';
import { type Haploid, readHaploids } from './read-haploids.ts';
import { identityOf } from './participant-code.ts';
import { holdsTyping } from './read-wide.ts';
import { rejectRepeated } from './repeated.ts';
import { noteReplace } from './replace.ts';
import type { LabRow, OpenLabFile } from './row.ts';
import { errorAt, refuseFile, toProblem } from './row.ts';

const chunkSize = 65_536;
const mostHaploids = 1000;

interface Sample {
  readonly id: string;
  readonly line: number;
  readonly draft: RowDraft;
  /** Elements that were named as not read. */
  readonly named: Set<string>;
}

/**
 * One `typing` element: whether it states a typing, the raw results that stand in it, its GL strings, and what haploids and
 * results say of the method. The method stands behind the GL strings, which are read when the element ends.
 */
interface TypingElement {
  stated: boolean;
  readonly glStrings: { readonly text: string; readonly row: number; readonly column: string }[];
  readonly methods: Set<SpellingConvention>;
  readonly primary: Map<string, Locus | undefined>;
}

/**
 * Reads HML 0.9.4 to 1.0.2 (any namespace prefix) as a stream of tags: GL strings, haploids and genotype lists of allele
 * assignments, which an older version calls interpretations. Raw results without an assignment and elements that are not
 * read are named. Document types and entities are refused; nothing that a file refers to is ever fetched.
 */
export function openHml(content: LabContent, context: LabContext): OpenLabFile | undefined {
  if (content.kind !== 'xml' || content.root !== 'hml') return undefined;
  const parser = new SaxesParser();
  let refusal: { code: FindingCode; line: number } | undefined;
  const refuse = (code: FindingCode): void => {
    refusal ??= { code, line: parser.line };
  };
  const reader = createHmlReader(context, refuse);
  parser.on('error', () => refuse('xml-malformed'));
  parser.on('doctype', () => refuse('xml-forbidden'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding)) refuse('file-not-utf8');
  });
  parser.on('opentag', ({ name, attributes }) => reader.open(localName(name), attributes, parser.line));
  parser.on('text', (piece) => reader.text(piece));
  parser.on('cdata', (piece) => reader.text(piece));
  parser.on('closetag', ({ name }) => reader.close(localName(name), parser.line));
  for (let at = 0; at < content.text.length && refusal === undefined; at += chunkSize)
    parser.write(content.text.slice(at, at + chunkSize));
  if (refusal === undefined) parser.close();
  const stopped = refusal;
  if (stopped !== undefined) return refuseFile(errorAt(stopped.code, { row: stopped.line }));
  const { rows, problems } = reader;
  if (rows.length === 0) return refuseFile(errorAt('rows-missing'));
  if (problems.length > 0) return refuseFile(...problems);
  if (context.participant !== undefined && rows.length > 1) return refuseFile(errorAt('participant-several'));
  return { format: 'hml', problems: [], rows: rejectRepeated(rows) };
}

type Attributes = Readonly<Record<string, string>>;

function createHmlReader(context: LabContext, refuse: (code: FindingCode) => void) {
  const { limits } = context;
  const rows: LabRow[] = [];
  // A property before the first sample holds for every sample.
  const whole = createDraft(context);
  const list = createGenotypeListWriter();
  let [depth, inProperty] = [0, 0];
  let sample: Sample | undefined;
  let typing = openTyping();
  let haploids: Haploid[] = [];
  /** The text of the element that is being read; undefined where text means nothing. */
  let collected: string | undefined;
  let present = '';
  let referenced = false;

  const openSample = (attributes: Attributes, line: number): Sample => {
    if (rows.length >= limits.rows) refuse('too-many-rows');
    const draft = {
      ...createDraft(context),
      ...(whole.replace === undefined ? {} : { replace: whole.replace }),
    };
    return { id: (attributes['id'] ?? '').trim(), line, draft, named: new Set() };
  };

  const openProperty = (attributes: Attributes, line: number): void => {
    const { name = '', value = '' } = attributes;
    const place = { row: line, column: 'property' };
    if (name.trim().toLowerCase() === 'replace') noteReplace(sample?.draft ?? whole, value, place);
    else if (sample !== undefined && holdsTyping(value, sample.draft.loci))
      noteWarnings(sample.draft, [finding('typing-unread')], place);
  };

  const openInSample = (
    { draft, named }: Sample,
    local: string,
    attributes: Attributes,
    line: number,
  ): void => {
    const use = useOfElement(local);
    if (use === 'unread' || (inProperty > 1 && use === 'read' && local !== 'property'))
      nameUnread(draft, named, local, line);
    if (inProperty > 0) return;
    if (use === 'primary' || local === 'typing-method') notePrimary(typing, local, attributes);
    else if (local === 'typing') typing = openTyping();
    else if (local === 'allele-assignment' || local === 'interpretation') {
      haploids = [];
      const version = (attributes['allele-version'] ?? '').trim();
      if (version !== '') draft.release ??= version.slice(0, longestRelease);
    } else if (local === 'haploid' && haploids.length < mostHaploids) {
      const { locus = '', type = '', method = '' } = attributes;
      haploids.push({ locus, type, method });
      typing.methods.add(conventionOfMethod(method));
    } else if (local === 'glstring' || local === 'allele') {
      [collected, present] = ['', attributes['present'] ?? 'Y'];
      referenced = (attributes['uri'] ?? '') !== '';
    }
  };

  const closeInSample = ({ id, line: begin, draft, named }: Sample, local: string, line: number): void => {
    const place = { row: line, column: local };
    const text = collected ?? '';
    const state = (glString: string): void => {
      typing.stated = true;
      typing.glStrings.push({ ...place, text: glString });
    };
    if (local === 'glstring' || local === 'allele') collected = undefined;
    if (local === 'glstring' && text.trim() !== '') state(text);
    else if (local === 'glstring' && referenced) {
      typing.stated = true;
      noteOpen(draft, undefined);
      noteWarnings(draft, [finding('gl-reference-only')], { row: line });
    } else if (local === 'allele') list.addAllele(text, present);
    else if (local === 'allele-assignment' || local === 'interpretation') {
      typing.stated ||= haploids.length > 0;
      readHaploids(draft, haploids, place);
      haploids = [];
    } else if (local === 'typing') {
      readGlStrings(draft, typing);
      if (!typing.stated) namePrimary(draft, named, typing, line);
    } else if (local === 'sample') {
      readGlStrings(draft, typing);
      rows.push(finishDraft(identityOf([{ code: id, system: 'sample' }], context), begin, draft));
      sample = undefined;
      typing = openTyping();
    } else {
      const glString = list.close(local);
      if (glString !== undefined && glString !== '') state(glString);
    }
  };

  return {
    rows,
    problems: whole.problems,
    open(local: string, attributes: Attributes, line: number): void {
      if (++depth > limits.depth) refuse('too-deep');
      if (local === 'sample' && inProperty === 0) sample = openSample(attributes, line);
      if (inProperty > 0 || local === 'property') inProperty++;
      if (local === 'property' && inProperty === 1) openProperty(attributes, line);
      if (sample !== undefined) openInSample(sample, local, attributes, line);
    },
    text(piece: string): void {
      if (collected === undefined) return;
      collected += piece;
      if (collected.length > limits.cellCharacters) refuse('cell-too-long');
    },
    close(local: string, line: number): void {
      depth--;
      if (inProperty > 0) inProperty--;
      else if (sample !== undefined) closeInSample(sample, local, line);
    },
  };
}

const openTyping = (): TypingElement => ({
  stated: false,
  glStrings: [],
  methods: new Set(),
  primary: new Map(),
});

/** Results of a typing by nucleic acid. */
const molecularResults = ['sso', 'ssp', 'sbt-sanger', 'sbt-ngs'];

/** Reads the GL strings of a typing by its method: that of its results, else that of its haploids where they agree. */
function readGlStrings(draft: RowDraft, { glStrings, methods, primary }: TypingElement): void {
  const [only, ...others] = methods;
  const molecular = molecularResults.some((element) => primary.has(element)) ? 'allele' : undefined;
  const before = draft.method;
  draft.method = molecular ?? (others.length === 0 ? only : undefined);
  for (const { text, row, column } of glStrings.splice(0)) addGlString(draft, text, { row, column });
  draft.method = before;
}

/** Keeps the raw results of a typing in mind, with the gene that they name. */
function notePrimary({ primary }: TypingElement, local: string, attributes: Attributes): void {
  const gene = readGene(attributes['locus'] ?? '');
  if (local !== 'typing-method' && !primary.has(local))
    primary.set(local, gene?.kind === 'classical' ? gene.locus : undefined);
}

/** Names the raw results of a typing that has no assignment: the gene was typed, and its alleles are not known. */
function namePrimary(draft: RowDraft, named: Set<string>, { primary }: TypingElement, line: number): void {
  for (const [local, locus] of primary) {
    noteOpen(draft, locus);
    if (named.has(`${local} ${locus}`)) continue;
    named.add(`${local} ${locus}`);
    const place = { row: line, column: local, ...(locus === undefined ? {} : { locus }) };
    draft.problems.push(toProblem(finding('result-without-assignment'), 'warning', place));
  }
}

/** A gene that was typed in a way that is not read is not called untyped; without a name it may be any. */
function noteOpen(draft: RowDraft, locus: Locus | undefined): void {
  for (const each of locus === undefined ? scoredLoci : [locus]) draft.unresolved.add(each);
}

function nameUnread(draft: RowDraft, named: Set<string>, local: string, line: number): void {
  noteOpen(draft, undefined);
  if (named.has(local)) return;
  named.add(local);
  draft.problems.push(
    toProblem(finding('element-unread'), 'warning', { row: line, column: local.slice(0, 40) }),
  );
}
