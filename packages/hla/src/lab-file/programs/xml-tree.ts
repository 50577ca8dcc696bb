import { SaxesParser } from 'saxes';
import type { FindingCode } from '../../finding.ts';
import { localName } from '../content.ts';
import type { LabFileLimits } from '../limits.ts';
import type { LabProblem } from '../row.ts';
import { errorAt } from '../row.ts';

/** An XML element with local names in lower case. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text of the element itself, trimmed. */
  readonly text: string;
  /** The line of its start tag. */
  readonly line: number;
}

type Building = XmlElement & { readonly children: Building[]; text: string };

const chunkSize = 65_536;

/**
 * Reads an XML document into a tree. Elements named in `skip` are left out with all that they hold. Document types,
 * entities, other encodings and depth beyond the limit refuse the document; no address in it is ever opened.
 */
export function readXmlTree(
  text: string,
  limits: LabFileLimits,
  skip: ReadonlySet<string>,
): XmlElement | LabProblem {
  const parser = new SaxesParser();
  const top: Building = { name: '', attributes: {}, children: [], text: '', line: 0 };
  const open: Building[] = [top];
  let depth = 0;
  let skipped = 0;
  let refusal: { code: FindingCode; line: number } | undefined;
  const refuse = (code: FindingCode): void => {
    refusal ??= { code, line: parser.line };
  };
  parser.on('error', () => refuse('xml-malformed'));
  parser.on('doctype', () => refuse('xml-forbidden'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding)) refuse('file-not-utf8');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > limits.depth) refuse('too-deep');
    const local = localName(name);
    if (skipped > 0 || skip.has(local)) {
      skipped++;
      return;
    }
    const element: Building = {
      name: local,
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [localName(key), value]),
      ),
      children: [],
      text: '',
      line: parser.line,
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const collect = (piece: string): void => {
    const element = open.at(-1);
    if (skipped > 0 || element === undefined) return;
    element.text += piece;
    if (element.text.length > limits.cellCharacters) refuse('cell-too-long');
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', () => {
    depth--;
    if (skipped > 0) {
      skipped--;
      return;
    }
    const closed = open.pop();
    if (closed !== undefined) closed.text = closed.text.trim();
  });
  for (let at = 0; at < text.length && refusal === undefined; at += chunkSize)
    parser.write(text.slice(at, at + chunkSize));
  if (refusal === undefined) parser.close();
  const stopped = refusal;
  if (stopped !== undefined) return errorAt(stopped.code, { row: stopped.line });
  return top.children[0] ?? errorAt('xml-malformed');
}

/** Child elements of one name. */
export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The first child of one name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** The text of the first child of one name; empty without one. */
export const textOfChild = (element: XmlElement | undefined, name: string): string =>
  childOf(element, name)?.text ?? '';

/** Elements of one name at any depth, in the order of the document. */
export function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsNamed(child, name),
  ]);
}
