// What the court sets for itself from a day on: the track of suits lodged with it, and what each track is called.

import { type Request, type RequestHandler, type Response } from 'express';
import Joi from 'joi';
import { dayOfInstant } from '../../domain/calendar-day.ts';
import { hasRight } from '../../domain/permission.ts';
import { DEFAULT_REFERRAL_WORDS, DEFAULT_TRACK_POLICIES, type TrackPolicy, TRACKS } from '../../domain/track-policy.ts';
import { requireActor } from '../../http/context.ts';
import { flash } from '../../http/flash.ts';
import { formErrorsOf, type FormError } from '../../http/form-errors.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type Clock } from '../../platform/clock.ts';
import { type PolicyOrder, type PolicyService } from './policy.service.ts';

export interface PolicyRoutesDeps {
  readonly policies: PolicyService;
  readonly clock: Clock;
}

type WordField = `${(typeof TRACKS)[number]}${'zh' | 'en'}`;
type PolicyBody = Readonly<Record<WordField | 'T2referral' | 'T3referral', string>> &
  Pick<PolicyOrder, 'from' | 'reason'> &
  Pick<TrackPolicy, 'lodged'>;

const word = () => Joi.string().trim().max(40).empty('').required();
const body = Joi.object<PolicyBody>({
  from: Joi.string()
    .empty('')
    .pattern(/^\d{4}-\d{2}-\d{2}$/, 'day')
    .required(),
  lodged: Joi.string().empty('').valid('T2', 'T3').required(),
  ...Object.fromEntries(TRACKS.flatMap((track) => [`${track}zh`, `${track}en`]).map((field) => [field, word()])),
  T2referral: word().optional().default(DEFAULT_REFERRAL_WORDS.T2),
  T3referral: word().optional().default(DEFAULT_REFERRAL_WORDS.T3),
  reason: Joi.string().trim().max(200).empty('').required(),
});

const orderOf = ({ from, lodged, reason, ...typed }: PolicyBody): PolicyOrder => ({
  from,
  lodged,
  reason,
  words: {
    T1: { zh: typed.T1zh, en: typed.T1en },
    T2: { zh: typed.T2zh, en: typed.T2en },
    T3: { zh: typed.T3zh, en: typed.T3en },
  },
  referral: { T2: typed.T2referral, T3: typed.T3referral },
});

export function policyRoutes({ policies, clock }: PolicyRoutesDeps): readonly RouteRow[] {
  /** Every policy with the days it holds, the newest first; one replaced on its own first day never held. */
  const lines = async () => {
    const today = dayOfInstant(clock.now());
    const current = await policies.on();
    const set = await policies.set();
    const all = [
      ...DEFAULT_TRACK_POLICIES.map((policy) => ({ ...policy, reason: '', setAt: null, setBy: null })),
      ...set.map(({ court: _court, ...policy }) => policy),
    ];
    return all
      .map((policy, index) => {
        const replaced = all.slice(index + 1).some(({ from }) => from === policy.from);
        const isCurrent = policy.from === current.from && !replaced;
        const state = replaced ? 'replaced' : isCurrent ? 'current' : policy.from > today ? 'coming' : 'ended';
        return { referral: DEFAULT_REFERRAL_WORDS, ...policy, state };
      })
      .toSorted((a, b) => (a.from < b.from ? 1 : -1));
  };

  const show: RequestHandler = async (req, res) =>
    res.page('policies/show', {
      lines: await lines(),
      tracks: TRACKS,
      mayEdit: hasRight(requireActor(req).role, 'managePolicies'),
    });

  const form = async (res: Response, typed: object, errors: readonly FormError[] = []) => {
    const { lodged, words, referral = DEFAULT_REFERRAL_WORDS } = await policies.on();
    const known = Object.fromEntries(
      TRACKS.flatMap((track) => [
        [`${track}zh`, words[track].zh],
        [`${track}en`, words[track].en],
      ]),
    );
    const verbs = { T2referral: referral.T2, T3referral: referral.T3 };
    const values = { from: dayOfInstant(clock.now()), lodged, ...known, reason: '', ...verbs, ...typed };
    res.page('policies/change', { values, tracks: TRACKS, errors }, errors.length > 0 ? 422 : 200);
  };

  const change: RequestHandler = (_req, res) => form(res, {});

  const save: RequestHandler = async (req: Request, res) => {
    try {
      await policies.change(requireActor(req), orderOf(validate<PolicyBody>(body, req.body)));
    } catch (error) {
      return form(res, req.body as object, formErrorsOf(res, error));
    }
    flash(req, { kind: 'success', key: 'policies:saved' });
    res.redirect(303, '/policies');
  };

  const apiList: RequestHandler = async (_req, res) => {
    res.json({ items: await lines() });
  };
  const apiSave: RequestHandler = async (req, res) => {
    await policies.change(requireActor(req), orderOf(validate<PolicyBody>(body, req.body)));
    res.json({ items: await lines() });
  };

  const group = 'policies:api.group';
  const responses = { 200: Joi.object().unknown() };
  return [
    { method: 'get', path: '/policies', right: 'signedIn', handler: show },
    { method: 'get', path: '/policies/change', right: 'managePolicies', handler: change },
    { method: 'post', path: '/policies', right: 'managePolicies', handler: save },
    {
      method: 'get',
      path: '/api/v1/policies',
      right: 'signedIn',
      scope: 'policies:read',
      handler: apiList,
      operation: { id: 'listPolicies', summary: 'policies:api.list', group, responses },
    },
    {
      method: 'post',
      path: '/api/v1/policies',
      right: 'managePolicies',
      scope: 'policies:write',
      handler: apiSave,
      operation: { id: 'setPolicy', summary: 'policies:api.set', group, body, responses },
    },
  ];
}
