export { scheduleApi } from './schedule.api.ts';
export { SessionNotices, timeAndPlace } from './schedule.notices.ts';
export { type PlannedSession } from './schedule.record.ts';
export { type Booking } from './schedule.model.ts';
export { ScheduleRepository, type Taken } from './schedule.repository.ts';
export { scheduleRoutes } from './schedule.routes.ts';
export { ScheduleService } from './schedule.service.ts';
