import { vegaNumbers } from './local-numbers.ts';
import { type Plot, type PlotLocale, plotMargin, plotSizes, plotWidth } from './plot.ts';
import { plotLines, plotWidthOf } from './plot-text.ts';
import { ink } from './sheet.ts';

/** The part of Vega's text items that decides their width; the typings lack it. */
interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}

/** Vega takes half a second and some 35 MB to load, so it is loaded when the first picture is drawn. */
async function loadVega() {
  const vega = await import('vega');
  const lite = await import('vega-lite');
  // Without a canvas Vega guesses widths as .8 of the size a letter, which puts labels over each other.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, text: unknown) => number };
  };
  textMetrics.width = ({ fontSize, fontWeight }, text) =>
    plotWidthOf(String(text), fontSize ?? plotSizes.text, fontWeight === 'bold' ? 'strong' : 'text');
  return { vega, lite };
}

let loaded: ReturnType<typeof loadVega> | undefined;

/**
 * A plot as SVG with `<text>` elements, laid out for the reports' font.
 * @throws Error with Vega-Lite's warning for a chart that it does not understand
 */
export async function plotSvg({ title, note, chart }: Plot, locale: PlotLocale): Promise<string> {
  const { vega, lite } = await (loaded ??= loadVega());
  const { spec } = lite.compile(
    {
      ...chart,
      title: { text: title, subtitle: plotLines(note, plotSizes.note, plotWidth - 2 * plotMargin) },
      padding: plotMargin,
      config: configOf(locale),
    } as unknown as Parameters<typeof lite.compile>[0],
    { logger: strictLogger },
  );
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

const refused = (...messages: readonly unknown[]): never => {
  throw new Error(`Vega-Lite: ${messages.join(' ')}`);
};
/** Vega-Lite draws something else for what it does not understand and warns; here that is an error. */
const strictLogger = {
  level: () => strictLogger,
  error: refused,
  warn: refused,
  info: () => strictLogger,
  debug: () => strictLogger,
} as never;

const configOf = (locale: PlotLocale) => {
  const { text, note, title } = plotSizes;
  const words = {
    labelFontSize: text,
    titleFontSize: text,
    titleFontWeight: 'normal',
    labelLimit: 0,
    titleLimit: 0,
  };
  return {
    // Descriptions for screen readers, which a PNG has no place for.
    aria: false,
    font: 'DejaVu Sans Condensed',
    background: '#fff',
    locale: { number: { ...vegaNumbers(locale), currency: ['', ''] } },
    view: { stroke: null },
    axis: {
      ...words,
      labelColor: ink.text,
      titleColor: ink.soft,
      labelPadding: 8,
      titlePadding: 12,
      gridColor: ink.line,
      domainColor: ink.line,
      tickColor: ink.line,
      // Vega then hides labels that touch each other.
      labelOverlap: 'greedy',
      labelSeparation: 8,
    },
    legend: {
      ...words,
      labelColor: ink.text,
      symbolSize: 180,
      symbolStrokeWidth: 3,
      rowPadding: 8,
      offset: 24,
    },
    header: { ...words, labelColor: ink.text, labelFontWeight: 'bold', labelPadding: 14 },
    title: {
      anchor: 'start',
      fontSize: title,
      fontWeight: 'bold',
      color: ink.text,
      subtitleFontSize: note,
      subtitleColor: ink.soft,
      subtitleLineHeight: note * 1.35,
      subtitlePadding: 14,
      offset: 30,
      limit: 0,
    },
    text: { fontSize: text, color: ink.text },
  };
};
