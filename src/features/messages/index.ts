export { messageJob } from './message.jobs.ts';
export { presentOutbox } from './message.presenter.ts';
export { type Message, waiting } from './message.record.ts';
export { noticeTo, numberOf } from './message.notice.ts';
export { MessageRepository } from './message.repository.ts';
export { messageRoutes } from './message.routes.ts';
