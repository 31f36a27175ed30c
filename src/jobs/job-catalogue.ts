// What the worker does by itself, as one table for the documents: a test compares it with the jobs that are composed.
// What each does and why it bears repetition is told in `law:job.<name>`.

/** Seconds between two runs; null where an act enqueues the job in its own transaction. */
export const JOBS: Readonly<Record<string, { readonly everySeconds: number | null }>> = {
  'deadline-sweep': { everySeconds: 60 },
  'assistance-sweep': { everySeconds: 300 },
  'recompute-deadlines': { everySeconds: null },
  'fold-statistics': { everySeconds: 3 },
  'freeze-months': { everySeconds: 600 },
  'search-early-warnings': { everySeconds: 3_600 },
  'send-messages': { everySeconds: 5 },
  'send-reminders': { everySeconds: 600 },
  'integrity-sweep': { everySeconds: 60 },
  runSimulation: { everySeconds: null },
  inspectFile: { everySeconds: null },
  removeUnnamedContents: { everySeconds: 21_600 },
  drawForm: { everySeconds: null },
  bindDossier: { everySeconds: null },
  printSeries: { everySeconds: null },
  registerImport: { everySeconds: null },
  registerSeries: { everySeconds: null },
  doSeriesOrder: { everySeconds: null },
  'seal-audit': { everySeconds: 300 },
  'watch-audit': { everySeconds: 600 },
};
