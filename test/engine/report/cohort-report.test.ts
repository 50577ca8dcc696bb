import { expect, test } from '@jest/globals';
import { renderCohortReport } from '../../../engine/report/cohort-report.ts';
import { translator } from '../../../locales/locales.ts';
import { pagesOf } from '../../support/pdf-text.ts';

test('the headings of a Spanish report begin with a capital, also after a question mark', async () => {
  const t = translator('es');
  const pdf = await renderCohortReport(
    {
      study: 'Harmonia',
      cohort: 'Piloto',
      date: new Date('2026-11-30'),
      hash: null,
      declaration: null,
      sections: [{ title: t('figures-title-validity'), text: ['Nada todavía.'], pictures: [] }],
    },
    { locale: 'es', t },
  );
  expect((await pagesOf(pdf)).join(' ')).toContain('¿Acertó la predicción?');
});
