export { messageJob } from './message.jobs.ts';
export { presentOutbox } from './message.presenter.ts';
export { type Message, type MessageReason, waiting } from './message.record.ts';
export { MessageRepository } from './message.repository.ts';
export { messageRoutes } from './message.routes.ts';
