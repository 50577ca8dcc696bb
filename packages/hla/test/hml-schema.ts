import { SaxesParser } from 'saxes';

interface Model {
  /** Children in the order of the schema, with `?`, `*` or `+` for how often. */
  readonly children: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly values?: Readonly<Record<string, RegExp>>;
  readonly text?: true;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** The elements that are written here, as the schema of HML 1.0.1 allows them (schemas.nmdp.org/spec/hml/1.0.1). */
const models: Readonly<Record<string, Model>> = {
  hml: {
    children: ['property*', 'hmlid?', 'reporting-center?', 'sample+', 'typing-test-names*'],
    required: ['version'],
    optional: ['xmlns', 'project-name'],
    values: { version: /^1\.0(?:\.\d)?$/, xmlns: /^http:\/\/schemas\.nmdp\.org\/spec\/hml\/1\.0\.1$/ },
  },
  sample: {
    children: ['property*', 'collection-method?', 'typing+'],
    required: ['id'],
    optional: ['center-code'],
    values: { id: /./ },
  },
  property: { children: [], required: ['name'], optional: ['value'], values: { name: /./ } },
  typing: {
    children: ['property*', 'allele-assignment*', 'typing-method', 'consensus-sequence*'],
    required: ['gene-family', 'date'],
    optional: [],
    values: { 'gene-family': /./, date: day },
  },
  'allele-assignment': {
    children: ['property*', 'haploid*', 'genotype-list*', 'glstring*'],
    required: ['date'],
    optional: ['allele-db', 'allele-version'],
    values: { date: day, 'allele-db': /./, 'allele-version': /./ },
  },
  haploid: {
    children: [],
    required: ['locus', 'method', 'type'],
    optional: [],
    values: { locus: /./, method: /^(?:DNA|SER)$/, type: /^(?:\s*|[0-9A-Z:*-]{2,40})$/ },
  },
  glstring: { children: [], required: [], optional: ['uri'], text: true },
  'typing-method': { children: ['sso?', 'ssp?', 'sbt-sanger*', 'sbt-ngs*'], required: [], optional: [] },
};

interface Open {
  readonly name: string;
  readonly children: string[];
}

/** What in a file is against the schema, as far as the elements above go; empty when nothing is. */
export function hmlFaults(text: string): string[] {
  const faults: string[] = [];
  const path: Open[] = [];
  const parser = new SaxesParser();
  parser.on('error', ({ message }) => faults.push(message));
  parser.on('opentag', ({ name, attributes }) => {
    path.at(-1)?.children.push(name);
    if (path.length === 0 && name !== 'hml') faults.push(`the root is ${name}`);
    path.push({ name, children: [] });
    faults.push(...attributeFaults(name, attributes));
  });
  parser.on('text', (piece) => {
    const name = path.at(-1)?.name ?? '';
    if (piece.trim() !== '' && models[name]?.text !== true) faults.push(`text in ${name}`);
  });
  parser.on('closetag', () => {
    const { name, children } = path.pop()!;
    const order = models[name]?.children ?? [];
    const pattern = order.map((child) => child.replace(/^([\w-]+)(.?)$/, '(?:<$1>)$2')).join('');
    const found = children.map((child) => `<${child}>`).join('');
    if (!new RegExp(`^${pattern}$`).test(found)) faults.push(`${name} holds ${found}`);
  });
  parser.write(text).close();
  return faults;
}

function attributeFaults(name: string, attributes: Readonly<Record<string, string>>): string[] {
  const model = models[name];
  if (model === undefined) return [`${name} is no element`];
  const allowed = [...model.required, ...model.optional];
  return [
    ...model.required.filter((key) => !(key in attributes)).map((key) => `${name} lacks ${key}`),
    ...Object.entries(attributes)
      .filter(([key, value]) => !allowed.includes(key) || model.values?.[key]?.test(value) === false)
      .map(([key, value]) => `${name} has ${key}="${value}"`),
  ];
}
