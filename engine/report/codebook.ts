import type { Instrument } from '../personality/instrument.ts';
import { dataColumns, type StudyTables, tableColumns } from './data-set-tables.ts';

/** What the items of an instrument say, and what its answers mean. */
type CodebookInstrument = Pick<Instrument, 'version' | 'scale' | 'items' | 'attentionChecks'>;

const tables: Readonly<Record<keyof StudyTables, string>> = {
  dyads: 'One row for each planned profile of two people who both agreed to research use.',
  people: 'One row for each person of the frozen cohort who agreed to research use.',
  items: 'Answers to the questionnaire, one row each.',
  swipes: 'Ratings of calibration faces, one row each.',
};

/**
 * The codebook for programs: tables, columns, value labels, and the questionnaire in three languages.
 * @param fileOf the path of a table in the data set
 */
export function codebookJson(
  instrument: CodebookInstrument,
  fileOf: (table: keyof StudyTables) => string,
): string {
  const { version, scale, items, attentionChecks } = instrument;
  const book = {
    tables: Object.fromEntries(
      tableNames.map((name) => [
        name,
        {
          file: fileOf(name),
          description: tables[name],
          columns: tableColumns[name].map((column) => ({ name: column, ...dataColumns[column] })),
        },
      ]),
    ),
    missing: 'An empty cell.',
    questionnaire: {
      version,
      scale: { minimum: scale.minimum, maximum: scale.maximum, labels: scale.labels },
      items: items.map(({ id, sin, reversed, text }) => ({ item: id, trait: sin, reversed, text })),
      attentionChecks: attentionChecks.map(({ id, expected, text }) => ({ item: id, expected, text })),
    },
  };
  return `${JSON.stringify(book, null, 2)}\n`;
}

/** The tables of a data set, in the order in which they are described. */
export const tableNames = ['dyads', 'people', 'items', 'swipes'] as const satisfies (keyof StudyTables)[];

/** The same to read, as Markdown. */
export function codebookText(
  instrument: CodebookInstrument,
  fileOf: (table: keyof StudyTables) => string,
): string {
  const { version, scale, items, attentionChecks } = instrument;
  const languages = ['en', 'es', 'ru'] as const;
  return [
    '# Codebook',
    'An empty cell is missing. In columns of yes and no, 1 is yes and 0 is no.',
    ...tableNames.flatMap((name) => [
      `## ${name}`,
      `${tables[name]} File: \`${fileOf(name)}\``,
      markdownTable(
        ['column', 'type', 'meaning'],
        tableColumns[name].map((column) => [column, dataColumns[column].type, meaningOf(column)]),
      ),
    ]),
    `## Questionnaire ${version}`,
    'A trait is the mean of its items after reversing (6 minus the answer), rescaled to 0–1. Attention checks belong to no trait.',
    markdownTable(
      ['answer', ...languages],
      scale.labels.en.map((_, at) => [
        String(scale.minimum + at),
        ...languages.map((language) => scale.labels[language][at]!),
      ]),
    ),
    markdownTable(
      ['item', 'trait', 'reversed', ...languages],
      [
        ...items.map(({ id, sin, reversed, text }) => [
          id,
          sin,
          reversed ? 'yes' : 'no',
          ...languages.map((language) => text[language]),
        ]),
        ...attentionChecks.map(({ id, expected, text }) => [
          id,
          `check: ${expected}`,
          '',
          ...languages.map((language) => text[language]),
        ]),
      ],
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function meaningOf(column: keyof typeof dataColumns): string {
  const { description, minimum, maximum, unit, values } = dataColumns[column];
  const range =
    minimum === undefined ? '' : maximum === undefined ? ` From ${minimum}.` : ` ${minimum} to ${maximum}.`;
  const labels = Object.entries(values ?? {}).map(([value, label]) => `${value} = ${label}`);
  return [
    `${description}${range}`,
    ...(unit ? [`Unit: ${unit}.`] : []),
    ...(labels.length > 0 ? [`${labels.join('; ')}.`] : []),
  ].join(' ');
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
