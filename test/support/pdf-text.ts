import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const open = (pdf: Buffer) => getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
type Opened = Awaited<ReturnType<typeof open>['promise']>;

/** Opens a PDF until `look` has ended. */
export async function withPdf<T>(pdf: Buffer, look: (opened: Opened) => Promise<T>): Promise<T> {
  const task = open(pdf);
  try {
    return await look(await task.promise);
  } finally {
    await task.destroy();
  }
}

/** The text of each page, spaces as one. */
export const pagesOf = (pdf: Buffer): Promise<string[]> =>
  withPdf(pdf, (opened) =>
    Promise.all(
      Array.from({ length: opened.numPages }, async (_, index) => {
        const { items } = await (await opened.getPage(index + 1)).getTextContent();
        return items
          .map((item) => ('str' in item ? `${item.str}${item.hasEOL ? ' ' : ''}` : ''))
          .join('')
          .replace(/\s+/g, ' ');
      }),
    ),
  );
