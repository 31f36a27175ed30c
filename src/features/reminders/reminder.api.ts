import { type RequestHandler } from 'express';
import Joi from 'joi';
import { requireActor } from '../../http/context.ts';
import { type RouteRow } from '../../http/routes.ts';
import { validate } from '../../http/validate.ts';
import { type DisputeService } from '../disputes/index.ts';
import { type ReminderService } from './reminder.service.ts';

const params = Joi.object<{ disputeId: string }>({ disputeId: Joi.string().hex().length(24).required() });

/** GET /disputes/:disputeId/reminders: what was sent to whom, to those who read the dispute in full. */
export function reminderApi(reminders: ReminderService, disputes: Pick<DisputeService, 'read'>): readonly RouteRow[] {
  const list: RequestHandler = async (req, res) => {
    const { disputeId } = validate(params, req.params);
    const { dispute, reading } = await disputes.read(requireActor(req), disputeId);
    const view = reading === 'full' ? await reminders.ofDispute(dispute) : { reminders: [], unreachable: [] };
    res.json({ items: view.reminders, unreachable: view.unreachable });
  };
  return [
    {
      method: 'get',
      path: '/api/v1/disputes/:disputeId/reminders',
      right: 'readCases',
      scope: 'disputes:read',
      handler: list,
      operation: {
        id: 'listReminders',
        summary: 'messages:api.listReminders',
        group: 'disputes:api.group',
        params,
        responses: { 200: Joi.object().unknown() },
      },
    },
  ];
}
