export { recorderRoutes } from './recorder.routes.ts';
export { RecorderService } from './recorder.service.ts';
