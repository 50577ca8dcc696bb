/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** True for an object, which an array is not. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a value, trimmed; empty when it is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
