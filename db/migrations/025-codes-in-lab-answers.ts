import type { ClientBase } from 'pg';
import type { Migration } from './migration.ts';

interface StoredAnswer {
  rows?: { participant: string; status: string }[];
}

const accepted = ['imported', 'replaced', 'unchanged'];
const plain = (code: string): string => code.toUpperCase().replace(/[\s\-_.]/g, '');

/**
 * Earlier erasures left the code of the person's kit in the answers to laboratories. A code whose row was accepted was
 * that of a kit: where no kit has it any more, it is taken out of the answer.
 */
export const codesInLabAnswers: Migration = {
  name: '025-codes-in-lab-answers',
  async up(client: ClientBase) {
    const { rows: kits } = await client.query<{ code: string }>('SELECT code FROM kits');
    const known = new Set(kits.map(({ code }) => plain(code)));
    const { rows: deliveries } = await client.query<{ id: string; response: string }>(
      'SELECT id, response FROM lab_deliveries WHERE response IS NOT NULL',
    );
    for (const { id, response } of deliveries) {
      const answer = JSON.parse(response) as StoredAnswer | null;
      const erased = (answer?.rows ?? []).filter(
        ({ participant, status }) => accepted.includes(status) && !known.has(plain(participant)),
      );
      if (erased.length === 0) continue;
      for (const row of erased) row.participant = 'erased';
      await client.query('UPDATE lab_deliveries SET response = $2 WHERE id = $1', [
        id,
        JSON.stringify(answer),
      ]);
    }
  },
};
