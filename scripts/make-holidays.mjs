// Writes config/holidays.json from the calendar of the `chinese-days` package, one entry a day that differs from the
// plain week. Run it again after the State Council's yearly notice has reached the package, and raise LAST_YEAR.
import { writeFile } from 'node:fs/promises';
import calendar from 'chinese-days';

// oxlint-disable-next-line import/no-named-as-default-member -- at run time the package has a default export only
const { getDayDetail } = calendar;

const FIRST_YEAR = 2004;
const LAST_YEAR = 2026;

const holidays = {};
const makeUpWorkdays = {};
const end = Date.UTC(LAST_YEAR + 1, 0, 1);
for (let time = Date.UTC(FIRST_YEAR, 0, 1); time < end; time += 86_400_000) {
  const day = new Date(time).toISOString().slice(0, 10);
  const detail = getDayDetail(day);
  const festival = detail.name.split(',')[1];
  if (festival === undefined) continue;
  if (detail.work) makeUpWorkdays[day] = festival;
  else holidays[day] = festival;
}

const record = { knownUntil: `${LAST_YEAR}-12-31`, holidays, makeUpWorkdays };
await writeFile(new URL('../config/holidays.json', import.meta.url), `${JSON.stringify(record, null, 2)}\n`);
console.log(
  `${Object.keys(holidays).length} holidays and ${Object.keys(makeUpWorkdays).length} make-up workdays, ${FIRST_YEAR}–${LAST_YEAR}`,
);
