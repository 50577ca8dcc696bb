import { existsSync, writeFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { loadInstrumentShelf } from '../engine/personality/instrument-shelf.ts';
import { cohortNamed } from '../engine/protocol/cohort-list.ts';
import { auditExport, exportStudy } from '../engine/protocol/export-study.ts';
import type { ExportRefusal } from '../engine/protocol/study-export.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { withDatabase } from './with-database.ts';

/** Only the operator may read it: it holds personal data under pseudonyms. */
const ownerOnly = 0o600;

/** `study export COHORT [--out FILE]`: the data set of a cohort, as `/export_data` sends it. */
export async function writeExport(name: string, out: string | undefined): Promise<void> {
  const { study: choices } = readConfig();
  const instruments = loadInstrumentShelf({ instrument: choices.personalityInstrument });
  await withDatabase(async (database) => {
    const cohort = await database.transact((uow) => cohortNamed(uow, name));
    const made = cohort && (await exportStudy(database, { ...choices, instruments }, cohort.id));
    if (!made)
      throw new HarmoniaError('not-found', 'cohort: there is no cohort of that name; see "cohort list"');
    if ('reason' in made) throw new HarmoniaError('cohort-state', refusalInWords(made));
    const file = out ?? made.fileName;
    if (existsSync(file)) throw new HarmoniaError('conflict', `${file}: this file exists already`);
    // The digest is in the audit log before the file exists: a file without its entry would be an export in secret.
    await database.transact((uow) => auditExport(uow, made, { by: 'system', at: new Date() }));
    writeFileSync(file, made.bytes, { flag: 'wx', mode: ownerOnly });
    console.log(`${file}: ${made.people} people, ${made.profiles} planned profiles\nSHA-256 ${made.sha256}`);
  });
}

function refusalInWords(refusal: ExportRefusal): string {
  switch (refusal.reason) {
    case 'before-release':
      return 'there is no data set before the release of the cohort';
    case 'too-few-people':
      return 'fewer than 10 people of the cohort agreed to research use';
    case 'before-look': {
      const closing = refusal.closesAt
        ? `, or at the close on ${refusal.closesAt.toISOString().slice(0, 10)}`
        : '';
      return `the data set comes with the first registered look: when ${Math.round(refusal.share * 1000) / 10} % of the viewers have closed their answers${closing}`;
    }
  }
}
