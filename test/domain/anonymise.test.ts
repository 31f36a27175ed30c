import { expect } from 'chai';
import { anonymise } from '../../src/domain/anonymise.ts';

const HIDDEN = {
  people: ['张建国', '张建军', '欧阳秀'],
  organisations: ['北京华联物业有限公司'],
  addresses: ['宋庄村东街12号'],
  places: { 宋庄村: '某村', 宋庄镇: '某镇' },
};

describe('a text without its people', () => {
  for (const [told, kept] of [
    ['张建国与张建军是兄弟，欧阳秀作证。', '张某某甲与张某某乙是兄弟，欧阳某作证。'],
    ['住在宋庄村东街12号的人，到宋庄镇政府。', '住在某处的人，到某镇政府。'],
    ['电话13800000001，身份证11010519491231002X，010-69540000。', '电话（电话），身份证（证件号码），（电话）。'],
    ['北京华联物业有限公司（91110112MA01ABCD2X）收费。', '某单位（（信用代码））收费。'],
    ['京A12345在8号院3单元撞墙，赔3000元，2026年3月2日。', '（车牌）在某号撞墙，赔3000元，2026年3月2日。'],
  ] as const) {
    it(`When it says ${told}, then it says ${kept}`, () => {
      expect(anonymise(told, HIDDEN)).to.equal(kept);
    });
  }
});
