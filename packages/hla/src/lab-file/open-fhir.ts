import type { SpellingConvention } from '../antigen-or-allele.ts';
import { finding } from '../finding.ts';
import type { Locus } from '../locus.ts';
import type { LabContent } from './content.ts';
import type { LabContext } from './context.ts';
import { conventionOfMethod } from './convention.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import {
  createResolver,
  type FhirResource,
  isObject,
  type Json,
  objects,
  personalParts,
  resourcesOf,
  textOf,
} from './fhir-resources.ts';
import { chooseIdentity, type Identifier, type Identity } from './participant-code.ts';
import { addGlString } from './read-gl.ts';
import { rejectRepeated } from './repeated.ts';
import type { OpenLabFile } from './row.ts';
import { errorAt, refuseFile, toProblem } from './row.ts';

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

interface Person {
  readonly identity: Identity;
  readonly row: number;
  readonly draft: RowDraft;
}

/** A resource that may state a typing, with its place in the document. */
type Placed = FhirResource & { readonly row: number };

/**
 * Reads FHIR R4: bundles (also in bundles), single resources, arrays of them and NDJSON. GL strings stand in the values of
 * observations and in extensions of diagnostic reports; one participant per subject. A name, a birth date or contact
 * details of a person refuse the file.
 */
export function openFhir(content: LabContent, context: LabContext): OpenLabFile | undefined {
  if (content.kind !== 'json') return undefined;
  const resources = resourcesOf(content.document);
  if (resources.length > context.limits.rows) return refuseFile(errorAt('too-many-rows'));
  const typed = resources.flatMap((each, index): Placed[] =>
    statesTyping(each.resource) ? [{ ...each, row: index + 1 }] : [],
  );
  if (typed.length === 0) return undefined;
  const personal = resources.flatMap(personalParts);
  if (personal.length > 0)
    return refuseFile(...personal.map((column) => errorAt('column-personal', { column })));
  const identify = createIdentifier(resources, context);
  const people = new Map<string, Person>();
  for (const each of typed) {
    const identity = identify(each);
    // Subjects without a code stay apart, so that one given kit never stands for two of them.
    const subject = identity.participant === '' ? (each.resource['subject'] ?? '') : '';
    const key = JSON.stringify([identity.participant, identity.ambiguous ?? '', subject]);
    const person = people.get(key) ?? { identity, row: each.row, draft: createDraft(context) };
    people.set(key, person);
    addResource(person.draft, each);
  }
  const { participant } = context;
  if (participant !== undefined && people.size > 1) return refuseFile(errorAt('participant-several'));
  const rows = [...people.values()].map(({ identity, row, draft }) =>
    finishDraft(participant === undefined ? identity : { participant }, row, draft),
  );
  return { format: 'fhir', problems: [], rows: rejectRepeated(rows) };
}

/** True for an observation of a genotype or with a GL string, and for a report with one in an extension. */
function statesTyping(resource: Json): boolean {
  if (resource['resourceType'] === 'Observation')
    return genotypeOf(resource) !== undefined || glCodes(resource['valueCodeableConcept']).length > 0;
  return resource['resourceType'] === 'DiagnosticReport' && reportCodes(resource).length > 0;
}

const codingsOf = (concept: unknown): Json[] => objects(isObject(concept) ? concept['coding'] : undefined);

const glCodes = (concept: unknown): string[] =>
  codingsOf(concept)
    .filter((coding) => /glstring\.org/i.test(textOf(coding['system'])))
    .map((coding) => textOf(coding['code']))
    .filter((code) => code !== '');

const reportCodes = (report: Json): string[] =>
  objects(report['extension']).flatMap((extension) => [
    ...glCodes(extension['valueCodeableConcept']),
    ...glCodes({ coding: [extension['valueCoding']] }),
  ]);

function methodOf(concept: unknown): SpellingConvention {
  const text = isObject(concept) ? textOf(concept['text']) : '';
  const shown = codingsOf(concept).map((coding) => textOf(coding['display']));
  return conventionOfMethod([text, ...shown].join(' '));
}

const genotypeOf = (observation: Json): string | undefined =>
  codingsOf(observation['code'])
    .map((coding) => textOf(coding['code']))
    .find((code) => Object.hasOwn(genotypeCodes, code));

function addResource(draft: RowDraft, { resource, row }: Placed): void {
  noteStatus(draft, textOf(resource['status']), row);
  draft.method = methodOf(resource['method']);
  if (resource['resourceType'] === 'DiagnosticReport') {
    for (const code of reportCodes(resource)) addGlString(draft, code, { row, column: 'extension' });
    return;
  }
  const place = { row, column: 'valueCodeableConcept' };
  const codes = glCodes(resource['valueCodeableConcept']);
  if (codes.length === 0) noteWarnings(draft, [finding('non-gl-value')], place);
  const genotype = genotypeOf(resource);
  const locus = genotype === undefined ? undefined : genotypeCodes[genotype];
  if (codes.length === 0 && locus !== undefined) draft.unresolved.add(locus);
  for (const code of codes) addGlString(draft, code, place, locus);
}

/** Finds the participant of a resource: by its subject, or by that of the report that refers to it. */
function createIdentifier(
  resources: readonly FhirResource[],
  { isParticipant }: LabContext,
): (each: FhirResource) => Identity {
  const resolve = createResolver(resources);
  const reports = new Map<Json, FhirResource>();
  for (const report of resources) {
    if (report.resource['resourceType'] !== 'DiagnosticReport') continue;
    for (const result of objects(report.resource['result'])) {
      const target = resolve(textOf(result['reference']), report);
      if (target !== undefined) reports.set(target, report);
    }
  }
  return (each) => {
    const own = [each, reports.get(each.resource), containerOf(each)].find(
      (candidate) => candidate !== undefined && isObject(candidate.resource['subject']),
    );
    if (own === undefined) return { participant: '', column: 'subject' };
    const subject = own.resource['subject'] as Json;
    const reference = textOf(subject['reference']);
    const patient = resolve(reference, own);
    const identifiers = [
      ...identifiersOf([subject['identifier']], 'subject.identifier'),
      ...identifiersOf(patient?.['identifier'], 'Patient.identifier'),
    ];
    if (identifiers.length > 0) return chooseIdentity(identifiers, isParticipant);
    // The id of a resource is the number of a record; it is a participant only when the study knows it as one.
    const id = textOf(patient?.['id']) || reference.slice(reference.lastIndexOf('/') + 1);
    return { participant: isParticipant?.(id) === true ? id : '', column: 'subject' };
  };
}

const containerOf = ({ container }: FhirResource): FhirResource | undefined =>
  container === undefined ? undefined : { resource: container, url: '' };

const identifiersOf = (value: unknown, name: string): Identifier[] =>
  objects(value).flatMap((identifier) => {
    const code = textOf(identifier['value']);
    return code === '' ? [] : [{ code, system: textOf(identifier['system']).slice(0, 60) || name }];
  });

/**
 * A corrected observation replaces an earlier typing; one that was cancelled or entered in error rejects the row; one that
 * is not final yet is accepted with a warning.
 */
function noteStatus(draft: RowDraft, status: string, row: number): void {
  const place = { row, column: 'status' };
  if (status === 'corrected' || status === 'amended') draft.replace = true;
  else if (status === 'entered-in-error' || status === 'cancelled')
    draft.problems.push(errorAt('result-withdrawn', place));
  else if (/^(?:preliminary|registered|partial)$/.test(status))
    draft.problems.push(toProblem(finding('result-preliminary'), 'warning', place));
}
