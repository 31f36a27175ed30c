import { type Connection } from 'mongoose';
import { type Board, EMPTY_BOARD } from '../../domain/board.ts';
import { type Tx } from '../../platform/transaction.ts';
import { type BoardDocument, boardModel } from './board.model.ts';

interface RoundKey {
  readonly id: string;
  readonly round: number;
}

/** Stores session boards. Only the agreements feature reads them: what stands on them is said for a compromise. */
export class BoardRepository {
  readonly #boards;

  constructor(connection: Connection) {
    this.#boards = boardModel(connection);
  }

  /** The board of the round; empty when nothing was written on it. */
  async ofRound({ id, round }: RoundKey): Promise<Board> {
    const found = await this.#boards
      .findOne({ disputeId: id, round })
      .select('-_id -disputeId -round')
      .lean<BoardDocument>();
    return found ?? EMPTY_BOARD;
  }

  async save({ id, round }: RoundKey, board: Board, tx: Tx): Promise<void> {
    await this.#boards.updateOne({ disputeId: id, round }, { $set: board }, { upsert: true, session: tx.session });
  }
}
