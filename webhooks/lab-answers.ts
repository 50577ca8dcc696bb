import { z } from 'zod';
import type { DescribedAnswer } from './route.ts';

const problem = z.looseObject({ code: z.string(), message: z.string() });

/** The answer to a delivery of a laboratory, for the document of the routes. */
export const labReport = z.looseObject({
  dryRun: z.literal(true).optional(),
  format: z.string().nullable(),
  refused: z.boolean().describe('True when nothing of the file was taken'),
  imported: z.int(),
  replaced: z.int(),
  unchanged: z.int(),
  statuses: z.int().optional().describe('Rows whose status of a sample was taken'),
  rejected: z.int(),
  openKits: z
    .array(z.string())
    .optional()
    .describe('Kits that wait for a typing, when the file has statuses'),
  otherGenes: z.record(z.string(), z.unknown()),
  problems: z.array(problem),
  notes: z.array(z.unknown()),
  rows: z.array(
    z.looseObject({
      row: z.int(),
      participant: z.string().describe('The code of the kit'),
      status: z.string(),
      message: z.string(),
      problems: z.array(problem),
    }),
  ),
});

export const labAnswers: Readonly<Record<number, DescribedAnswer>> = {
  200: { description: 'The outcome of each row, after everything is stored', schema: labReport },
  400: { description: 'The address has an unknown parameter, or the body cannot be read' },
  401: { description: 'The delivery is not signed by a laboratory that is known here' },
  409: { description: 'The id was used for another body', schema: z.object({ error: z.string() }) },
  413: { description: 'The file is larger than 10 MB' },
  415: { description: 'The type is no lab file' },
  422: { description: 'The file is refused as a whole', schema: labReport },
};
