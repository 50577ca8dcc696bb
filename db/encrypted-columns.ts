/** A column of Fernet tokens, and the multiple of bytes to which its content is padded. */
export interface EncryptedColumn {
  /** Binding label; never changes once data exist. */
  field: string;
  padTo: number;
}

/** HLA typing of a person: one size for nearly all, so that the length does not tell how ambiguous it is. */
export const typingColumn: EncryptedColumn = { field: 'hla_data.encrypted_alleles', padTo: 4096 };
/** Face description: 4096 bytes of numbers and the binding. */
export const embeddingColumn: EncryptedColumn = { field: 'profiles.visual_embedding', padTo: 4608 };
/** Durable memory of a dialog. */
export const dialogColumn: EncryptedColumn = { field: 'dialog_state.payload', padTo: 1024 };
/** Call to the chat service that is due. */
export const outboxColumn: EncryptedColumn = { field: 'outbox.payload', padTo: 512 };

const columns = [typingColumn, embeddingColumn, dialogColumn, outboxColumn];

/** The padding of a field by its label. */
export function paddingOf(field: string): number {
  const column = columns.find((candidate) => candidate.field === field);
  if (column === undefined) throw new RangeError(`${field} is not an encrypted column`);
  return column.padTo;
}
