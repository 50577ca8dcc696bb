// Checks only that the process answers. When the database does not, a restart of the process would not help.
const port = process.env.PORT || '8080';
const response = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
process.exit(response?.ok ? 0 : 1);
