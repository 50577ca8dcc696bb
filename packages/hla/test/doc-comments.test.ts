import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const source = path.join(import.meta.dirname, '../src');
const files = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const before = files.get(file);
  if (before !== undefined) return before;
  const parsed = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  files.set(file, parsed);
  return parsed;
}

/** The declarations of a file by name; a constant is declared by its whole statement. */
function declarations(file: string): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of parse(file).statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) found.set(name.getText(), statement);
    else if ('name' in statement && statement.name !== undefined)
      found.set((statement.name as ts.Identifier).text, statement);
  }
  return found;
}

const isDocumented = (node: ts.Node | undefined): boolean =>
  node !== undefined && ts.getJSDocCommentsAndTags(node).some((comment) => ts.isJSDoc(comment));

/** `npm run docs -w packages/hla` asks the same of TypeDoc, which takes seconds. */
test('every export of the barrel has a doc comment', () => {
  const barrel = path.join(source, 'index.ts');
  const exported = parse(barrel).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    const file = path.join(source, (statement.moduleSpecifier as ts.StringLiteral).text);
    const { elements } = statement.exportClause as ts.NamedExports;
    return elements.map(({ name, propertyName }) => ({ file, name: (propertyName ?? name).text }));
  });
  expect(exported.length).toBeGreaterThan(90);
  const bare = exported.filter(({ file, name }) => !isDocumented(declarations(file).get(name)));
  expect(bare.map(({ name }) => name)).toEqual([]);
});
