import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Plain JavaScript on purpose: it must run on the Node that cannot read the rest of the program.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Harmonia needs Node 22.18 or newer; this is ${process.version} (${process.execPath}). ` +
      'Run "npm ci" with install scripts allowed, which brings Node 24 along, or install Node 24.',
  );
  process.exit(1);
}

// Node keeps what it made of each source file, so that the next start and the next command compile nothing. In the folder of
// the program, because any user of the machine may write into the temporary one. Where it cannot be written, nothing is kept.
module.enableCompileCache?.(fileURLToPath(new URL('./node_modules/.cache/node', import.meta.url)));

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
