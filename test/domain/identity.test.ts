import { expect } from 'chai';
import { parseDay } from '../../src/domain/calendar-day.ts';
import {
  ageOn,
  isCreditCode,
  isMinor,
  maskAddress,
  maskId,
  maskName,
  maskPhone,
  readResidentId,
} from '../../src/domain/identity.ts';

const today = parseDay('2026-11-22');

describe('resident ID', () => {
  it('When a number is right, then birth day, sex and region are read from it', () => {
    expect(readResidentId('11010519491231002X', today)).to.deep.equal({
      birthDay: '1949-12-31',
      sex: 'female',
      region: '110105',
    });
    expect(readResidentId(' 11010519491231002x ', today)?.region).to.equal('110105');
  });

  it('When it has the old 15 digits, then it is read as of the twentieth century', () => {
    expect(readResidentId('110105491231002', today)).to.deep.equal({
      birthDay: '1949-12-31',
      sex: 'female',
      region: '110105',
    });
  });

  for (const [text, why] of [
    ['110105194912310021', 'the check character is wrong'],
    ['110105194902300025', 'the birth day does not exist'],
    ['990105194912310022', 'the region does not exist'],
    ['1101051949123100', 'it is too short'],
    ['1101054902310025', 'it has sixteen digits'],
    ['11010519491231002Y', 'it ends on a letter other than X'],
    ['110105490230002', 'an old number has an unreal birth day'],
  ] as const) {
    it(`When ${why}, then ${text} is no resident ID`, () => expect(readResidentId(text, today)).to.equal(undefined));
  }

  it('When the birth day lies in the future, then it is none', () => {
    expect(readResidentId('11010519491231002X', parseDay('1949-12-30'))).to.equal(undefined);
  });

  for (const region of ['810000', '820000', '830000']) {
    it(`When a resident permit begins with ${region}, then it is accepted`, () => {
      const body = `${region}19900101001`;
      const found = Array.from('0123456789X').filter((check) => readResidentId(body + check, today) !== undefined);
      expect(found).to.have.lengthOf(1);
    });
  }
});

describe('unified social credit code', () => {
  for (const code of ['91350100M000100Y43', '91100000100003962T', '91110000802100433B', '91350100m000100y43']) {
    it(`When ${code} is checked, then it passes`, () => expect(isCreditCode(code)).to.equal(true));
  }

  for (const code of ['91350100M000100Y44', '91350100I000100Y43', '9135010M0000100Y43', '91350100M000100Y4', '']) {
    it(`When "${code}" is checked, then it fails`, () => expect(isCreditCode(code)).to.equal(false));
  }
});

describe('age', () => {
  const ages = [
    ['2008-11-22', 18, false],
    ['2008-11-23', 17, true],
    ['1949-12-31', 76, false],
  ] as const;
  for (const [birthDay, age, minor] of ages) {
    it(`When somebody was born on ${birthDay}, then the age is ${age}`, () => {
      expect(ageOn(parseDay(birthDay), today)).to.equal(age);
      expect(isMinor(parseDay(birthDay), today)).to.equal(minor);
    });
  }

  it('When somebody was born on a leap day, then the birthday in a common year is 1 March', () => {
    expect(ageOn(parseDay('2008-02-29'), parseDay('2026-02-28'))).to.equal(17);
    expect(ageOn(parseDay('2008-02-29'), parseDay('2026-03-01'))).to.equal(18);
  });
});

describe('masks', () => {
  const masks: readonly (readonly [(text: string) => string, string, string])[] = [
    [maskId, '110112199001011234', '110112********1234'],
    [maskId, 'G12345678', 'G1*****78'],
    [maskId, 'G1', '**'],
    [maskPhone, '13812348888', '138****8888'],
    [maskPhone, '010-69546789', '010-******89'],
    [maskPhone, '69546789', '******89'],
    [maskName, '张三', '张某'],
    [maskName, '张三丰', '张某某'],
    [maskName, '欧阳修', '欧阳某'],
    [maskName, '阿不都热合曼', '阿某某'],
    [maskName, '张', '张某'],
    [maskAddress, '北京市通州区宋庄镇小堡村12号院3单元', '北京市通州区宋庄镇小堡村***'],
    [maskAddress, '北京市通州区玉桥街道新通国际社区5号楼', '北京市通州区玉桥街道新通国际社区***'],
    [maskAddress, '北京市海淀区中关村大街1号', '北京市海淀区***'],
    [maskAddress, '北京市通州区宋庄镇小堡村', '北京市通州区宋庄镇小堡村'],
    [maskAddress, '某处某楼某室', '某处某***'],
  ];
  for (const [mask, text, expected] of masks) {
    it(`When ${text} is masked, then it reads ${expected}`, () => expect(mask(text)).to.equal(expected));
  }
});
