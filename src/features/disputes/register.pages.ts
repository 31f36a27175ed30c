// Registration: one form for a whole request, usable without script, with advice while it is being typed.

import { type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { PROCEDURES } from '../../domain/court-result.ts';
import { DISPUTE_TYPE_CODES } from '../../domain/dispute-type.ts';
import { RISK_TRIGGER_IDS, suggestRisk } from '../../domain/risk.ts';
import { unjudged } from '../../domain/risk-sign.ts';
import { SOURCE_CODES } from '../../domain/source.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { onceOf } from '../../http/once.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputePagesDeps } from './dispute.pages.ts';
import { inLanguage } from './dispute.presenter.ts';
import { signViews } from './risk.presenter.ts';
import { type RegisterInput, registerSchema, type TriageInput, triageSchema } from './dispute.schema.ts';

type RegisterDeps = Pick<DisputePagesDeps, 'disputes' | 'intake' | 'places' | 'unitNames'>;

export function registerPages(deps: RegisterDeps): readonly RouteRow[] {
  const { disputes, intake } = deps;

  const registerPage = async (req: Request, res: Response, values: object, error?: DomainError) => {
    const actor = requireActor(req);
    const [places, lodges] = await Promise.all([deps.places(actor), intake.lodges(actor)]);
    const problem = error ? res.explain(error) : null;
    res.page(
      'disputes/register',
      {
        values,
        problem,
        choices: {
          sources: SOURCE_CODES,
          types: DISPUTE_TYPE_CODES,
          triggers: RISK_TRIGGER_IDS,
          lodges,
          procedures: PROCEDURES,
          places: places.map((place) => ({ value: place.code, text: inLanguage(place.name, req.language) })),
        },
      },
      error ? 422 : 200,
    );
  };

  const newDispute: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    await registerPage(req, res, {
      source: actor.unit.tier === 'tribunal' ? 'I09' : actor.unit.tier === 'court' ? 'I07' : 'I01',
      placeUnit: actor.unit.tier === 'village' || actor.unit.tier === 'township' ? actor.unit.code : '',
      parties: emptyParties(),
    });
  };

  /** What the system can say while the form is being typed: where the dispute belongs, and whether it is known already. */
  const advice: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const typed = (req.body ?? {}) as Record<string, unknown>;
    const parties = asParties(typed['parties']);
    const words = (field: string) =>
      parties.map((party) => party[field]).filter((word): word is string => typeof word === 'string' && word !== '');
    const triage = triageOf(typed);
    const [names, found, suggestion, suitability, signs] = await Promise.all([
      deps.unitNames(req.language),
      intake.likelyDuplicates({
        idNumbers: words('idNumber'),
        phones: words('phone'),
        externalNumber: typeof typed['externalNumber'] === 'string' ? typed['externalNumber'] : undefined,
      }),
      triage ? intake.suggestFor(triage).catch(() => undefined) : undefined,
      triage ? intake.suitabilityFor(triage) : [],
      intake.riskSigns({
        type: typeof typed['type'] === 'string' ? typed['type'] : '',
        source: typeof typed['source'] === 'string' ? typed['source'] : '',
        facts: typeof typed['facts'] === 'string' ? typed['facts'] : '',
        claims: typeof typed['claims'] === 'string' ? [typed['claims']] : [],
        parties: parties.map(typedPerson),
      }),
    ]);
    const ticked = [typed['riskTriggers']].flat().filter((word) => typeof word === 'string');
    const fresh = unjudged(signs, ticked, []);
    res.page('disputes/_advice', {
      signs: signViews(fresh),
      risk: suggestRisk(fresh.map(({ trigger }) => trigger)),
      suitability,
      duplicates: found.map((dispute) => ({
        number: dispute.number,
        state: dispute.state,
        unit: names(dispute.owner.code),
        title: disputes.isMasked(actor, dispute) ? '' : dispute.title,
        href: disputes.isMasked(actor, dispute) ? '' : `/disputes/${dispute.id}`,
      })),
      suggestion: suggestion
        ? {
            tier: suggestion.tier,
            because: suggestion.because,
            unitName: names(suggestion.unit),
            tribunalName: names(suggestion.jurisdiction.tribunal),
            placeName: names(suggestion.jurisdiction.params.place),
            since: suggestion.jurisdiction.params.since,
          }
        : null,
    });
  };

  const register: RequestHandler = async (req, res) => {
    const actor = requireActor(req);
    const { intent, ...typed } = req.body as Record<string, unknown>;
    const parties = asParties(typed['parties']);
    const values = { ...typed, parties };
    const edited = typeof intent === 'string' ? editedParties(parties, intent) : undefined;
    if (edited) return registerPage(req, res, { ...values, parties: edited });
    try {
      const input = validate<RegisterInput>(registerSchema, { ...values, parties: parties.map(withoutEmptyAgents) });
      const created = await intake.register(actor, input, onceOf(req));
      flash(req, { kind: 'success', key: 'disputes:flash.registered', params: { number: created.number } });
      res.redirect(303, `/disputes/${created.id}`);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      await registerPage(req, res, values, error);
    }
  };

  return [
    { method: 'get', path: '/disputes/new', right: 'registerCases', handler: newDispute },
    { method: 'post', path: '/disputes', right: 'registerCases', handler: register },
    { method: 'post', path: '/disputes/advice', right: 'registerCases', handler: advice },
  ];
}

/** What is typed so far, as far as advice can be given on it; nothing while type or place are missing or unknown. */
function triageOf(typed: Record<string, unknown>): TriageInput | undefined {
  const { placeUnit, type, riskTriggers, facts, claims, amount } = typed;
  const asked = { placeUnit, type, riskTriggers: riskTriggers ?? [], facts, claims, amount };
  const { value, error } = triageSchema.validate(asked, { convert: true });
  return error ? undefined : value;
}

type TypedParty = Record<string, unknown>;

/** What signs of danger are looked for in, of a party as typed. */
const typedPerson = ({ kind, idNumber, phone, name, side }: TypedParty) => {
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    side: side === 'respondent' ? ('respondent' as const) : ('applicant' as const),
    kind: kind === 'organisation' ? ('organisation' as const) : ('natural' as const),
    name: word(name),
    ...(word(idNumber) ? { idNumber: word(idNumber) } : {}),
    ...(word(phone) ? { phone: word(phone) } : {}),
    agents: [],
  };
};

const emptyParty = (side: string): TypedParty => ({
  side,
  kind: 'natural',
  name: '',
  idNumber: '',
  phone: '',
  address: '',
});
const emptyParties = (): readonly TypedParty[] => [emptyParty('applicant'), emptyParty('respondent')];

/** The form always sends one agent's fields; without a name there is no agent. */
function withoutEmptyAgents({ agents, ...party }: TypedParty): TypedParty {
  const named = Object.values((agents ?? {}) as Record<string, TypedParty>).filter((agent) => agent['name']);
  return { ...party, agents: named };
}

/** Parties as the form sent them: an array, or an object with numbers as keys when there are many. */
function asParties(value: unknown): readonly TypedParty[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : Object.values(value ?? {});
  const parties = entries.filter((entry): entry is TypedParty => typeof entry === 'object' && entry !== null);
  return parties.length > 0 ? parties : emptyParties();
}

/** The parties after one of the editor's buttons, `parties.add.<side>` or `parties.remove.<n>`. */
function editedParties(parties: readonly TypedParty[], intent: string): readonly TypedParty[] | undefined {
  const [, added, removed] = /^parties\.(?:add\.(applicant|respondent|third)|remove\.(\d{1,2}))$/.exec(intent) ?? [];
  if (added) return [...parties, emptyParty(added)];
  return removed ? parties.filter((_party, index) => index !== Number(removed)) : undefined;
}
