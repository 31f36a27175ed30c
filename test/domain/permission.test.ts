import { expect } from 'chai';
import {
  hasRight,
  readingOf,
  relationsOf,
  RIGHTS,
  rightsOf,
  ROLES,
  TIERS_OF_ROLE,
  visibleTo,
  type CaseCustody,
} from '../../src/domain/permission.ts';
import { commonParent, depth, isBelow, isWithin } from '../../src/domain/tier.ts';
import {
  actorAt,
  court,
  lucheng,
  songzhuang,
  songzhuangTribunal,
  taihu,
  taihuTribunal,
  taihuVillage,
  xiaopu,
} from './units.ts';

/** Owned by a township, being pushed to its village; it came from a township of another tribunal. */
const custody: CaseCustody = {
  owner: songzhuang,
  origin: { unitCode: taihu.code },
  custodyUnits: [taihu.code, songzhuang.code],
  mediatorId: 'mediator',
  handOver: { from: songzhuang, to: xiaopu, kind: 'push-down' },
  rulingUnit: songzhuangTribunal.code,
};

describe('rights of a role', () => {
  it('When rights are asked, then the table answers and nothing else is granted', () => {
    for (const role of ROLES) {
      for (const right of RIGHTS) expect(hasRight(role, right)).to.equal(rightsOf(role).includes(right));
    }
  });

  it('When administrators are compared, then none reads cases and none holds the other’s rights', () => {
    expect(rightsOf('systemAdmin')).to.deep.equal(['manageAccounts', 'manageUnits', 'manageHolidays']);
    expect(rightsOf('auditAdmin')).to.deep.equal(['readAudit']);
  });

  it('When a role is posted, then it has a tier; a party has none', () => {
    for (const role of ROLES) expect(TIERS_OF_ROLE[role].length > 0).to.equal(role !== 'party');
  });
});

describe('reading a case', () => {
  const readers = [
    ['townshipClerk', songzhuang, 'full', 'the owner'],
    ['tribunalJudge', songzhuangTribunal, 'full', 'the unit above'],
    ['courtAdmin', court, 'full', 'the court'],
    ['villageMediator', xiaopu, 'full', 'the receiver of a hand-over'],
    ['townshipClerk', taihu, 'summary', 'the first receiver'],
    ['townshipClerk', lucheng, 'none', 'a sibling'],
    ['tribunalClerk', taihuTribunal, 'none', 'another tribunal'],
    ['villageMediator', taihuVillage, 'none', 'a village elsewhere'],
    ['systemAdmin', court, 'none', 'the system administrator'],
    ['auditAdmin', court, 'none', 'the audit administrator'],
    ['justiceViewer', court, 'none', 'a viewer of statistics'],
    ['party', xiaopu, 'none', 'a party'],
    ['system', court, 'full', 'the system'],
  ] as const;
  for (const [role, unit, reading, who] of readers) {
    it(`When ${who} opens it, then the reading is ${reading}`, () =>
      expect(readingOf(actorAt(role, unit), custody)).to.equal(reading));
  }

  it('When the mediator works elsewhere, then the assignment opens the case', () => {
    expect(readingOf(actorAt('townshipMediator', lucheng, 'mediator'), custody)).to.equal('full');
  });

  it('When a case is listed, then exactly the units that may read it find it', () => {
    expect(visibleTo(custody).toSorted()).to.deep.equal(
      [court, songzhuangTribunal, songzhuang, xiaopu, taihu].map((unit) => unit.code).toSorted(),
    );
    const { handOver: _handOver, rulingUnit: _rulingUnit, ...quiet } = custody;
    expect(visibleTo(quiet)).to.not.include(xiaopu.code);
  });

  it('When relations are asked, then every one that holds is named', () => {
    expect([...relationsOf(actorAt('tribunalJudge', songzhuangTribunal), custody)].toSorted()).to.deep.equal([
      'above',
      'any',
      'ruling',
    ]);
    expect([...relationsOf(actorAt('townshipHead', songzhuang), custody)].toSorted()).to.deep.equal([
      'any',
      'held',
      'owner',
      'sender',
    ]);
  });
});

describe('tiers', () => {
  it('When units are compared, then depth, area and common parent follow the path', () => {
    expect([depth('court'), depth('village')]).to.deep.equal([0, 3]);
    expect([isBelow('village', 'township'), isBelow('court', 'court')]).to.deep.equal([true, false]);
    expect([
      isWithin(xiaopu, songzhuang.code),
      isWithin(songzhuang, songzhuang.code),
      isWithin(taihu, songzhuang.code),
    ]).to.deep.equal([true, false, false]);
    expect(commonParent(xiaopu.path, lucheng.path)).to.equal(songzhuangTribunal.code);
    expect(commonParent(xiaopu.path, taihu.path)).to.equal(court.code);
    expect(commonParent(xiaopu.path, ['110101'])).to.equal(undefined);
  });
});
