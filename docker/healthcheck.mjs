// Asks only whether the process answers: a database that is away is no reason to restart it.
const port = process.env.PORT || '8080';
const response = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
process.exit(response?.ok ? 0 : 1);
