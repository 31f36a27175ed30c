export { reminderApi } from './reminder.api.ts';
export { ReminderRepository } from './reminder.repository.ts';
export { type ReminderDeps, ReminderService } from './reminder.service.ts';
