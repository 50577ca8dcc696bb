import type { Migration } from './migration.ts';

/**
 * The report as DOCX beside the PDF, and about which version of the consent texts a participant was asked anew.
 */
export const reportFormats: Migration = {
  name: '016-report-formats',
  up: (client) =>
    client.query(`
      ALTER TABLE reports ADD COLUMN docx_path TEXT;
      ALTER TABLE participants ADD COLUMN asked_text_version TEXT;
    `),
};
