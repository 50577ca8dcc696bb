// Plain JavaScript on purpose: it must run on the Node that cannot read the rest of the program.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Harmonia needs Node 22.18 or newer; this is ${process.version} (${process.execPath}). ` +
      'Run "npm ci" with install scripts allowed, which brings Node 24 along, or install Node 24.',
  );
  process.exit(1);
}
