// Plain JavaScript on purpose: it must run on the Node that cannot read the rest of the program.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Harmonia needs Node 22.18 or newer; this is ${process.version} (${process.execPath}). ` +
      'Run "npm ci" with install scripts allowed, which brings Node 24 along, or install Node 24.',
  );
  process.exit(1);
}

// Under this condition Node runs the TypeScript of the workspaces; without it Node would look for what was built of them.
const condition = 'harmonia-source';
const source = new URL('./packages/hla/src/index.ts', import.meta.url).href;
if (resolved('@harmonia/hla') !== source) {
  console.error(
    `Start Harmonia with "npm start", or give Node --conditions=${condition}; run "npm ci" before.`,
  );
  process.exit(1);
}

function resolved(name) {
  try {
    return import.meta.resolve(name);
  } catch {
    return undefined;
  }
}
