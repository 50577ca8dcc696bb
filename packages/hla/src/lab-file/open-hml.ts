import { SaxesParser } from 'saxes';
import type { FindingCode } from '../finding.ts';
import { finding } from '../finding.ts';
import { type LabContent, localName } from './content.ts';
import type { LabContext } from './context.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import type { OpenLabFile } from './row.ts';
import { addGlString } from './read-gl.ts';
import { type Haploid, readHaploids } from './read-haploids.ts';
import { noteReplace } from './replace.ts';
import type { LabRow } from './row.ts';
import { errorAt, refuseFile } from './row.ts';
import { rejectRepeated } from './repeated.ts';

const chunkSize = 65_536;

interface Sample {
  readonly id: string;
  readonly line: number;
  readonly draft: RowDraft;
}

/**
 * Reads HML (versions up to 1.0.1, any namespace prefix) as a stream of tags. Sequences and everything else but
 * samples and their allele assignments is passed over; document types and entities are refused; nothing that a
 * file refers to is ever fetched.
 */
export function openHml(content: LabContent, context: LabContext): OpenLabFile | undefined {
  if (content.kind !== 'xml' || content.root !== 'hml') return undefined;
  const { text } = content;
  const { limits } = context;
  const parser = new SaxesParser();
  const state = { path: [] as string[], text: '', collecting: false, assigned: false };
  let refusal: { code: FindingCode; line: number } | undefined;
  let sample: Sample | undefined;
  let haploids: Haploid[] = [];
  const rows: LabRow[] = [];
  // A property before the first sample holds for every sample.
  const whole = createDraft(context);
  const refuse = (code: FindingCode): void => {
    refusal ??= { code, line: parser.line };
  };
  parser.on('error', () => refuse('xml-malformed'));
  parser.on('doctype', () => refuse('xml-forbidden'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding)) refuse('file-not-utf8');
  });
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name);
    const attribute = (key: string): string => attributes[key] ?? '';
    state.path.push(local);
    if (state.path.length > limits.depth) refuse('too-deep');
    if (local === 'sample') {
      if (rows.length >= limits.rows) refuse('too-many-rows');
      const draft = {
        ...createDraft(context),
        ...(whole.replace === undefined ? {} : { replace: whole.replace }),
      };
      sample = { id: attribute('id').trim(), line: parser.line, draft };
    }
    if (local === 'property' && attribute('name').trim().toLowerCase() === 'replace')
      noteReplace(sample?.draft ?? whole, attribute('value'), { row: parser.line, column: 'property' });
    if (sample === undefined) return;
    if (local === 'allele-assignment') {
      [haploids, state.assigned] = [[], false];
      const version = attribute('allele-version').trim();
      if (version !== '') sample.draft.release ??= version.slice(0, 20);
    } else if (local === 'haploid' && haploids.length < 1000) {
      haploids.push({ locus: attribute('locus'), type: attribute('type') });
    } else if (local === 'glstring') {
      [state.text, state.collecting] = ['', true];
      if (attribute('uri') !== '')
        noteWarnings(sample.draft, [finding('gl-reference-only')], { row: parser.line });
    }
  });
  const collect = (piece: string): void => {
    if (!state.collecting) return;
    state.text += piece;
    if (state.text.length > limits.cellCharacters) refuse('cell-too-long');
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', ({ name }) => {
    const local = localName(name);
    state.path.pop();
    if (sample === undefined) return;
    const place = { row: parser.line, column: local };
    if (local === 'glstring') {
      state.collecting = false;
      if (state.text.trim() === '') return;
      state.assigned = true;
      addGlString(sample.draft, state.text, place);
    } else if (local === 'allele-assignment' && !state.assigned) readHaploids(sample.draft, haploids, place);
    else if (local === 'sample') {
      rows.push(finishDraft({ participant: sample.id, column: 'sample' }, sample.line, sample.draft));
      sample = undefined;
    }
  });
  for (let at = 0; at < text.length && refusal === undefined; at += chunkSize)
    parser.write(text.slice(at, at + chunkSize));
  if (refusal === undefined) parser.close();
  const stopped = refusal;
  if (stopped !== undefined) return refuseFile(errorAt(stopped.code, { row: stopped.line }));
  if (rows.length === 0) return refuseFile(errorAt('rows-missing'));
  if (whole.problems.length > 0) return refuseFile(...whole.problems);
  return { format: 'hml', problems: [], rows: rejectRepeated(rows) };
}
