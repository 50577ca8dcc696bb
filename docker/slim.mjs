// Makes node_modules smaller for the image: packages that only a left-out package needs, source maps, declarations, and
// the builds and models of Human that the program never loads. Called as `node docker/slim.mjs LEFT-OUT…`, beside a
// package-lock.json. Prints what it wrote to sbom.json: every package that stays, as CycloneDX 1.6.
import { globSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const leftOut = new Set(process.argv.slice(2));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** Where Node finds a dependency of a package: in the package's own node_modules, or in one above it. */
function placeOf(name, from) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = [folder, 'node_modules', name].filter(Boolean).join('/');
    if (packages[place]) return place;
    if (folder === '') return undefined;
  }
}

const kept = new Set();
function keep(place) {
  if (kept.has(place)) return;
  kept.add(place);
  const { link, resolved, dependencies, optionalDependencies, peerDependencies } = packages[place];
  if (link) return keep(resolved);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const found = leftOut.has(name) ? undefined : placeOf(name, place.startsWith('packages/') ? '' : place);
    if (found) keep(found);
  }
}
keep('');

for (const place of Object.keys(packages)) {
  if (place.startsWith('node_modules/') && !kept.has(place)) rmSync(place, { recursive: true, force: true });
}

const human = 'node_modules/@vladmandic/human';
const loaded = ['dist/human.node.js', 'dist/human.node-wasm.js', 'package.json', 'LICENSE'];
const models = ['blazeface', 'facemesh', 'faceres'].flatMap((name) => [`${name}.json`, `${name}.bin`]);
for (const name of readdirSync(human, { recursive: true, withFileTypes: true })) {
  const path = join(name.parentPath, name.name);
  const inside = path.slice(human.length + 1);
  const isLoaded = loaded.includes(inside) || models.some((model) => inside === `models/${model}`);
  if (!name.isDirectory() && !isLoaded) rmSync(path);
}
// Node loads the builds for CommonJS; the others are for browsers.
const browserBuilds = [
  'node_modules/@tensorflow/*/dist/*.{es2017,fesm,min}*',
  'node_modules/@tensorflow/*/dist/**/*_test.js',
  'node_modules/docx/dist/*.{iife.js,umd.cjs}',
  'node_modules/bintrees/test',
  'node_modules/{zod,vega-lite}/src',
  'node_modules/dejavu-fonts-ttf/status.txt',
].flatMap((pattern) => globSync(pattern));
for (const path of [...globSync('node_modules/**/*.{map,d.ts,d.mts,d.cts}'), ...browserBuilds])
  rmSync(path, { recursive: true, force: true });

const components = [...kept]
  .filter((place) => place.startsWith('node_modules/') && packages[place].version)
  .map((place) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { version, license } = packages[place];
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    return {
      type: 'library',
      name,
      version,
      purl,
      ...(license && { licenses: [{ license: { name: license } }] }),
    };
  });
writeFileSync(
  'sbom.json',
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }),
);
console.log(`${components.length} packages stay`);
