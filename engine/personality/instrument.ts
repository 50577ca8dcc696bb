import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { HarmoniaError } from '../../foundation/errors.ts';
import { sins } from './sins.ts';

/** Names an item or an attention check of one instrument, such as `greed-3`. */
export type ItemId = string & { readonly brand: 'ItemId' };

/** The shape that the protocol prescribes; an instrument of another shape is refused. */
export const questionnaireShape = { itemsPerSin: 6, reversedPerSin: 3, attentionChecks: 2 } as const;

const itemId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'an id has at most 24 of a-z, 0-9 and "-"')
  .transform((id) => id as ItemId);
// 160 characters are four lines on a telephone. Longer statements are hard to read there.
const sentence = z.string().trim().min(1).max(160);
const texts = z.strictObject({ en: sentence, es: sentence, ru: sentence });
const label = z.string().trim().min(1).max(40);
const labels = z.array(label).length(5);
const answer = z.int().min(1).max(5);

const instrumentSchema = z
  .strictObject({
    version: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/),
    provenance: z.string().min(1),
    scale: z.strictObject({
      minimum: z.literal(1),
      maximum: z.literal(5),
      labels: z.strictObject({ en: labels, es: labels, ru: labels }),
    }),
    items: z.array(z.strictObject({ id: itemId, sin: z.enum(sins), reversed: z.boolean(), text: texts })),
    attentionChecks: z
      .array(z.strictObject({ id: itemId, expected: answer, text: texts }))
      .length(questionnaireShape.attentionChecks),
  })
  .superRefine(({ items, attentionChecks }, context) => {
    for (const sin of sins) {
      const own = items.filter((item) => item.sin === sin);
      const reversed = own.filter((item) => item.reversed).length;
      const { itemsPerSin, reversedPerSin } = questionnaireShape;
      if (own.length !== itemsPerSin)
        context.addIssue(`${sin} has ${own.length} items instead of ${itemsPerSin}`);
      else if (reversed !== reversedPerSin)
        context.addIssue(`${sin} has ${reversed} reversed items instead of ${reversedPerSin}`);
    }
    const ids = [...items, ...attentionChecks].map(({ id }) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) context.addIssue(`the id "${twice}" is used twice`);
  });

/** A questionnaire: its statements in three languages, and how the answers are scored. */
export type Instrument = z.output<typeof instrumentSchema>;

/** What a participant is shown: an item of a trait or an attention check. */
export interface Question {
  id: ItemId;
  kind: 'item' | 'attention';
  text: Record<'en' | 'es' | 'ru', string>;
}

/**
 * Reads an instrument file.
 * @throws HarmoniaError `instrument-invalid`, saying where and why.
 */
export function loadInstrument(file: string | URL): Instrument {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new HarmoniaError('instrument-invalid', `${String(file)} is not a readable JSON file`, { cause });
  }
  return parseInstrument(content);
}

/** Checks the content of an instrument file. @throws HarmoniaError `instrument-invalid` naming every fault. */
export function parseInstrument(content: unknown): Instrument {
  const parsed = instrumentSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  throw new HarmoniaError('instrument-invalid', `the instrument is invalid: ${faults.join('; ')}`);
}

/** Looks a question up by its id; undefined for an id of another instrument. */
export function questionOf(instrument: Instrument, id: string): Question | undefined {
  const item = instrument.items.find((candidate) => candidate.id === id);
  if (item) return { id: item.id, kind: 'item', text: item.text };
  const check = instrument.attentionChecks.find((candidate) => candidate.id === id);
  return check && { id: check.id, kind: 'attention', text: check.text };
}
