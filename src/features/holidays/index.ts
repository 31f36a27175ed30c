export { packageTable } from './holiday.package.ts';
export { HolidayRepository } from './holiday.repository.ts';
export { type CalendarReach, HolidayService, RECOMPUTE_JOB } from './holiday.service.ts';
export { holidayRoutes } from './holiday.routes.ts';
