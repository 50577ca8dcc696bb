import type { ReportModel, Translate } from './report-model.ts';

export type PlotLocale = ReportModel['locale'];

/** A chart in the grammar of Vega-Lite, without title, fonts and sizes of text: `drawPlot` adds these. */
export type Chart = Readonly<Record<string, unknown>>;

/** A picture for a researcher that is not drawn yet. */
export interface Plot {
  /** Names the file. */
  name: string;
  title: string;
  /** How many people or answers it rests on, and what it shows, in one sentence; plain text. */
  note: string;
  chart: Chart;
}

/** The language of a picture's words, and their source. */
export interface Reader {
  locale: PlotLocale;
  t: Translate;
}

/** Colours that people with any kind of colour blindness tell apart (Okabe & Ito 2008). */
export const plotColors = {
  blue: '#0072B2',
  orange: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  amber: '#E69F00',
  sky: '#56B4E9',
} as const;

/** The size of a picture's text, in units of which `plotWidth` are the picture's width. */
export const plotSizes = { title: 34, note: 21, text: 20, small: 17 } as const;

/** Units across a picture; a chart may be a little wider or narrower, and is scaled. */
export const plotWidth = 1000;
export const plotMargin = 44;
