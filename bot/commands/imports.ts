import {
  type DeliveryReport,
  deliveryReport,
  type DeliveryRow,
} from '../../engine/protocol/delivery-report.ts';
import type { Tap } from '../turn/callback-data.ts';
import { button } from '../turn/keyboards.ts';
import { pageAt, pageIn, pageOf, pageRow, sayInPlace } from '../turn/pages.ts';
import { escapeHtml, type Turn } from '../turn/turn.ts';
import type { CommandHandler } from './command.ts';

const scope = 'imports';
const deliveriesPerPage = 8;
/** A message holds at most 4096 characters; a row that was rejected takes up to 400. */
const rowsPerPage = 8;
const problemsPerRow = 3;
const longestProblem = 110;

/** `/imports`: the deliveries of all laboratories, each with a button that opens its report. */
export const imports: CommandHandler = (turn) => list(turn, 1);

/** A tap on a page of the list, on a delivery, or on a page of its report. */
export async function tapImports(turn: Turn, { item, value }: Tap): Promise<void> {
  if (item === '') return list(turn, pageIn(value));
  const delivery = await turn.uow.biology.deliveryByDigest(item);
  if (!delivery) return turn.toast(turn.t('tap-old'));
  report(turn, deliveryReport(delivery), pageIn(value));
}

async function list(turn: Turn, page: number): Promise<void> {
  const { t, uow } = turn;
  const count = await uow.biology.countDeliveries();
  if (count === 0) return sayInPlace(turn, t('imports-none'), []);
  const shown = pageAt(count, deliveriesPerPage, page);
  const found = await uow.biology.deliveries({ offset: shown.offset, limit: deliveriesPerPage });
  const reports = found.map(deliveryReport);
  const lines = reports.map((one, index) => `${shown.offset + index + 1}. ${summary(turn, one)}`);
  const numbers = reports.map(({ digest }, index) =>
    button(String(shown.offset + index + 1), scope, digest, 'p1'),
  );
  const text = [`<b>${t('imports-title', { count })}</b>`, lines.join('\n'), t('imports-hint')].join('\n\n');
  sayInPlace(
    turn,
    text,
    [numbers.slice(0, 4), numbers.slice(4), ...pageRow(scope, '', shown)].filter(isFilled),
  );
}

const isFilled = <T>(row: readonly T[]): boolean => row.length > 0;

function summary({ t }: Turn, { at, lab, refused, rows, accepted }: DeliveryReport): string {
  const when = at.toISOString().slice(0, 16).replace('T', ' ');
  return refused
    ? t('imports-refused', { when, lab })
    : t('imports-line', { when, lab, rows: rows.length, accepted, rejected: rows.length - accepted });
}

function report(turn: Turn, delivery: DeliveryReport, page: number): void {
  const { t } = turn;
  const shown = pageOf(delivery.rows, rowsPerPage, page);
  const problems = delivery.problems.slice(0, problemsPerRow).map(problemLine);
  const lines = shown.items.map((row) => rowLines(turn, row));
  const text = [`<b>${summary(turn, delivery)}</b>`, ...problems, ...lines, t('imports-text')];
  sayInPlace(turn, text.join('\n'), [
    ...pageRow(scope, delivery.digest, shown),
    [button(t('imports-back'), scope, '', 'p1')],
  ]);
}

/** A row that was rejected gets its code, the reason, and what the laboratory was told. */
function rowLines({ t }: Turn, { row, kit, erased, status, stored, problems }: DeliveryRow): string {
  const named = kit ?? t(erased ? 'imports-erased' : 'imports-no-kit');
  const line = t('imports-row', { row, kit: named, status: t(`import-${status}`) });
  if (stored) return line;
  return [`${line} (<code>${status}</code>)`, ...problems.slice(0, problemsPerRow).map(problemLine)].join(
    '\n',
  );
}

const problemLine = ({ code, message }: { code: string; message: string }): string =>
  `   <code>${escapeHtml(code)}</code> ${escapeHtml(message.slice(0, longestProblem))}`;
