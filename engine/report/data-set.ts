import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Instrument } from '../personality/instrument.ts';
import { codebookJson, codebookText, tableNames } from './codebook.ts';
import { dataColumns, type StudyTables, tableColumns, writeTable } from './data-set-tables.ts';
import { zipArchive } from './zip-archive.ts';

/** What a data set tells about itself. */
export interface DataSetInfo {
  study: string;
  cohort: string;
  /** Number of the look whose answers it holds; null for a cohort without registered looks. */
  look: number | null;
  /** SHA-256 of the pre-registration. */
  preregistrationHash: string | null;
  codeVersion: string;
  instrument: Pick<Instrument, 'version' | 'scale' | 'items' | 'attentionChecks'>;
}

/** The specification that the layout follows: psych-ds.github.io. */
const psychDs = 'Psych-DS 0.4.0';
const analysis = new URL('./analysis.R', import.meta.url);

/** A data set as one file. */
export interface DataSetArchive {
  fileName: string;
  bytes: Buffer;
  /** Of the bytes, hexadecimal. */
  sha256: string;
}

/** The files of a data set as a ZIP archive; the same tables give the same bytes. */
export function dataSetArchive(tables: StudyTables, info: DataSetInfo): DataSetArchive {
  const bytes = zipArchive(dataSetFiles(tables, info));
  return {
    fileName: `study-harmonia_cohort-${fileLabel(info.cohort)}.zip`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The files of a Psych-DS data set by path. */
export function dataSetFiles(tables: StudyTables, info: DataSetInfo): Map<string, string> {
  // Psych-DS reads a file name as keywords with values, so a table's name needs a keyword of its own.
  const fileOf = (table: keyof StudyTables): string =>
    `data/study-harmonia_cohort-${fileLabel(info.cohort)}_description-${table}_data.csv`;
  return new Map([
    ['dataset_description.json', descriptionJson(info)],
    ['README.md', readme(tables, info)],
    ['codebook.json', codebookJson(info.instrument, fileOf)],
    ['codebook.md', codebookText(info.instrument, fileOf)],
    ['analysis.R', readFileSync(analysis, 'utf8')],
    ...tableNames.map((name) => [fileOf(name), writeTable(name, tables[name])] as const),
  ]);
}

/** The name of a cohort in file names: Latin letters and digits only, as Psych-DS asks. */
function fileLabel(cohort: string): string {
  const plain = cohort.normalize('NFKD').replaceAll(/[^A-Za-z0-9]/g, '');
  const isWhole = plain.length === cohort.replaceAll(/[\s_-]/g, '').length && plain.length <= 40;
  // A name in other letters keeps apart from others of the same length by its digest.
  return isWhole && plain !== '' ? plain : `${plain.slice(0, 24)}x${digestOf(cohort)}`;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

function descriptionJson({ study, cohort }: DataSetInfo): string {
  const names = [...new Set(tableNames.flatMap((name): string[] => [...tableColumns[name]]))];
  const description = {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    name: `${study}: cohort ${cohort}`,
    description:
      'Willingness to meet between participants of a staged matching study, with the scores that three phases (face, questionnaire, HLA) predicted before.',
    schemaVersion: psychDs,
    keywords: ['willingness to meet', 'dyadic data', 'social relations model', 'pre-registration'],
    // Psych-DS recommends privacyPolicy, which is no property of schema.org; its validator warns of it.
    conditionsOfAccess:
      'Pseudonymous data of people who agreed to research use. Not to be published, and not to be joined with other data about them.',
    variableMeasured: names.map((name) => {
      const {
        type,
        description: meaning,
        minimum,
        maximum,
        unit,
        values,
      } = dataColumns[name as keyof typeof dataColumns];
      const labels = Object.entries(values ?? {}).map(([value, label]) => `${value} = ${label}`);
      return {
        '@type': 'PropertyValue',
        name,
        description: labels.length > 0 ? `${meaning} ${labels.join('; ')}.` : meaning,
        ...(minimum === undefined ? {} : { minValue: minimum }),
        ...(maximum === undefined ? {} : { maxValue: maximum }),
        ...(unit === undefined ? {} : { unitText: unit }),
        ...(type === 'yes-no' ? { minValue: 0, maxValue: 1 } : {}),
      };
    }),
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}

function readme({ dyads, people, items, swipes }: StudyTables, info: DataSetInfo): string {
  const { study, cohort, look, preregistrationHash, codeVersion } = info;
  const basis =
    look === null
      ? 'No looks were registered for this cohort: its figures are exploratory.'
      : `Answers are those that were closed when registered look ${look} was opened.`;
  return [
    `# ${study}: cohort ${cohort}`,
    `A data set in the layout of ${psychDs} (https://psych-ds.github.io). Made by Harmonia ${codeVersion}.`,
    `Pre-registration: ${preregistrationHash ?? 'none'} (SHA-256). ${basis}`,
    [
      `- People: ${people.length}. Planned profiles: ${dyads.length}, with an answer: ${dyads.filter(({ wtm, would_meet }) => wtm !== null || would_meet !== null).length}, left out because of "Do not introduce us": ${dyads.filter(({ excluded }) => excluded !== null).length}.`,
      `- Answers to the questionnaire: ${items.length}. Swipes: ${swipes.length}.`,
    ].join('\n'),
    '`Rscript analysis.R` in this folder repeats the figures and fits the mixed models. `codebook.md` says what each column and each item means; `codebook.json` is the same for programs.',
    '## What it holds and what it does not',
    [
      '- A profile is here when the person who looks and the person who is shown both agreed to research use. A profile whose viewer had not closed the answers has no outcome.',
      '- Pseudonyms are drawn anew for each export and kept nowhere. Dates are days since the release, ages are bands, and values of people that fewer than ten share are left empty.',
      '- Follow-ups are filled in once ten people have answered one. They come from introduced people only, so the range of scores is restricted.',
      '- Not here: photographs, face descriptions, alleles, names, free text, dates, and any number that says how attractive a face is to all. `visual` is a percentile by the taste of the one who looks.',
      '- There is no table of messages: the study keeps no record of messages that were delivered.',
      '- A person may still be recognised by a rare combination of values. Treat the files as personal data.',
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}
