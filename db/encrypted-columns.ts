/** A column of Fernet tokens, and the multiple of bytes to which its content is padded. */
export interface EncryptedColumn {
  /** Label in the binding of each token. It must not change once data exist. */
  field: string;
  padTo: number;
}

/** HLA typing of a participant. Nearly all fit one block, so that the length does not show how ambiguous one is. */
export const typingColumn: EncryptedColumn = { field: 'hla_data.encrypted_alleles', padTo: 4096 };
/** Face description: 4096 bytes of numbers and the binding. */
export const embeddingColumn: EncryptedColumn = { field: 'profiles.visual_embedding', padTo: 4608 };
/** State of the dialog in a chat. */
export const dialogColumn: EncryptedColumn = { field: 'dialog_state.payload', padTo: 1024 };
/** Bot API call that is still to be sent. */
export const outboxColumn: EncryptedColumn = { field: 'outbox.payload', padTo: 512 };

const columns = [typingColumn, embeddingColumn, dialogColumn, outboxColumn];

/** The padding of a field by its label. */
export function paddingOf(field: string): number {
  const column = columns.find((candidate) => candidate.field === field);
  if (column === undefined) throw new RangeError(`${field} is not an encrypted column`);
  return column.padTo;
}
