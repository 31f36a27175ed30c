// Every stored field has a row in the data dictionary, and every row a field.

import { expect } from 'chai';
import mongoose from 'mongoose';
import { DICTIONARY, type DictionaryRecord } from '../../../src/domain/data-dictionary.ts';
import { INDICATOR_IDS } from '../../../src/domain/indicator.ts';
import { disputeModel, eventModel } from '../../../src/features/disputes/index.ts';
import { dictionaryEntries } from '../../../src/features/statistics/dictionary.routes.ts';
import { InputRepository } from '../../../src/features/statistics/input.repository.ts';
import { factRowModel } from '../../../src/features/statistics/statistic.model.ts';
import { createI18n, LANGUAGES } from '../../../src/platform/i18n.ts';
import {
  AGREEMENT,
  FAILURE_RECORD,
  CONSENTS,
  type Journey,
  mediate,
  startJourney,
  UNITS,
} from '../../support/journey.ts';

const rowsOf = (record: DictionaryRecord): readonly string[] => Object.keys(DICTIONARY[record]);

describe('data dictionary', () => {
  const connection = mongoose.createConnection();
  const pathsOf = (model: { readonly schema: mongoose.Schema }): readonly string[] =>
    Object.keys(model.schema.paths).filter((path) => path !== '_id');
  /** Paths whose parts are named one by one belong to the record that holds them. */
  const missing = (record: DictionaryRecord, stored: readonly string[]): readonly string[] =>
    stored.filter((path) => !rowsOf(record).some((row) => row === path || row.startsWith(`${path}.`)));
  const spare = (record: DictionaryRecord, stored: readonly string[]): readonly string[] =>
    rowsOf(record).filter((row) => !stored.some((path) => row === path || row.startsWith(`${path}.`)));

  it('When a stored field has no row, or a row no field, then it is named', () => {
    expect(new InputRepository(connection)).to.be.an('object');
    const stored: readonly (readonly [DictionaryRecord, readonly string[]])[] = [
      ['dispute', pathsOf(disputeModel(connection))],
      ['event', pathsOf(eventModel(connection))],
      ['row', pathsOf(factRowModel(connection))],
      ['input', pathsOf(connection.models['StatisticInput']!)],
    ];
    for (const [record, paths] of stored) {
      expect(missing(record, paths), `${record}: stored and not described`).to.deep.equal([]);
      expect(spare(record, paths), `${record}: described and not stored`).to.deep.equal([]);
    }
  });

  it('When a row is said in either language, then it has its words, and every indicator is among them', () => {
    const i18n = createI18n({ strict: true });
    for (const language of LANGUAGES) {
      const entries = dictionaryEntries((key, params) => i18n.t(language, key, { ...params }));
      expect(entries.filter(({ definition, kind, source }) => !definition || !kind || !source)).to.deep.equal([]);
      expect(entries.filter(({ record }) => record === 'indicator')).to.have.length(INDICATOR_IDS.length);
    }
  });

  describe('on what is stored', () => {
    let journey: Journey;
    before(async () => {
      journey = await startJourney();
      const { mediator, tribunalClerk } = journey.people;
      const settled = await journey.register(mediator);
      await journey.act(mediator, settled, 'takeUp');
      await mediate(journey, settled);
      await journey.act(mediator, settled, 'recordAgreement', { ...AGREEMENT, reachedOn: '2026-03-02' });
      const failed = await journey.register(mediator);
      await journey.act(mediator, failed, 'takeUp');
      await mediate(journey, failed);
      await journey.act(mediator, failed, 'recordConsent', { ...CONSENTS, parties: ['p2'], answer: 'refused' });
      await journey.act(mediator, failed, 'completeFailureRecord', FAILURE_RECORD);
      await journey.act(mediator, failed, 'transferToFiling');
      const sent = await journey.register(tribunalClerk, { source: 'I09' });
      await journey.act(tribunalClerk, sent, 'pushDown', { toUnit: UNITS.township, reason: '就近化解' });
    });
    after(() => journey.close());

    it('When events are read, then everything they count is described', async () => {
      const events = await journey.composition.database.connection.collection('events').find().toArray();
      const leaves = (value: unknown, path: string): readonly string[] =>
        value !== null && typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value)
          ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
          : [path];
      const seen = new Set(events.flatMap(({ counted }) => leaves(counted, '')));
      expect(seen.size).to.be.greaterThan(25);
      expect([...seen].filter((path) => !rowsOf('counted').includes(path))).to.deep.equal([]);
    });

    it('When the page and its files are opened, then they hold every element', async () => {
      const browser = await journey.people.courtAdmin.browser();
      const page = await browser.get('/statistics/dictionary');
      expect(page.text).to.include('mediationDays').and.include('K11b').and.include('NODS');
      const csv = (await browser.get('/statistics/dictionary/dictionary.csv')).text;
      const lines = csv.trim().split('\r\n').length;
      const all = (await journey.people.clerk.call('get', '/statistics/dictionary')).body.items as unknown[];
      expect(lines).to.equal(all.length + 1);
      for (const format of ['json', 'xlsx'])
        expect((await browser.get(`/statistics/dictionary/dictionary.${format}`)).status).to.equal(200);
    });
  });
});
