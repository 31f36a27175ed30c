import { type Migration } from '../platform/migrations.ts';

/** What is counted has grown: everything counted before is counted again by whoever folds next. */
export const countAnew: Migration = {
  name: '2026-11-25-count-anew',
  up: async (connection) => {
    const projections = connection.collection<{ _id: string }>('projections');
    if (!(await projections.findOne({ _id: 'statistics' }))) return;
    const total = await connection.collection('events').countDocuments({ seq: 1 });
    // A clearing long begun counts as abandoned, so the worker takes it up at once.
    const changedAt = new Date(0);
    const start = { phase: 'clearing', last: '', disputes: 0, events: 0, total, changedAt };
    await projections.updateOne({ _id: 'statistics' }, { $set: start });
  },
};
