export { AbsenceRepository } from './absence.repository.ts';
export { absenceRoutes } from './absence.routes.ts';
export { AbsencesService, type Colleague, IN_HAND } from './absence.service.ts';
export { LeaverService } from './leaver.service.ts';
