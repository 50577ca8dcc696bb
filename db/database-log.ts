/** The part of the program's log that this folder uses. */
export interface DatabaseLog {
  info(fields: DatabaseLogFields, message: string): void;
  warn(fields: DatabaseLogFields & { reason: string }, message: string): void;
  error(fields: DatabaseLogFields & { reason: string }, message: string): void;
}
/** The fields of these lines, a part of LogFields. */
export interface DatabaseLogFields {
  event: string;
  attempts?: number;
  count?: number;
  job?: string;
  jobId?: string;
  reason?: string;
}
