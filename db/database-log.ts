/** The lines that this folder writes; the program's log fits. */
export interface DatabaseLog {
  info(fields: DatabaseLogFields, message: string): void;
  warn(fields: DatabaseLogFields, message: string): void;
  error(fields: DatabaseLogFields, message: string): void;
}
/** A part of the fields that the program's log allows. */
export interface DatabaseLogFields {
  event: string;
  attempts?: number;
  count?: number;
  job?: string;
  jobId?: string;
  reason?: string;
}
