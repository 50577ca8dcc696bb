import { finding } from '../finding.ts';
import type { Locus } from '../locus.ts';
import type { LabContent } from './content.ts';
import type { LabContext } from './context.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import type { OpenLabFile } from './row.ts';
import { addGlString } from './read-gl.ts';
import { rejectRepeated } from './repeated.ts';
import type { LabProblem } from './row.ts';
import { errorAt, refuseFile } from './row.ts';

type Json = Readonly<Record<string, unknown>>;

/** LOINC codes of HLA genotypes: any gene (84413-4), or one gene at some resolution. */
const genotypeCodes: Readonly<Record<string, Locus | undefined>> = {
  '84413-4': undefined,
  '57290-9': 'A',
  '57291-7': 'B',
  '57293-3': 'DRB1',
  '78014-8': 'A',
  '78015-5': 'B',
  '96664-8': 'DRB1',
  '13298-5': 'A',
  '13299-3': 'B',
  '57298-2': 'DRB1',
};

/**
 * Reads a FHIR R4 bundle, a single observation or an array of them: GL strings in the values of HLA genotype
 * observations, one participant per subject. A patient with a name or a birth date refuses the file.
 */
export function openFhir(content: LabContent, context: LabContext): OpenLabFile | undefined {
  if (content.kind !== 'json') return undefined;
  const resources = resourcesOf(content.document);
  if (resources.length > context.limits.rows) return refuseFile(errorAt('too-many-rows'));
  const personal = resources.flatMap(({ resource }) => personalParts(resource));
  if (personal.length > 0) return refuseFile(...personal);
  const subjects = new Map<string, string>();
  for (const { resource, url } of resources) {
    const identifier = identifierOf(resource);
    if (resource['resourceType'] !== 'Patient' || identifier === undefined) continue;
    subjects.set(url, identifier);
    subjects.set(`Patient/${textOf(resource['id'])}`, identifier);
  }
  const people = new Map<string, { row: number; draft: RowDraft }>();
  for (const [index, { resource }] of resources.entries()) {
    if (resource['resourceType'] !== 'Observation') continue;
    addObservation(resource, index + 1, subjects, people, context);
  }
  if (people.size === 0) return undefined;
  const rows = [...people].map(([participant, { row, draft }]) =>
    finishDraft({ participant, column: 'subject' }, row, draft),
  );
  return { format: 'fhir', problems: [], rows: rejectRepeated(rows) };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function resourcesOf(document: unknown): { resource: Json; url: string }[] {
  if (Array.isArray(document)) return objects(document).flatMap(resourcesOf);
  if (!isObject(document)) return [];
  if (document['resourceType'] !== 'Bundle') return [{ resource: document, url: '' }];
  return objects(document['entry']).flatMap((entry) => {
    const resource = entry['resource'];
    return isObject(resource) ? [{ resource, url: textOf(entry['fullUrl']) }] : [];
  });
}

function personalParts(resource: Json): LabProblem[] {
  if (resource['resourceType'] !== 'Patient') return [];
  const parts = ['name', 'birthDate', 'telecom', 'address', 'photo'].filter((part) => part in resource);
  return parts.map((part) => errorAt('column-personal', { column: `Patient.${part}` }));
}

function identifierOf(resource: Json): string | undefined {
  const value = textOf(objects(resource['identifier'])[0]?.['value']).trim();
  return value === '' ? undefined : value;
}

function participantOf(observation: Json, subjects: ReadonlyMap<string, string>): string {
  const subject = observation['subject'];
  if (!isObject(subject)) return '';
  const { identifier } = subject;
  const own = isObject(identifier) ? textOf(identifier['value']).trim() : '';
  if (own !== '') return own;
  const reference = textOf(subject['reference']);
  return subjects.get(reference) ?? reference.replace(/^.*\/|^urn:uuid:/, '').trim();
}

function addObservation(
  observation: Json,
  row: number,
  subjects: ReadonlyMap<string, string>,
  people: Map<string, { row: number; draft: RowDraft }>,
  context: LabContext,
): void {
  const code = observation['code'];
  const codes = objects(isObject(code) ? code['coding'] : undefined).map((coding) => textOf(coding['code']));
  const genotype = codes.find((each) => Object.hasOwn(genotypeCodes, each));
  if (genotype === undefined) return;
  const participant = participantOf(observation, subjects);
  const person = people.get(participant) ?? { row, draft: createDraft(context) };
  people.set(participant, person);
  noteStatus(person.draft, textOf(observation['status']), row);
  const place = { row, column: 'valueCodeableConcept' };
  const value = observation['valueCodeableConcept'];
  const codings = objects(isObject(value) ? value['coding'] : undefined);
  const gl = codings.find((coding) => /glstring\.org/i.test(textOf(coding['system'])));
  if (gl === undefined) noteWarnings(person.draft, [finding('non-gl-value')], place);
  else addGlString(person.draft, textOf(gl['code']), place, genotypeCodes[genotype]);
}

/** A corrected observation replaces an earlier typing; one that was cancelled or entered in error rejects the row. */
function noteStatus(draft: RowDraft, status: string, row: number): void {
  const place = { row, column: 'status' };
  if (status === 'corrected' || status === 'amended') draft.replace = true;
  else if (status === 'entered-in-error' || status === 'cancelled')
    draft.problems.push(errorAt('result-withdrawn', place));
}
