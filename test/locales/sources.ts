import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const home = new URL('../../', import.meta.url).pathname;

/** The keys that the code uses, and the templates from which it builds keys (`stage-*`). */
export interface SentencesAskedFor {
  keys: ReadonlySet<string>;
  templates: ReadonlySet<string>;
}

/** Functions that pass one of their arguments on as a key, with the index of the argument. */
const carriers: Readonly<Record<string, number>> = { t: 0, translate: 0, waitOn: 2, line: 1 };
const carryingProperties = new Set(['problem', 'sentence']);

/** Reads every source of the given folders and files, whose paths are relative to the project. */
export function sentencesAskedFor(places: readonly string[]): SentencesAskedFor {
  const keys = new Set<string>();
  const templates = new Set<string>();
  const note = (text: string): unknown => (text.includes('*') ? templates.add(text) : keys.add(text));
  for (const file of places.flatMap(sourcesAt)) {
    visit(sourceOf(file), (node) => {
      if (ts.isCallExpression(node)) {
        const index = carriers[nameOfCallee(node.expression)];
        const carried = index === undefined ? undefined : node.arguments[index];
        if (carried) possibleTexts(carried).forEach(note);
      } else if (ts.isPropertyAssignment(node) && carryingProperties.has(node.name.getText())) {
        // The property `problem` of a selfie is not a key.
        if (/about-(questions|answers)\.ts$/.test(file) || node.name.getText() === 'sentence')
          possibleTexts(node.initializer).forEach(note);
      }
    });
  }
  return { keys, templates };
}

/** The strings in the type or constant of that name, in order; in objects only those of the given property. */
export function stringsOf(file: string, name: string, property?: string): string[] {
  const found: string[] = [];
  visit(sourceOf(file), (node) => {
    const isDeclared = ts.isVariableDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (!isDeclared || node.name.getText() !== name) return;
    visit(node, (inner) => {
      if (!ts.isStringLiteral(inner)) return;
      const { parent } = inner;
      const at = ts.isPropertyAssignment(parent) ? parent.name.getText() : undefined;
      if (at === property) found.push(inner.text);
    });
  });
  if (found.length === 0) throw new Error(`${file} has no strings named ${name}`);
  return found;
}

function sourcesAt(place: string): string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(join(home, place), { withFileTypes: true }).flatMap((entry) => {
    const path = `${place}/${entry.name}`;
    if (entry.isDirectory()) return sourcesAt(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

const sourceOf = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(home, file), 'utf8'), ts.ScriptTarget.Latest, true);

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}

/** `t` of `t(…)`, of `turn.t(…)` and of `translator(locale)(…)`. */
function nameOfCallee(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isIdentifier(callee)) return callee.text;
  const isMaker = ts.isCallExpression(callee) && nameOfCallee(callee.expression) === 'translator';
  return isMaker ? 't' : '';
}

/** The texts that an expression can have: both branches of a condition, and `*` for each placeholder of a template. */
function possibleTexts(expression: ts.Expression): string[] {
  if (ts.isConditionalExpression(expression))
    return [...possibleTexts(expression.whenTrue), ...possibleTexts(expression.whenFalse)];
  if (ts.isTemplateExpression(expression))
    return [
      expression.head.text + expression.templateSpans.map(({ literal }) => `*${literal.text}`).join(''),
    ];
  return ts.isStringLiteralLike(expression) ? [expression.text] : [];
}
