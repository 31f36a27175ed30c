// Forms are looked at, issued and printed again. What the record lacks is told before; a print is drawn by the worker and
// kept among the papers of the dispute.

import { conflict, DomainError, forbidden, notFound } from '../../domain/errors.ts';
import { agreementNumber, FORM_IDS, type FormId, formOf, printMark } from '../../domain/form.ts';
import { mayFile } from '../../domain/file.ts';
import { type Actor, holds, worksAs } from '../../domain/permission.ts';
import { type Clock } from '../../platform/clock.ts';
import { type Counters } from '../../platform/counters.ts';
import { type PersonalData } from '../../platform/crypto.ts';
import { type I18n } from '../../platform/i18n.ts';
import { type Once, runOnce } from '../../platform/idempotency.ts';
import { type Jobs } from '../../platform/jobs.ts';
import { type Transactions, type Tx } from '../../platform/transaction.ts';
import { caseInLaw, type DisputeRecord, type DisputeService } from '../disputes/index.ts';
import { formData } from './form.data.ts';
import { lacking } from './form.needs.ts';
import { toldOf } from './form.told.ts';
import { type Format, type FormStanding, type IssuedForm } from './form.record.ts';
import { type FormRepository, samePrint } from './form.repository.ts';
import { type FormSource, readSource, type SourceDeps } from './form.source.ts';
import { type TemplateService } from './template.service.ts';
import { type WordPage, readWord } from './word.blocks.ts';
import { fill, type FormData } from './word.fill.ts';

export const DRAW_JOB = 'drawForm';

export interface FormServiceDeps extends SourceDeps {
  readonly repository: FormRepository;
  readonly templates: TemplateService;
  readonly disputes: Pick<DisputeService, 'read'>;
  readonly transactions: Transactions;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly personalData: PersonalData;
  readonly i18n: I18n;
  /** Forms used although the rule behind them is not settled. */
  readonly optionalForms: readonly string[];
}

export interface IssueInput {
  readonly form: FormId;
  readonly format: Format;
  readonly session?: number | undefined;
  readonly answers: Readonly<Record<string, string>>;
}

/** What of a print decides its words. */
export type Drawable = Pick<IssuedForm, 'form' | 'session' | 'answers' | 'print' | 'number' | 'requestedBy'>;

export class FormService {
  readonly #deps: FormServiceDeps;

  constructor(deps: FormServiceDeps) {
    this.#deps = deps;
  }

  /** Every form with what it lacks. @throws DomainError `disputeNotFound` */
  async overview(actor: Actor, disputeId: string): Promise<{ dispute: DisputeRecord; forms: readonly FormStanding[] }> {
    const dispute = await this.#read(actor, disputeId);
    const [source, prints] = await Promise.all([
      readSource(this.#deps, dispute),
      this.#deps.repository.ofDispute(disputeId),
    ]);
    const ofDispute = FORM_IDS.filter((id) => !formOf(id).ofUnit);
    return { dispute, forms: ofDispute.map((id) => this.#standing(actor, source, id, prints)) };
  }

  /** The form as it would print now, and what it lacks. @throws DomainError `disputeNotFound`; forbidden `forms.notYours` */
  async preview(
    actor: Actor,
    disputeId: string,
    form: FormId,
    session: number | undefined,
    answers: Readonly<Record<string, string>>,
  ): Promise<{ dispute: DisputeRecord; standing: FormStanding; page: WordPage; sessions: readonly number[] }> {
    const dispute = await this.#read(actor, disputeId);
    const [source, prints, template] = await Promise.all([
      readSource(this.#deps, dispute),
      this.#deps.repository.ofDispute(disputeId),
      this.#deps.templates.current(form),
    ]);
    const standing = this.#standing(actor, source, form, prints);
    if (standing.refusal === 'notYours') throw forbidden('forms.notYours', form);
    const data = this.#data(form, source, actor.name, { session, answers });
    return {
      dispute,
      standing,
      page: readWord(fill(template, data)),
      sessions: source.sessions.map(({ no }) => no),
    };
  }

  /**
   * Asks for a print; the worker draws it.
   * @throws DomainError `forms.incomplete` with one entry a blank; forbidden `forms.notYours`; conflict `forms.state`,
   * `forms.off`, `files.archived`
   */
  async issue(actor: Actor, disputeId: string, input: IssueInput, once?: Once): Promise<IssuedForm> {
    const { repository, transactions, jobs, clock, counters } = this.#deps;
    const { form, format } = input;
    const definition = formOf(form);
    const { id } = await runOnce(transactions, once, async (tx) => {
      const dispute = await this.#read(actor, disputeId);
      const source = await readSource(this.#deps, dispute);
      const prints = await repository.ofDispute(disputeId, tx);
      this.#demand(actor, source, input, prints);
      const session = definition.perSession ? (input.session ?? source.sessions.at(-1)?.no) : undefined;
      if (session !== undefined && !source.sessions.some(({ no }) => no === session)) {
        throw notFound('forms.sessionUnknown');
      }
      const { round } = dispute;
      const earlier = prints.filter(samePrint({ form, format, session, round }));
      const number = definition.numbered ? await this.#numberOf(source, prints, counters, tx) : undefined;
      const issued: IssuedForm = {
        id: repository.newId(),
        disputeId,
        round,
        form,
        format,
        ...(session === undefined ? {} : { session }),
        answers: input.answers,
        print: earlier.length + 1,
        ...(number ? { number } : {}),
        state: 'waiting',
        requestedAt: clock.now(),
        requestedBy: { accountId: actor.accountId, name: actor.name },
      };
      await repository.insert(issued, tx);
      await jobs.enqueue(tx, DRAW_JOB, { payload: { issuedId: issued.id } });
      return { id: issued.id };
    });
    return repository.get(id);
  }

  /** A print asked for earlier. @throws DomainError `forms.issuedUnknown` */
  async issued(actor: Actor, disputeId: string, id: string): Promise<IssuedForm> {
    await this.#read(actor, disputeId);
    const found = await this.#deps.repository.get(id);
    if (found.disputeId !== disputeId) throw notFound('forms.issuedUnknown');
    return found;
  }

  /** The filled Word file of a print, for the worker. */
  async draw(issued: Drawable, dispute: DisputeRecord, more: FormData = {}): Promise<Buffer> {
    const source = await readSource(this.#deps, dispute);
    const data = this.#data(issued.form, source, issued.requestedBy.name, issued);
    return fill(await this.#deps.templates.current(issued.form), { ...data, ...more });
  }

  #data(
    form: FormId,
    source: FormSource,
    issuer: string,
    {
      session,
      answers,
      number,
      print = 1,
    }: Partial<Pick<IssuedForm, 'number' | 'print'>> & {
      readonly session?: number | undefined;
      readonly answers: IssuedForm['answers'];
    },
  ): FormData {
    const { clock } = this.#deps;
    const words = this.#words();
    return formData(form, source, {
      now: clock.now(),
      ...words,
      session,
      issuer,
      agreementNumber: number,
      printMark: printMark(print),
      answers: { ...toldOf(form, source, words), ...answers },
    });
  }

  /** Texts of the pages, as forms write them, and what is sealed. */
  #words() {
    const { i18n, personalData } = this.#deps;
    return {
      say: (key: string) => i18n.t('zh-CN', key),
      unseal: (sealed: string) => personalData.open(sealed),
    };
  }

  #standing(actor: Actor, source: FormSource, id: FormId, prints: readonly IssuedForm[]): FormStanding {
    const { dispute } = source;
    const form = formOf(id);
    const law = caseInLaw(dispute, this.#deps.clock.now());
    const mine =
      mayFile(actor, law) &&
      (form.by.some((capacity) => holds(actor, capacity, law)) || worksAs(actor, dispute.mediator?.accountId));
    const off = form.optional === true && !this.#deps.optionalForms.includes(id);
    const refusal = off
      ? 'off'
      : !mine
        ? 'notYours'
        : dispute.state === 'S23'
          ? 'archived'
          : form.states && !form.states.includes(dispute.state)
            ? 'state'
            : null;
    // What a form tells belongs to whoever may issue it.
    const told = mine ? toldOf(id, source, this.#words()) : {};
    return {
      id,
      refusal,
      lacking: lacking(form.needs, source),
      prints: prints.filter((print) => print.form === id),
      told,
      open: (form.asks ?? []).filter(({ tag, optional }) => !optional && !told[tag]),
    };
  }

  #demand(actor: Actor, source: FormSource, { form, answers }: IssueInput, prints: readonly IssuedForm[]): void {
    const { refusal, lacking: needs, open } = this.#standing(actor, source, form, prints);
    if (refusal === 'notYours') throw forbidden('forms.notYours', form);
    if (refusal === 'archived') throw conflict('files.archived', 'L49');
    if (refusal) throw conflict(`forms.${refusal}`, form);
    const errors = [
      ...needs.map((need) => ({ field: 'record', code: `forms.need.${need}` })),
      ...open.filter(({ tag }) => !answers[tag]?.trim()).map(({ id }) => ({ field: id, code: 'any.required' })),
    ];
    if (errors.length > 0) throw new DomainError('invalid', 'forms.incomplete', { errors, rule: form });
  }

  /** The agreement keeps one number, whatever is printed of it. */
  async #numberOf(
    { dispute, owner }: FormSource,
    prints: readonly IssuedForm[],
    counters: Counters,
    tx: Tx,
  ): Promise<string> {
    const known = prints.find(({ number, round }) => number !== undefined && round === dispute.round)?.number;
    if (known) return known;
    const year = Number((dispute.agreement?.reachedOn ?? '2000').slice(0, 4));
    const serial = await counters.nextNumber(tx, `agreement:${dispute.owner.code}:${year}`);
    return agreementNumber(owner?.name.zh ?? dispute.owner.code, year, serial);
  }

  async #read(actor: Actor, disputeId: string): Promise<DisputeRecord> {
    const { dispute, reading } = await this.#deps.disputes.read(actor, disputeId);
    if (reading !== 'full') throw notFound('disputeNotFound');
    return dispute;
  }
}
