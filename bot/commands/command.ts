import type { DialogControl } from '../dialogs/dialog.ts';
import type { Turn } from '../turn/turn.ts';
import type { Study } from '../../engine/protocol/study.ts';

/** What commands work with. */
export interface CommandDeps {
  study: Study;
  bridge: DialogControl;
  /** The bot's name, for invite links. */
  username: string;
}

/** A command's handler; `args` is what was written after it. */
export type CommandHandler = (turn: Turn, args: string, deps: CommandDeps) => Promise<void>;
