// The session board as one act: every change is checked by the domain and leaves an event that says that something was
// written, never what (特邀调解规定22; 在线调解规则18).

import Joi from 'joi';
import { PERFORMANCE_MANNERS } from '../../domain/agreement.ts';
import {
  BOARD_CHANGES,
  type BoardChange,
  type BoardChangeKind,
  changeBoard,
  MEDIATOR_VOICE,
} from '../../domain/board.ts';
import { type CalendarDay, dayOfInstant } from '../../domain/calendar-day.ts';
import { invalid } from '../../domain/errors.ts';
import { type ActDefinition, type AnyActDefinition, choice, day, partyIds, text } from '../disputes/index.ts';
import { disputants, notAhead } from '../mediation/index.ts';
import { fenOf } from './agreement.input.ts';
import { type BoardRepository } from './board.repository.ts';

interface BoardInput extends Omit<BoardChange, 'on' | 'amountFen'> {
  readonly change: BoardChangeKind;
  readonly on?: CalendarDay;
  readonly amount?: string;
}

const boardSchema = Joi.object<BoardInput>({
  change: choice(BOARD_CHANGES).required(),
  on: day(),
  id: text(6),
  text: text(500),
  by: Joi.string()
    .empty('')
    .pattern(/^(p\d{1,3}|mediator)$/),
  parties: partyIds(),
  payer: text(120),
  payee: text(120),
  manner: choice(PERFORMANCE_MANNERS),
  amount: text(30),
  dueOn: day(),
  breachTerm: text(500),
});

/** updateBoard. */
export function boardActs(boards: BoardRepository): readonly AnyActDefinition[] {
  const updateBoard: ActDefinition<BoardInput> = {
    act: 'updateBoard',
    schema: boardSchema,
    fields: () => [
      { name: 'text', kind: 'text' },
      { name: 'by', kind: 'select' },
      { name: 'payer', kind: 'select' },
      { name: 'payee', kind: 'select' },
      { name: 'amount', kind: 'money' },
      { name: 'dueOn', kind: 'date' },
      { name: 'breachTerm', kind: 'text' },
      { name: 'parties', kind: 'checkboxes' },
      { name: 'on', kind: 'date' },
    ],
    prepare: async ({ dispute, now }, { amount, on = dayOfInstant(now), ...input }) => {
      const amountFen = amount ? fenOf(amount) : undefined;
      const names = dispute.parties.map((party) => party.name);
      const strangers = (['payer', 'payee'] as const).filter((field) => {
        const name = input[field];
        return name !== undefined && !names.includes(name);
      });
      const speaks = input.by === undefined || input.by === MEDIATOR_VOICE;
      const errors = [
        ...notAhead(on, now, 'on'),
        ...(amount && (amountFen === undefined || amountFen <= 0) ? [{ field: 'amount', code: 'money.invalid' }] : []),
        ...strangers.map((field) => ({ field, code: 'party.unknown' })),
        ...(speaks || dispute.parties.some(({ id }) => id === input.by)
          ? []
          : [{ field: 'by', code: 'party.unknown' }]),
        ...(input.payer && input.payer === input.payee ? [{ field: 'payee', code: 'law.board.sameParty' }] : []),
      ];
      if (errors.length > 0) throw invalid('validation', errors);
      const sides = disputants(dispute).map(({ id }) => id);
      const board = changeBoard(await boards.ofRound(dispute), { ...input, on, amountFen }, sides);
      return { data: { change: input.change }, also: (tx) => boards.save(dispute, board, tx) };
    },
  };
  return [updateBoard];
}
