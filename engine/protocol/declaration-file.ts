import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HarmoniaError } from '../../foundation/errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { preregistrationHash } from './preregistration-hash.ts';

/** A declaration as an admin is sent it: the pre-registration, its hash, and the digest of each of its members. */
export interface DeclarationFile {
  /** SHA-256 of the canonical form of `preregistration`, which is what the audit log and the chat name. */
  hash: string;
  /** SHA-256 of the canonical form of each member, so that a reader can tell which one was altered. */
  members: Record<string, string>;
  preregistration: Record<string, unknown>;
}

/** A difference between what a declaration says and what can be recomputed from it. */
export type DeclarationDifference =
  | { difference: 'preregistration-hash'; declared: string; recomputed: string }
  | { difference: 'member'; member: string };

/** The name under which the declaration of a cohort is sent. */
export const declarationFileName = (cohort: string): string =>
  `declaration-${cohort.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}.json`;

/** The declaration as text, JSON with two spaces. */
export function writeDeclaration(preregistration: Record<string, unknown>, hash: string): string {
  const members = Object.fromEntries(
    Object.entries(preregistration).map(([member, value]) => [member, digestOf(value)]),
  );
  const file: DeclarationFile = { hash, members, preregistration };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a declaration and compares its hash and the digests of its members with those that are recomputed.
 * @throws HarmoniaError `bad-request` for a text that is no declaration
 */
export function checkDeclaration(text: string): { hash: string; differences: DeclarationDifference[] } {
  const { hash, members, preregistration } = readDeclaration(text);
  const recomputed = recompute(() => preregistrationHash(preregistration));
  const differences: DeclarationDifference[] = [];
  for (const member of Object.keys({ ...members, ...preregistration }).toSorted()) {
    const value = preregistration[member];
    if (value === undefined || recompute(() => digestOf(value)) !== members[member])
      differences.push({ difference: 'member', member });
  }
  if (recomputed !== hash)
    differences.push({ difference: 'preregistration-hash', declared: hash, recomputed });
  return { hash: recomputed, differences };
}

function readDeclaration(text: string): DeclarationFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new HarmoniaError('bad-request', 'this is no JSON', { cause });
  }
  const result = schema.safeParse(content);
  if (!result.success)
    throw new HarmoniaError(
      'bad-request',
      'this is no declaration: hash, members or preregistration is missing',
    );
  return result.data;
}

const schema = z.object({
  hash: z.string(),
  members: z.record(z.string(), z.string()),
  preregistration: z.record(z.string(), z.unknown()),
});

const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** @throws HarmoniaError `bad-request` also for a canonical form that this program does not know */
function recompute(hash: () => string): string {
  try {
    return hash();
  } catch (cause) {
    throw new HarmoniaError('bad-request', (cause as Error).message, { cause });
  }
}
