import { seedDistrict } from '../../../src/commands/seed.ts';
import { expect } from 'chai';
import { readDistrict, type District } from '../../../src/features/units/index.ts';
import { type Actor } from '../../../src/domain/permission.ts';
import { DomainError } from '../../../src/domain/errors.ts';
import { startWithNetwork, type PeopleApp } from '../../support/people.ts';

const courtAdmin: Actor = {
  accountId: 'a1',
  name: '法院管理员',
  role: 'courtAdmin',
  unit: { code: '110112', tier: 'court', path: ['110112'], name: '通州法院' },
};

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('units', () => {
  let app: PeopleApp;
  let district: District;

  before(async () => {
    app = await startWithNetwork(seedDistrict);
    district = await readDistrict('tongzhou');
  });
  after(() => app.close());

  const units = () => app.composition.services.units;

  describe('loadDistrict', () => {
    it('When the network is loaded, then it has 1 court, 6 tribunals, 22 townships and 656 villages', async () => {
      const { counts } = await units().loadDistrict(district);

      expect(counts).to.deep.equal({ court: 1, tribunal: 6, township: 22, village: 656 });
    });

    it('When it is loaded again, then nothing changes', async () => {
      const report = await units().loadDistrict(district);

      expect(report).to.deep.include({ inserted: 0, renamed: 0, rules: 0 });
    });

    it('When a name has changed, then the former name is kept with its last day', async () => {
      const changed = structuredClone(district) as unknown as { townships: { name: { zh: string; en: string } }[] };
      const [first] = changed.townships;
      const former = district.townships[0]?.name.zh;
      if (first) first.name = { zh: '新名街道', en: 'Xinming Subdistrict' };

      const report = await units().loadDistrict(changed as unknown as District);

      const unit = await units().unitByCode('110112001');
      expect(report.renamed).to.equal(1);
      expect(unit.name.zh).to.equal('新名街道');
      expect(unit.formerNames.map(({ name, until }) => [name.zh, until])).to.deep.equal([[former, '2026-03-02']]);
      await units().loadDistrict(district);
    });

    it('When units are missing from the file, then they stay', async () => {
      await units().loadDistrict({ ...district, townships: district.townships.slice(0, 3) });

      const { village } = (await units().directory()).counts();
      expect(village).to.equal(656);
    });
  });

  describe('the tree', () => {
    it('When a village is asked for, then its path runs from the court down to it', async () => {
      const village = await units().unitByCode('110112104201');

      expect(village.name).to.deep.equal({ zh: '宋庄村', en: 'Songzhuang Village' });
      expect(village.path).to.deep.equal(['110112', '110112-F01', '110112104', '110112104201']);
      const above = await units().ancestors('110112104201');
      expect(above.map((unit) => unit.tier)).to.deep.equal(['court', 'tribunal', 'township']);
    });

    it('When a unit does not exist, then it is not found', async () => {
      expect(await refusal(units().unitByCode('110112999'))).to.include({
        kind: 'notFound',
        code: 'units.unitNotFound',
      });
    });
  });

  describe('find', () => {
    const found = async (query: object) => (await units().find(query, { limit: 200 })).items.map((unit) => unit.code);

    it('When a part of a Chinese name is given, then units of every tier are found', async () => {
      expect(await found({ q: '宋庄' })).to.deep.equal(['110112-F01', '110112104', '110112104201']);
    });

    it('When English is given in any case, then the same are found', async () => {
      expect(await found({ q: 'SONGZHUANG' })).to.deep.equal(['110112-F01', '110112104', '110112104201']);
    });

    it('When a regular expression is given, then it is only text', async () => {
      expect(await found({ q: '.*' })).to.deep.equal([]);
    });

    it('When two townships have a village of one name, then both are found and told apart by their parent', async () => {
      const both = (await units().find({ q: '三间房村' }, { limit: 10 })).items;

      expect(both.filter((unit) => unit.name.zh === '三间房村').map((unit) => unit.parent)).to.deep.equal([
        '110112105',
        '110112121',
      ]);
    });

    it('When pages are read one after the other, then every village comes once', async () => {
      const codes: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await units().find({ tier: 'village' }, { limit: 100, cursor });
        codes.push(...page.items.map((unit) => unit.code));
        cursor = page.next;
      } while (cursor);

      expect(codes).to.have.length(656);
      expect(new Set(codes).size).to.equal(656);
    });
  });

  describe('changeTribunal', () => {
    const TOWNSHIP = '110112105';

    it('When somebody else than the court’s administrator asks, then it is forbidden', async () => {
      const clerk: Actor = { ...courtAdmin, role: 'courtFilingClerk' };

      const error = await refusal(
        units().changeTribunal(clerk, { township: TOWNSHIP, tribunal: '110112-F05', from: '2026-03-02' }),
      );

      expect(error).to.include({ kind: 'forbidden', code: 'units.mapByCourtOnly' });
    });

    it('When it takes effect today, then every path below follows and the history is kept', async () => {
      await units().changeTribunal(courtAdmin, {
        township: TOWNSHIP,
        tribunal: '110112-F05',
        from: '2026-03-02',
        reason: '通法发〔2026〕3号',
      });

      const village = await units().unitByCode('110112105209');
      expect(village.path).to.deep.equal(['110112', '110112-F05', TOWNSHIP, '110112105209']);
      const stored = await app.composition.database.connection
        .collection('units')
        .countDocuments({ 'path.1': '110112-F05', 'path.2': TOWNSHIP });
      expect(stored).to.equal(58);
      const history = await units().jurisdictionHistory(TOWNSHIP);
      expect(
        history.map(({ tribunal, validFrom, validTo, example }) => [tribunal, validFrom, validTo, example]),
      ).to.deep.equal([
        ['110112-F05', '2026-03-02', undefined, false],
        ['110112-F02', '2020-01-01', '2026-03-02', true],
      ]);
    });

    it('When a day before the change is asked for, then the former tribunal is told', async () => {
      expect((await units().tribunalOf(TOWNSHIP, '2026-03-01')).tribunal.code).to.equal('110112-F02');
      expect((await units().tribunalOf(TOWNSHIP, '2026-03-02')).tribunal.code).to.equal('110112-F05');
    });

    it('When nothing would change, then it is refused', async () => {
      const error = await refusal(
        units().changeTribunal(courtAdmin, { township: TOWNSHIP, tribunal: '110112-F05', from: '2026-03-02' }),
      );

      expect(error).to.include({ kind: 'conflict', code: 'units.tribunalUnchanged' });
    });

    it('When the first day lies ahead, then the paths follow on that day', async () => {
      await units().changeTribunal(courtAdmin, { township: TOWNSHIP, tribunal: '110112-F03', from: '2026-03-05' });
      const before = await units().unitByCode('110112105209');

      app.clock.advance({ days: 3 });
      const after = await units().unitByCode('110112105209');

      expect(before.path[1]).to.equal('110112-F05');
      expect(after.path[1]).to.equal('110112-F03');
      const stored = await app.composition.database.connection.collection('units').findOne({ code: '110112105209' });
      expect(stored?.['path']?.[1]).to.equal('110112-F03');
    });

    it('When the day or the tribunal does not exist, then the field is named', async () => {
      const day = { township: TOWNSHIP, tribunal: '110112-F01', from: '2026-02-30' };
      const tribunal = { township: TOWNSHIP, tribunal: '110112104', from: '2026-03-05' };

      expect((await refusal(units().changeTribunal(courtAdmin, day))).errors).to.deep.equal([
        { field: 'from', code: 'units.day.invalid' },
      ]);
      expect((await refusal(units().changeTribunal(courtAdmin, tribunal))).errors).to.deep.equal([
        { field: 'tribunal', code: 'units.tribunal.unknown' },
      ]);
    });

    it('When two administrators change one township at once, then one rule holds and none is lost', async () => {
      const change = (tribunal: string) =>
        units().changeTribunal(courtAdmin, { township: '110112106', tribunal, from: '2026-03-05' });

      await Promise.all([change('110112-F01'), change('110112-F05')]);

      const history = await units().jurisdictionHistory('110112106');
      expect(history).to.have.length(3);
      expect(history.filter((rule) => !rule.supersededAt && rule.validTo === undefined)).to.have.length(1);
    });
  });
});
