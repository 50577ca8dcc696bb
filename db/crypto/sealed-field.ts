import { HarmoniaError } from '../../foundation/errors.ts';
import type { Fernet } from './fernet.ts';

/** The place of a ciphertext: a ciphertext that was copied to another row or column is refused. */
export interface FieldBinding {
  /** The row's owner: a user id, a chat id. */
  owner: string;
  /** Table and column, for instance `hla_data.encrypted_alleles`. */
  field: string;
  /** Version of the plaintext's layout. */
  version: number;
}

/**
 * Encrypts database fields. A ciphertext is bound to its row and column and does not show the length of its content.
 */
export interface SealedFields {
  seal(binding: FieldBinding, plaintext: Uint8Array): string;
  /** Throws `ciphertext-invalid` when the token is damaged, under another key or bound to something else. */
  open(binding: FieldBinding, token: string): Buffer;
  rotate(token: string): string;
  isCurrent(token: string): boolean;
}

const LENGTH_BYTES = 4;

/**
 * Fernet has no associated data, so the binding stands within the encrypted message. The message has two parts, each
 * behind its length: the binding as JSON and the plaintext. It is zero-padded to a multiple of `padTo` bytes.
 */
export function createSealedFields(fernet: Fernet, padTo: (field: string) => number): SealedFields {
  const label = ({ owner, field, version }: FieldBinding): Buffer =>
    Buffer.from(JSON.stringify({ owner, field, version }));
  const refused = (): HarmoniaError =>
    new HarmoniaError('ciphertext-invalid', 'a ciphertext does not belong to this field');

  return {
    seal(binding, plaintext) {
      const bound = label(binding);
      const used = 2 * LENGTH_BYTES + bound.length + plaintext.length;
      const block = padTo(binding.field);
      const bytes = Buffer.alloc(Math.ceil(used / block) * block);
      bytes.writeUInt32BE(bound.length, 0);
      bound.copy(bytes, LENGTH_BYTES);
      bytes.writeUInt32BE(plaintext.length, LENGTH_BYTES + bound.length);
      bytes.set(plaintext, 2 * LENGTH_BYTES + bound.length);
      return fernet.encrypt(bytes);
    },
    open(binding, token) {
      const bytes = fernet.decrypt(token);
      const bound = label(binding);
      const start = 2 * LENGTH_BYTES + bound.length;
      if (bytes.length < start || bytes.readUInt32BE(0) !== bound.length) throw refused();
      if (!bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + bound.length).equals(bound)) throw refused();
      const length = bytes.readUInt32BE(LENGTH_BYTES + bound.length);
      if (start + length > bytes.length) throw refused();
      return bytes.subarray(start, start + length);
    },
    rotate: (token) => fernet.rotate(token),
    isCurrent: (token) => fernet.isCurrent(token),
  };
}
