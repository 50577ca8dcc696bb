import { describe, expect, test } from '@jest/globals';
import { dataMap } from '../../../db/data-map.ts';
import { type DataExport, renderExport } from '../../../engine/report/export-pdf.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { picture } from '../../support/faces.ts';
import { pagesOf, withPdf } from '../../support/pdf-text.ts';

const date = new Date('2026-11-20T10:00:00Z');
const unspaced = (text: string): string => text.replace(/\s/g, '');
const textOf = async (model: DataExport): Promise<string> =>
  unspaced((await pagesOf(await renderExport(model, translator(model.locale as 'en')))).join(' '));

/** Two rows in every second table, each cell a word of its own. */
function everything(): { data: DataExport['data']; places: [table: string, column: string][] } {
  const data: Record<string, Record<string, string>[]> = {};
  const places: [string, string][] = [];
  for (const [table, { persons, columns }] of Object.entries(dataMap)) {
    const names = Object.keys(columns).filter((name) => columns[name]!.export !== 'never');
    if (persons.length === 0 || names.length === 0) continue;
    const word = (name: string, row: number): string => `q${places.length + names.indexOf(name)}x${row}`;
    const rows = Object.keys(data).length % 2 === 0 ? [1] : [1, 2];
    data[table] = rows.map((row) => Object.fromEntries(names.map((name) => [name, word(name, row)])));
    for (const name of names) places.push([table, name]);
  }
  return { data, places };
}

const of = (data: DataExport['data'], change: Partial<DataExport> = {}): DataExport => ({
  data,
  locale: 'en',
  code: 'P-7F3K',
  study: 'Pilot of spring',
  date,
  ...change,
});

describe('the export as PDF', () => {
  test.each(locales)('names and holds every column that may be exported, in %s', async (locale) => {
    const { data, places } = everything();
    const t = translator(locale);
    const text = await textOf(of(data, { locale }));
    expect(places.length).toBeGreaterThan(80);
    for (const [table, column] of places) {
      const said = [
        t(`export-table-${table.replaceAll('_', '-')}`),
        t(`export-column-${column.replaceAll('_', '-')}`),
        ...data[table]!.map((row) => String(row[column])),
      ].map(unspaced);
      expect({ table, column, missing: said.filter((part) => !text.includes(part)) }).toEqual({
        table,
        column,
        missing: [],
      });
    }
  });

  test("writes dates, yes and no, lists and the statement of a question in the reader's language", async () => {
    const text = await textOf(
      of(
        {
          participants: [{ created_at: date, reminders_off: true, birth_year: 1990, display_name: null }],
          questionnaire_answers: [
            { item_id: 'lust-1', value: 4 },
            { item_id: 'gone', value: 2 },
          ],
          profiles: [{ visual_embedding: { analyserVersion: 'a1', numbers: Array(1024).fill(0.12345) } }],
          personality_scores: [
            {
              raw_responses: {
                instrument: 'piip-7.2',
                answers: Object.fromEntries(Array.from({ length: 44 }, (_, at) => [`lust-${at}`, 3])),
              },
            },
          ],
          presentations: [
            {
              items: [
                { id: 'f01', repeat: false },
                { id: 'f02', repeat: true },
              ],
            },
          ],
          consents: [{ text_hash: 'ab12cd34'.repeat(8) }],
        },
        {
          locale: 'es',
          words: {
            'questionnaire_answers.item_id': (id) => (id === 'lust-1' ? 'Una frase.' : undefined),
          },
        },
      ),
    );
    for (const said of [
      '20 nov 2026, 10:00',
      'Recordatorios desactivados Sí',
      'Año de nacimiento 1990',
      'Nombre que ven los demás —',
      'Una frase. 4',
      'gone 2',
      'Programa que describió la cara: a1, Descripción: 1024 números',
      'los primeros: 0,1235;',
      'Cuestionario: piip-7.2, Respuestas: 44 entradas, todas en el archivo JSON',
      'Orden f01; f02, se mostró otra vez',
      'Huella del texto primeras cifras ab12cd34; completa en el archivo JSON',
    ])
      expect(text).toContain(unspaced(said));
    expect(text).not.toMatch(/analyserVersion|numbers|answers|instrument|repeat|[0-9a-f]{32}/);
  });

  test('prints any name, and a table longer than a page with its header on each', async () => {
    const rows = Array.from({ length: 90 }, (_, at) => ({ face_id: `face-${at}`, rating: at }));
    const pdf = await renderExport(
      of({ calibration_ratings: rows, participants: [{ display_name: '<b>Zoë 🦊</b> Ирина' }] }),
      translator('en'),
    );
    const pages = await pagesOf(pdf);
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages.filter((text) => /face-\d/.test(text)))
      expect(page).toContain('Your rating, 1–4');
    expect(unspaced(pages.join(''))).toMatch(/<b>Zoë<\/b>Ирина/);
    expect(pages.join('')).toContain('face-89');
  });

  test('holds the photo or a sentence that it is gone, and is the same for the same data', async () => {
    const model = of({ profiles: [{ photo_path: 'uploads/x.jpg' }] }, { photo: await picture(400) });
    const pdf = await renderExport(model, translator('en'));
    expect(pdf.includes('/Subtype /Image')).toBe(true);
    expect(pdf.equals(await renderExport(model, translator('en')))).toBe(true);
    await withPdf(pdf, async (opened) => {
      expect(await opened.getMetadata()).toMatchObject({ info: { Title: 'Your data · P-7F3K' } });
    });
    expect(await textOf({ ...model, photo: null })).toContain(unspaced('The photo could not be read'));
  });
});
