// The fences of the architecture: who may import whom, and what no file may do.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect } from 'chai';
import { compose, type Composition } from '../src/compose.ts';
import { JOBS } from '../src/jobs/job-catalogue.ts';
import { projectRoot } from '../src/platform/project.ts';
import { dropAndClose, testConfig } from './support/database.ts';

interface Source {
  readonly path: string;
  readonly text: string;
  /** Paths in the project, or names of packages. */
  readonly imports: readonly string[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'|import\('([^']+)'\)/g;

function sourcesBelow(directory: string): readonly Source[] {
  const root = join(projectRoot, directory);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules') && !file.includes(`dist${sep}`))
    .map((file) => {
      const absolute = join(root, file);
      const text = readFileSync(absolute, 'utf8');
      const imports = [...text.matchAll(IMPORT)]
        .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
        .map((name) => (name.startsWith('.') ? relative(projectRoot, resolve(dirname(absolute), name)) : name));
      return { path: relative(projectRoot, absolute), text, imports };
    });
}

const source = sourcesBelow('src');
const config = sourcesBelow('config');
const inside = (path: string, ...directories: string[]): boolean =>
  directories.some((directory) => path === directory || path.startsWith(`${directory}/`));
const featureOf = (path: string): string | undefined => /^src\/features\/([^/]+)\//.exec(path)?.[1];
const isPackage = (name: string): boolean => !inside(name, 'src', 'config', 'packages', 'test');

/** Every import of these files that is not allowed, as `file → import`. */
const breaches = (files: readonly Source[], allowed: (name: string, file: Source) => boolean): readonly string[] =>
  files.flatMap((file) => file.imports.filter((name) => !allowed(name, file)).map((name) => `${file.path} → ${name}`));

const below = (...directories: string[]): readonly Source[] =>
  source.filter(({ path }) => inside(path, ...directories));
const named = (pattern: RegExp): readonly Source[] =>
  source.filter(({ path }) => inside(path, 'src/features') && pattern.test(path));
const files = (found: readonly Source[]): readonly string[] => found.map(({ path }) => path);

/** The law as tables: as long as the law. */
const TABLES: readonly string[] = ['src/domain/lifecycle.ts', 'src/domain/clock-catalogue.ts'];

/** Files that shift a day and yet compute no term of the law, with what they do. A term is a row of the catalogue. */
const NO_TERM: Readonly<Record<string, string>> = {
  'src/domain/calendar-day.ts': 'the arithmetic itself',
  'src/domain/deadline.ts': 'moments around a due date of the engine',
  'src/domain/guard.ts': 'patience after an instalment is due, until a breach',
  'src/domain/holiday-calendar.ts': 'reach of the calendar',
  'src/domain/holiday-notice.ts': 'days of a stretch of rest',
  'src/domain/interest.ts': 'interest runs from the day after',
  'src/domain/reminder.ts': 'moments around a day of performance or a session',
  'src/domain/risk-sign.ts': 'festivals ahead',
  'src/features/accounts/account.password.ts': 'age of a password',
  'src/features/audit/audit.service.ts': 'age of an audit line',
  'src/features/accounts/token.service.ts': 'life of a token',
  'src/domain/observed-year.ts': 'the year before',
  'src/domain/what-if.ts': 'the days of a year that is simulated',
  'src/features/what-if/simulation.service.ts': 'the year that is simulated',
  'src/domain/lodged-count.ts': 'windows that are counted and compared',
  'src/features/disputes/desk.ts': 'what is recent',
  'src/features/disputes/dispute.list.ts': 'what is due this week',
  'src/features/disputes/history.presenter.ts': 'days in custody',
  'src/features/disputes/known-people.ts': 'what is recent',
  'src/features/early-warnings/early-warning.search.ts': 'how far back is looked',
  'src/features/drafts/draft.service.ts': 'life of a draft',
  'src/features/files/file.jobs.ts': 'age of a file nobody named',
  'src/features/files/file.model.ts': 'age of a file nobody named',
  'src/features/hand-overs/batch.service.ts': 'the lodgings of a day',
  'src/features/hand-overs/bounce.service.ts': 'period of a table',
  'src/features/holidays/holiday.package.ts': 'walks a year',
  'src/features/holidays/holiday.presenter.ts': 'days in a row',
  'src/features/imports/import.time.ts': 'serial days of a spreadsheet',
  'src/features/proofs/proof.acts.ts': 'life of a link',
  'src/features/reminders/reminder.service.ts': 'how far ahead to look',
  'src/features/schedule/schedule.acts.ts': 'first day a form offers',
  'src/features/schedule/schedule.model.ts': 'pages of a calendar',
  'src/features/schedule/schedule.presenter.ts': 'pages of a calendar',
  'src/features/schedule/schedule.routes.ts': 'pages of a calendar',
  'src/features/schedule/schedule.service.ts': 'pages of a calendar',
  'src/domain/count-row.ts': 'whether an agreement lasted months: a figure, no term',
  'src/features/statistics/snapshot.service.ts': 'the months that are over',
  'src/features/statistics/statistic.analysis.ts': 'bands of age and the months of last year',
  'src/features/statistics/statistic.report.ts': 'the days an indicator counts',
  'src/features/statistics/statistic.repository.ts': 'length of a stretch',
  'src/features/statistics/statistic.schema.ts': 'period of a report',
  'src/features/supervision/supervision.pages.ts': 'day a form offers to answer by',
  'src/platform/idempotency.ts': 'life of a stored answer',
  'src/verification/paper.checks.ts': 'age of bytes that the sweep should have removed',
  'src/staffing.ts': 'results of the last months',
  'src/http/security-txt.ts': 'life of a notice',
};

describe('architecture', () => {
  it('config imports joi and Node only', () => {
    expect(
      breaches(config, (name) => name === 'joi' || name.startsWith('node:') || inside(name, 'config')),
    ).to.deep.equal([]);
  });

  it('domain imports only itself', () => {
    expect(breaches(below('src/domain'), (name) => inside(name, 'src/domain'))).to.deep.equal([]);
  });

  it('http and platform never import features', () => {
    const outward = (name: string): boolean => !inside(name, 'src/features', 'src/projections', 'src/jobs');
    expect(breaches(below('src/http', 'src/platform'), outward)).to.deep.equal([]);
    expect(breaches(below('src/platform'), (name) => !inside(name, 'src/http'))).to.deep.equal([]);
  });

  it('routes and APIs never import a model or a repository', () => {
    const edges = named(/\.(?:routes|api|pages)\.ts$/);
    expect(breaches(edges, (name) => !/\.(?:model|repository)\.ts$|^mongoose$|^mongodb$/.test(name))).to.deep.equal([]);
  });

  it('services never import express or mongoose', () => {
    expect(breaches(named(/\.service\.ts$/), (name) => !/^(?:express|mongoose|mongodb)$/.test(name))).to.deep.equal([]);
  });

  it('repositories and models import no service, route or HTTP', () => {
    const store = named(/\.(?:repository|model)\.ts$/);
    expect(breaches(store, (name) => !/\.(?:service|routes|api)\.ts$|^src\/http\/|^express$/.test(name))).to.deep.equal(
      [],
    );
  });

  it('presenters import the domain and their own feature only', () => {
    const allowed = (name: string, { path }: Source): boolean =>
      inside(name, 'src/domain') ||
      (featureOf(name) !== undefined && !/\.(?:service|repository|model|routes|api)\.ts$/.test(name)) ||
      (featureOf(name) === featureOf(path) && name.endsWith('.record.ts')) ||
      name === 'src/platform/i18n.ts';
    expect(breaches(named(/\.presenter\.ts$/), allowed)).to.deep.equal([]);
  });

  it('features import other features through their index only', () => {
    const allowed = (name: string, { path }: Source): boolean => {
      const feature = featureOf(name);
      return feature === undefined || feature === featureOf(path) || name === `src/features/${feature}/index.ts`;
    };
    expect(breaches(source, allowed)).to.deep.equal([]);
  });

  it('the private notes of mediators are reached from one place', () => {
    const readers = source.filter(({ imports }) => imports.some((name) => name.includes('private-note.repository')));
    expect(files(readers).every((path) => inside(path, 'src/features/mediation'))).to.equal(true);
  });

  it('the session boards, where concessions are written, are reached from one place', () => {
    const readers = source.filter(({ imports }) => imports.some((name) => name.includes('board.repository')));
    expect(files(readers).every((path) => inside(path, 'src/features/agreements'))).to.equal(true);
    const filing = source.filter(({ path }) => inside(path, 'src/features/filing'));
    expect(files(filing.filter(({ text }) => /BoardRepository|boardModel|domain\/board/.test(text)))).to.deep.equal([]);
  });

  it('the embedded database knows nothing of the product', () => {
    const own = sourcesBelow('packages/embedded-mongo/src');
    const allowed = (name: string): boolean =>
      name === 'bson' || name.startsWith('node:') || inside(name, 'packages/embedded-mongo');
    expect(breaches(own, allowed)).to.deep.equal([]);
  });

  it('only packages of package.json are imported', () => {
    const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const known = (name: string): boolean =>
      !isPackage(name) ||
      name.startsWith('node:') ||
      name === 'embedded-mongo' ||
      Object.keys(dependencies).some((dependency) => inside(name, dependency));
    expect(breaches([...source, ...config], known)).to.deep.equal([]);
  });

  it('the environment is read in config only', () => {
    expect(files(source.filter(({ text }) => /process\.env\b/.test(text)))).to.deep.equal([]);
  });

  it('the present moment comes from the clock only', () => {
    const readers = source.filter(({ text }) => /new Date\(\s*\)|Date\.now\(/.test(text));
    expect(files(readers)).to.deep.equal(['src/platform/clock.ts']);
  });

  it('only the engine of the clocks computes when a term ends', () => {
    const WORKDAYS = /\b(?:addWorkdays|rollForward|workdaysBetween)\b/;
    const engine = ['src/domain/clock.ts', 'src/domain/working-days.ts'];
    expect(files(source.filter(({ text }) => WORKDAYS.test(text)))).to.have.members(engine);

    const SHIFTS = /\b(?:addDays|addMonths)\(|86_?400(?:_?000)?|\b(?:MS_PER_DAY|DAY_MS|DAY_MILLISECONDS)\b/;
    const shifting = files(source.filter(({ path, text }) => !inside(path, 'src/generation') && SHIFTS.test(text)));
    expect(shifting.filter((path) => !engine.includes(path))).to.have.members(Object.keys(NO_TERM));
  });

  it('no query uses what one of the two databases answers wrongly', () => {
    const FORBIDDEN = [
      /\$dateTrunc\b/,
      /\$where\b|\$function\b|mapReduce/,
      /\.watch\(/,
      /\$expr['"]?\s*:\s*\{\s*['"]?\$lte?\b/,
      /\bcollation\b/,
      /\$merge\b/,
    ];
    const users = source.filter(({ text }) => FORBIDDEN.some((pattern) => pattern.test(text)));
    expect(files(users)).to.deep.equal([]);
  });

  it('no file is long, unfinished, or named after nothing', () => {
    const all = [...source, ...config];
    expect(
      files(all.filter(({ path, text }) => !TABLES.includes(path) && text.split('\n').length > 340)),
    ).to.deep.equal([]);
    expect(files(all.filter(({ text }) => /\b(?:TODO|FIXME|XXX)\b/.test(text)))).to.deep.equal([]);
    expect(files(all).filter((path) => /(?:utils?|helpers?|common|manager)(?:\/|\.ts$)/.test(path))).to.deep.equal([]);
    expect(files(all).filter((path) => !/^[a-z0-9./-]+$/.test(path))).to.deep.equal([]);
  });

  describe('the mounted rows', () => {
    let composition: Composition;
    before(async () => {
      composition = await compose(await testConfig());
    });
    after(() => dropAndClose(composition.database));

    it('only the doors are open to everybody', () => {
      const open = composition.rows
        .filter(({ right }) => right === 'public')
        .map(({ method, path }) => `${method} ${path}`);

      expect(open.toSorted()).to.deep.equal([
        // A subscription of a calendar proves itself by its secret.
        'get /calendar/:secret.ics',
        'get /p/:short',
        'get /sign-in',
        'get /sign-in/code',
        'post /p/:short',
        'post /sign-in',
        'post /sign-in/code',
        'post /sign-in/new-password',
        'post /sign-out',
      ]);
    });

    it('every API row is described, names its scope and has an id of its own', () => {
      const api = composition.rows.filter(({ path }) => path.startsWith('/api/'));
      const ids = api.map(({ operation }) => operation?.id);

      expect(api.filter(({ operation }) => !operation).map(({ path }) => path)).to.deep.equal([]);
      expect(
        api.filter(({ right, scope }) => right !== 'public' && right !== 'signedIn' && !scope).map(({ path }) => path),
      ).to.deep.equal([]);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).to.deep.equal([]);
    });

    it('every job of the worker is in the catalogue of jobs', () => {
      const composed = composition.jobDefinitions.map(({ name, everySeconds = null }) => [name, { everySeconds }]);
      expect(Object.fromEntries(composed)).to.deep.equal(JOBS);
    });

    it('every index can be made on the database', async () => {
      const { connection } = composition.database;
      for (const model of Object.values(connection.models)) {
        const made = Object.keys(await model.collection.indexInformation());
        expect(made.length, model.modelName).to.equal(model.schema.indexes().length + 1);
      }
    });
  });
});
