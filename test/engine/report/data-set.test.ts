import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { loadInstrumentShelf } from '../../../engine/personality/instrument-shelf.ts';
import { dataSetArchive, dataSetFiles } from '../../../engine/report/data-set.ts';
import { tableColumns, writeTable } from '../../../engine/report/data-set-tables.ts';
import { parseDyads } from '../../../engine/validation/dyads-table.ts';
import { simulatedInfo, simulatedTables } from '../../support/exported-tables.ts';

const tables = simulatedTables(20, 'data-set');
const files = dataSetFiles(tables, simulatedInfo());
const dataFiles = [...files.keys()].filter((path) => path.startsWith('data/'));

describe('a data set', () => {
  test('has what the validator of Psych-DS asks for: keywords in file names, and every column described', () => {
    expect(dataFiles).toHaveLength(4);
    for (const path of dataFiles)
      expect(path).toMatch(/^data\/[a-z]+-[a-zA-Z0-9]+(_[a-z]+-[a-zA-Z0-9]+)*_data\.csv$/);
    const description = JSON.parse(files.get('dataset_description.json')!) as Record<string, unknown>;
    expect(description).toMatchObject({
      '@context': 'https://schema.org/',
      '@type': 'Dataset',
      name: 'Harmonia: cohort Simulated',
      description: expect.any(String),
      schemaVersion: 'Psych-DS 0.4.0',
    });
    const measured = (description['variableMeasured'] as { name: string; description: string }[]).map(
      ({ name }) => name,
    );
    const columns = dataFiles.flatMap((path) => files.get(path)!.split('\n')[0]!.split(','));
    expect(new Set(measured)).toEqual(new Set(columns));
    expect(measured).toHaveLength(new Set(measured).size);
  });

  test('explains items and values in three languages, for programs and to read', () => {
    const book = JSON.parse(files.get('codebook.json')!) as {
      questionnaire: { items: { item: string; text: Record<string, string> }[]; scale: { labels: object } };
      tables: Record<string, { file: string; columns: { name: string; values?: object }[] }>;
    };
    const instrument = loadInstrumentShelf().current().instrument;
    expect(book.questionnaire.items).toHaveLength(instrument.items.length);
    expect(book.questionnaire.scale.labels).toEqual(instrument.scale.labels);
    for (const { text } of instrument.items)
      for (const language of ['en', 'es', 'ru'] as const)
        expect(files.get('codebook.md')).toContain(text[language]);
    expect(Object.values(book.tables).map(({ file }) => file)).toEqual(dataFiles);
    expect(book.tables['swipes']!.columns.find(({ name }) => name === 'rating')!.values).toEqual({
      ...{ 1: 'strong no', 2: 'no', 3: 'yes', 4: 'strong yes' },
    });
  });

  test('has a table of dyads of which "study validity" knows every column', () => {
    const table = parseDyads(files.get(dataFiles[0]!)!);
    expect(table.unknownColumns).toEqual([]);
    expect(table.excluded).toBe(1);
    expect(table.rows).toHaveLength(tables.dyads.length - 1);
  });

  test('is the same archive, byte for byte, whenever and wherever it is made', () => {
    const [first, second] = [1, 2].map(() => dataSetArchive(tables, simulatedInfo()));
    expect(second!.bytes.equals(first!.bytes)).toBe(true);
    // The entry's time and date: midnight of 1 January 1980 in every time zone.
    expect([first!.bytes.readUInt16LE(10), first!.bytes.readUInt16LE(12)]).toEqual([0, 0x21]);
  });

  test.each([
    ['Pilot', 'Pilot'],
    ['Pilot 2', 'Pilot2'],
    ['../etc', expect.stringMatching(/^etcx[0-9a-f]{8}$/)],
    ['Осень', expect.stringMatching(/^x[0-9a-f]{8}$/)],
  ])('of the cohort %s has a file name that Psych-DS and every file system take', (cohort, label) => {
    const { fileName } = dataSetArchive(tables, { ...simulatedInfo(), cohort });
    expect(/^study-harmonia_cohort-([A-Za-z0-9]+)\.zip$/.exec(fileName)![1]).toEqual(label);
  });
});

describe('a table', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'])('keeps %j from being a formula', (cohort) => {
    const [row] = tables.dyads;
    const text = writeTable('dyads', [{ ...row!, cohort, personality: -2.5 }]);
    const [cells]: unknown[] = parse(text, { columns: true });
    expect(cells).toMatchObject({ cohort: `'${cohort}`, personality: '-2.5' });
  });

  test('keeps commas, quotation marks and line feeds inside their cell', () => {
    const [row] = tables.dyads;
    const cohort = 'One, "two"\nthree';
    const records = parse(writeTable('dyads', [{ ...row!, cohort }]), { columns: true });
    expect(records).toEqual([expect.objectContaining({ cohort })]);
    expect(Object.keys(records[0] as object)).toEqual(tableColumns.dyads);
  });
});
