export type Json = Readonly<Record<string, unknown>>;

/** A resource of a FHIR document. */
export interface FhirResource {
  readonly resource: Json;
  /** Its full address in a bundle; empty when it has none. */
  readonly url: string;
  /** The resource that contains it, whose references to it begin with `#`. */
  readonly container?: Json;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** All resources of a document in their order: of bundles in bundles, of parameters, and contained ones. */
export function resourcesOf(document: unknown, url = '', container?: Json): FhirResource[] {
  if (Array.isArray(document)) return objects(document).flatMap((each) => resourcesOf(each));
  if (!isObject(document)) return [];
  if (document['resourceType'] === 'Bundle')
    return objects(document['entry']).flatMap((entry) =>
      resourcesOf(entry['resource'], textOf(entry['fullUrl'])),
    );
  if (document['resourceType'] === 'Parameters') return parametersOf(document);
  const own: FhirResource = { resource: document, url, ...(container === undefined ? {} : { container }) };
  const contained = objects(document['contained']).flatMap((each) => resourcesOf(each, '', document));
  return [own, ...contained];
}

const parametersOf = (parameters: Json): FhirResource[] =>
  [...objects(parameters['parameter']), ...objects(parameters['part'])].flatMap((each) => [
    ...resourcesOf(each['resource']),
    ...parametersOf({ part: each['part'] }),
  ]);

/** Finds what references point at: by full address, by type and id, or inside the resource that contains both. */
export function createResolver(
  resources: readonly FhirResource[],
): (reference: string, from: FhirResource) => Json | undefined {
  const byAddress = new Map<string, Json>();
  for (const { resource, url, container } of resources) {
    if (container !== undefined) continue;
    if (url !== '') byAddress.set(url, resource);
    const id = textOf(resource['id']);
    if (id !== '') byAddress.set(`${textOf(resource['resourceType'])}/${id}`, resource);
  }
  return (reference, { resource, container }) => {
    if (!reference.startsWith('#')) return byAddress.get(reference);
    const id = reference.slice(1);
    return objects((container ?? resource)['contained']).find((each) => textOf(each['id']) === id);
  };
}

/** The places of a resource that hold a name, a birth date or contact details. */
export function personalParts({ resource }: FhirResource): string[] {
  const type = textOf(resource['resourceType']);
  const about = ['subject', 'patient'].flatMap((part) => {
    const reference = resource[part];
    return isObject(reference) && textOf(reference['display']) !== '' ? [`${type}.${part}.display`] : [];
  });
  if (!/^(?:Patient|Person|RelatedPerson)$/.test(type)) return about;
  const own = ['name', 'birthDate', 'telecom', 'address', 'photo'].filter((part) => part in resource);
  const contact = objects(resource['contact']).some(
    (each) => 'name' in each || 'telecom' in each || 'address' in each,
  );
  return [...about, ...own.map((part) => `${type}.${part}`), ...(contact ? [`${type}.contact.name`] : [])];
}
