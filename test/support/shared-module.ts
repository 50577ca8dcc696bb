import { createHash } from 'node:crypto';
import { createRequire, stripTypeScriptTypes } from 'node:module';

/** The name under which a test file has the `require` of Node itself. */
export const loadShared = 'harmoniaLoadShared';

const load = (path: string): string => `globalThis.${loadShared}(${JSON.stringify(path)})`;

const names = (path: string): string[] => {
  const library = createRequire(path)(path) as Record<string, unknown>;
  return Object.keys(library).filter((name) => name !== 'module.exports' && name !== '__esModule');
};

interface Options {
  supportsStaticESM: boolean;
  /** False for what is loaded outside a test file. */
  supportsDynamicImport: boolean;
}

/**
 * A Jest transformer for the entry files of libraries and for the program's own modules: a test file gets what Node has
 * loaded, instead of evaluating it again. What they make (errors, dates, plain objects) is of the worker's own realm, as
 * is what Node itself makes.
 */
export default {
  canInstrument: false,
  getCacheKey: (
    source: string,
    path: string,
    { supportsStaticESM, supportsDynamicImport }: Options,
  ): string =>
    createHash('sha256')
      .update(JSON.stringify([3, process.version, supportsStaticESM, supportsDynamicImport, path, source]))
      .digest('hex'),
  process(source: string, path: string, { supportsStaticESM, supportsDynamicImport }: Options) {
    // What global-setup loads is Node's already.
    if (!supportsDynamicImport) return { code: path.endsWith('.ts') ? stripTypeScriptTypes(source) : source };
    if (!supportsStaticESM) return { code: `module.exports = ${load(path)};` };
    const exported = names(path).map((name, index) => ({ name, local: `export${index}` }));
    return {
      code: [
        `const library = ${load(path)};`,
        ...exported.map(({ name, local }) => `const ${local} = library[${JSON.stringify(name)}];`),
        `export { ${exported.map(({ name, local }) => `${local} as ${name}`).join(', ')} };`,
      ].join('\n'),
    };
  },
};
