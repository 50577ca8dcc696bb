/**
 * A time after which a test fails, in milliseconds, longer by the factor TEST_PATIENCE: for machines that are slow or
 * busy. jest.config.js multiplies the time of tests and hooks by the same factor.
 */
export const patience = (ms: number): number => ms * Number(process.env['TEST_PATIENCE'] ?? 1);
