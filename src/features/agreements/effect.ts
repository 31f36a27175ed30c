// When an agreement takes effect and what follows: the 30 days for confirmation and the days of performance.

import {
  type ConfirmationExclusion,
  confirmationLastDay,
  effectiveOn as domainEffectiveOn,
} from '../../domain/agreement.ts';
import { type CalendarDay, startOfDayInstant } from '../../domain/calendar-day.ts';
import { type ClockRecord, startClock } from '../../domain/clock.ts';
import { confirmationExclusionOf } from '../../domain/suitability.ts';
import { type HolidayTable } from '../../domain/working-days.ts';
import { type Agreement, type DisputeRecord, isRunning } from '../disputes/index.ts';
import { MEDIATOR_SIGNER, type Medium, SEAL_SIGNER, type Signature } from './agreement.document.ts';

/** What speaks against confirmation: the dispute's cause, and what the mediator marked. */
export function exclusionsOf(
  dispute: Pick<DisputeRecord, 'cause'>,
  marked: readonly ConfirmationExclusion[],
): readonly ConfirmationExclusion[] {
  const inherent = confirmationExclusionOf(dispute.cause);
  return [...new Set([...(inherent ? [inherent] : []), ...marked])];
}

/** Everybody who has to sign: both sides, a third person who owes or receives, and on paper mediator and seal. */
export function signersOf(dispute: DisputeRecord, items: Agreement['items'], medium: Medium): readonly string[] {
  const named = new Set(items.flatMap((item) => [item.payer, item.payee]));
  const parties = dispute.parties.filter((party) => party.side !== 'third' || named.has(party.name));
  return [...parties.map((party) => party.id), ...(medium === 'paper' ? [MEDIATOR_SIGNER, SEAL_SIGNER] : [])];
}

/**
 * Whose signatures a text asks for: all of them on paper, the parties' under the register of a spoken agreement, nobody's
 * where everything was settled on the spot.
 */
export function signersFor(
  dispute: DisputeRecord,
  items: Agreement['items'],
  { form, medium }: { readonly form: Agreement['form']; readonly medium: Medium },
): readonly string[] {
  if (form === 'onTheSpot') return [];
  return signersOf(dispute, items, form === 'oral' ? 'platform' : medium);
}

/** A spoken agreement binds without signatures; its register says so until everybody has signed (人民调解法28、30). */
export const stillUnsigned = (
  { form }: Pick<Agreement, 'form'>,
  signers: readonly string[],
  signatures: readonly Signature[],
): Pick<Agreement, 'unsigned'> =>
  form === 'oral' && signers.some((signer) => !signatures.some((one) => one.signer === signer))
    ? { unsigned: true }
    : {};

/** The day of effect: at once when oral or settled on the spot, otherwise when the last needed signature is there. */
export function effectiveDay(
  agreement: Pick<Agreement, 'form' | 'reachedOn'>,
  medium: Medium,
  signers: readonly string[],
  signatures: readonly Signature[],
): CalendarDay | undefined {
  if (agreement.form === 'onTheSpot') return agreement.reachedOn;
  const dayOf = (signer: string) => signatures.find((signature) => signature.signer === signer)?.on;
  const parties = signers.filter((signer) => signer !== MEDIATOR_SIGNER && signer !== SEAL_SIGNER);
  return domainEffectiveOn(
    agreement,
    { parties: parties.map(dayOf), mediator: dayOf(MEDIATOR_SIGNER), seal: dayOf(SEAL_SIGNER) },
    medium,
  );
}

/** The agreement once in effect, with the last day to apply for confirmation when it may be confirmed. */
export const inEffect = (agreement: Agreement, on: CalendarDay, holidays: HolidayTable): Agreement => ({
  ...agreement,
  effectiveOn: on,
  ...(agreement.confirmable ? { confirmationDueOn: confirmationLastDay(on, holidays) } : {}),
});

/** CL13 counts from the day of effect and only for an agreement that may be confirmed. */
export const confirmationClock =
  (agreement: Agreement, holidays: HolidayTable) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] => {
    const others = clocks.filter((clock) => clock.rule !== 'CL13' || !isRunning(clock));
    if (!agreement.effectiveOn || !agreement.confirmable) return others;
    return [...others, startClock('CL13', startOfDayInstant(agreement.effectiveOn), holidays)];
  };

/** CL17 stands on the next day of performance that is not yet met. */
export const performanceClock =
  (items: Agreement['items'], holidays: HolidayTable) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] => {
    const next = items
      .filter((item) => item.settledOn === undefined)
      .map((item) => item.dueOn)
      .toSorted()[0];
    if (next === undefined) return clocks;
    const others = clocks.filter((clock) => clock.rule !== 'CL17' || !isRunning(clock));
    return [...others, startClock('CL17', startOfDayInstant(next), holidays)];
  };

/** CL18 counts from the last day of performance: then somebody asks whether it held (人民调解法31). */
export const revisitClock =
  (items: Agreement['items'], holidays: HolidayTable) =>
  (clocks: readonly ClockRecord[]): readonly ClockRecord[] => {
    const last = items
      .map((item) => item.dueOn)
      .toSorted()
      .at(-1);
    const runs = clocks.some((clock) => clock.rule === 'CL18' && isRunning(clock));
    return last === undefined || runs ? clocks : [...clocks, startClock('CL18', startOfDayInstant(last), holidays)];
  };
