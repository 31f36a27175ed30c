// Rarer matters, three of each type.

import { type Matter } from './matter.ts';

export const RARE_MATTERS = {
  '05': [
    {
      facts:
        '{a}与{b}合伙经营{place}蔬菜批发摊位，{when}拆伙时对库存折价和应收款分配有分歧，账目由{b}一人记录，{a}要求对账。',
      claims: ['{b}公开账目', '{b}支付合伙分配款{sum}'],
      yuan: [5000, 80000],
      responsibility: '双方未约定清算办法，应据实对账',
    },
    {
      facts:
        '{a}租用{b}的{place}仓库加工豆制品，{when}因线路改造停电三日，原料变质。{a}要求赔偿，{b}称已提前张贴通知。',
      claims: ['{b}赔偿原料损失{sum}'],
      yuan: [2000, 20000],
      responsibility: '{b}通知不充分，承担主要责任',
    },
    {
      facts: '{a}与{b}相邻经营早餐摊，{when}起{b}将桌椅摆到{a}摊位前，影响顾客进出，双方为抢占位置多次争吵。',
      claims: ['{b}按划线经营'],
      deed: '桌椅退回划线以内，高峰时段轮流使用公共区域',
      responsibility: '{b}越线经营，承担主要责任',
    },
  ],
  '07': [
    {
      facts: '{a}与{b}两户林地相邻，{when}{b}采伐时误将界线以东的杨树十一棵伐倒，{a}要求按市价赔偿。',
      claims: ['{b}赔偿林木损失{sum}'],
      yuan: [2000, 30000],
      responsibility: '{b}误伐他人林木，承担全部责任',
    },
    {
      facts: '{a}外出务工期间将承包地交{b}代耕，{when}返乡要求收回，{b}称已投入改良土壤并栽种果树，要求补偿后再退。',
      claims: ['{b}退还承包地', '就果树补偿{sum}达成一致'],
      yuan: [3000, 40000],
      responsibility: '双方代耕约定不明，应合理补偿',
    },
    {
      facts: '{a}与{b}对{place}一条灌溉渠的使用顺序发生争议，{when}旱情期间{b}先行截水，{a}家玉米减产。',
      claims: ['明确轮灌次序', '{b}补偿减产损失{sum}'],
      yuan: [800, 9000],
      responsibility: '{b}擅自截水，承担主要责任',
    },
  ],
  '08': [
    {
      facts: '{a}家院落在{place}改造范围内，与其兄{b}对安置面积的分配意见不一，致使协议自{when}起一直未能签署。',
      claims: ['就安置面积和补偿款{sum}的分配达成一致'],
      yuan: [100000, 900000],
      responsibility: '双方同为被安置人口，应协商分配',
    },
    {
      facts: '{a}反映{b}负责的拆除作业于{when}震裂其未签约房屋的山墙，要求加固并补偿，{b}认为裂缝早已存在。',
      claims: ['{b}加固山墙并补偿{sum}'],
      yuan: [5000, 60000],
      responsibility: '施工与墙体老化均有影响',
      trade: '拆除工程',
    },
    {
      facts: '{a}与{b}原系夫妻，离婚时约定房屋归{a}。{when}该房屋腾退，{b}以户口仍在为由主张周转费份额。',
      claims: ['明确周转费{sum}的归属'],
      yuan: [8000, 70000],
      responsibility: '应按离婚协议和腾退政策确定',
    },
  ],
  '09': [
    {
      facts:
        '{a}反映{b}在{place}的喷漆作业间自{when}起气味刺鼻，影响周边居民。环保部门检查后要求整改，居民要求停产期间补偿。',
      claims: ['{b}完成废气治理', '{b}补偿{sum}'],
      yuan: [1000, 20000],
      responsibility: '{b}排放不达标，承担全部责任',
      trade: '汽车维修',
    },
    {
      facts: '{b}的餐馆油烟管道出口正对{a}家窗户，{when}以来{a}家无法开窗。{b}已加装净化器，但清洗不及时。',
      claims: ['{b}改变油烟出口方向'],
      deed: '二十日内改道排烟并按月清洗净化器',
      responsibility: '{b}排烟口设置不当',
      trade: '餐饮管理',
    },
    {
      facts: '{b}承建的{place}工地自{when}起夜间浇筑，{a}等居民反映噪声扰民，多次拨打热线。{b}出示了夜间施工许可。',
      claims: ['{b}调整夜间作业时间', '{b}给予适当补偿{sum}'],
      yuan: [300, 5000],
      responsibility: '{b}应采取降噪措施',
      trade: '建筑工程',
    },
  ],
  '12': [
    {
      facts: '{a}于{when}在{b}就诊拔牙，术后麻木持续三个月。{a}认为操作不当，{b}称术前已告知风险。',
      claims: ['{b}赔偿医疗费及精神抚慰金{sum}'],
      yuan: [5000, 50000],
      responsibility: '{b}术后随访不足，承担部分责任',
      trade: '口腔门诊',
    },
    {
      facts: '{a}之父于{when}在{b}住院期间跌倒骨折，家属认为护理不到位，{b}认为家属未按要求陪护。',
      claims: ['{b}承担骨折治疗费用{sum}'],
      yuan: [8000, 90000],
      responsibility: '{b}与家属均有疏忽，分担责任',
      trade: '综合医院',
    },
    {
      facts: '{a}在{b}做双眼皮手术，{when}拆线后两侧不对称，要求免费修复并退还费用，{b}同意修复不同意退费。',
      claims: ['{b}退还费用{sum}'],
      yuan: [3000, 26000],
      responsibility: '{b}手术效果未达约定，承担主要责任',
      trade: '医疗美容',
    },
  ],
  '15': [
    {
      facts: '{a}一家报名参加{b}组织的三日游，{when}途中被增加两个购物点，原定景点取消。{a}要求退还部分团费。',
      claims: ['{b}退还团费{sum}'],
      yuan: [600, 6000],
      responsibility: '{b}擅自变更行程，承担全部责任',
      trade: '旅行社',
    },
    {
      facts: '{a}预订{b}的民宿，{when}因暴雨预警无法成行，{b}不同意退款，仅同意改期一次。',
      claims: ['{b}退还房费{sum}'],
      yuan: [400, 5000],
      responsibility: '双方均无过错，费用合理分担',
      trade: '民宿经营',
    },
    {
      facts: '{a}在{b}经营的采摘园游玩，{when}孩子从未设护栏的平台摔下，额头缝合四针。',
      claims: ['{b}赔偿医疗费{sum}'],
      yuan: [800, 9000],
      responsibility: '{b}未设置防护，承担主要责任',
      trade: '农业观光',
    },
  ],
  '16': [
    {
      facts: '{a}发现{b}在{place}店铺招牌使用与其注册商标近似的字样，自{when}起顾客多次混淆，要求更换招牌。',
      claims: ['{b}停止使用近似标识', '{b}赔偿损失{sum}'],
      yuan: [2000, 30000],
      responsibility: '{b}使用近似标识，应当停止',
    },
    {
      facts: '{a}系摄影爱好者，{when}发现{b}未经许可将其拍摄的运河照片用于宣传册，要求署名并支付报酬。',
      claims: ['{b}支付使用费{sum}'],
      yuan: [500, 8000],
      responsibility: '{b}未经许可使用作品',
      trade: '文化传媒',
    },
    {
      facts: '{a}编写的培训讲义被{b}复印后向学员收费发放，{when}被{a}发现，双方对赔偿数额意见不一。',
      claims: ['{b}停止使用并赔偿{sum}'],
      yuan: [1000, 15000],
      responsibility: '{b}侵犯著作权，承担全部责任',
      trade: '教育咨询',
    },
  ],
  '17': [
    {
      facts: '{a}于{when}通过社区团购群向{b}购买水果，收货时大半腐坏。{b}以“生鲜不退”为由拒绝退款，并将{a}移出群聊。',
      claims: ['{b}退还货款{sum}'],
      yuan: [50, 900],
      responsibility: '{b}交付商品不合格，承担全部责任',
    },
    {
      facts:
        '{a}在二手平台向{b}购买手机一部，{when}收到后发现电池已更换，与描述不符。双方同住{place}，平台建议线下协商。',
      claims: ['{b}退货退款{sum}'],
      yuan: [400, 5000],
      responsibility: '{b}描述不实，承担主要责任',
    },
    {
      facts: '{b}在业主群内多次发布针对{a}的不实言论，{when}起被转发至其他群，{a}要求公开道歉。',
      claims: ['{b}在业主群内公开道歉'],
      deed: '三日内在业主群发布书面道歉，保留七日',
      responsibility: '{b}言论失实，承担全部责任',
    },
  ],
  '18': [
    {
      facts: '{a}反映{place}家中自{when}供暖以来室温不足十八度，{b}测温两次，认为系{a}自行改装暖气片所致。',
      claims: ['{b}退还部分供暖费{sum}'],
      yuan: [300, 2600],
      responsibility: '改装与管网水力失调均有影响',
      trade: '供热服务',
    },
    {
      facts: '{a}家暖气管于{when}试水时漏水，泡坏地板。{b}称已张贴试水通知，家中应当留人。',
      claims: ['{b}赔偿地板损失{sum}'],
      yuan: [1000, 12000],
      responsibility: '{b}管道老化，{a}未留人，双方分担',
      trade: '供热服务',
    },
    {
      facts: '{a}房屋自{when}起空置，申请停供，{b}仍按全额收取供暖费，双方对基础热费比例有争议。',
      claims: ['按停供标准核减供暖费{sum}'],
      yuan: [400, 3000],
      responsibility: '应按停供规定收取基础费用',
      trade: '供热服务',
    },
  ],
  '19': [
    {
      facts: '{a}于{when}在{b}的理发店充值办卡，店铺转让后新经营者不认可余额{sum}，{b}称应由接手人承担。',
      claims: ['{b}退还卡内余额{sum}'],
      yuan: [300, 6000],
      responsibility: '{b}未妥善处理预付款，承担全部责任',
      trade: '美容美发',
    },
    {
      facts: '{a}在{b}办理三年健身卡，{when}门店停业装修后未再开门，{a}要求退还剩余费用。',
      claims: ['{b}退还剩余费用{sum}'],
      yuan: [800, 7000],
      responsibility: '{b}无法继续提供服务，应当退费',
      trade: '体育健身',
    },
    {
      facts: '{a}在{b}的洗车店储值，{when}起被告知储值卡只能在工作日使用，{a}认为系单方变更，要求退卡。',
      claims: ['{b}退还储值余额{sum}'],
      yuan: [200, 2000],
      responsibility: '{b}单方变更使用条件',
      trade: '汽车美容',
    },
  ],
  '20': [
    {
      facts: '{a}为孩子在{b}报名美术课四十八节，{when}更换校区后路程过远，要求退还剩余课时费{sum}，{b}要求扣除违约金。',
      claims: ['{b}退还剩余课时费{sum}'],
      yuan: [800, 12000],
      responsibility: '{b}变更上课地点，承担主要责任',
      trade: '教育咨询',
    },
    {
      facts: '{a}参加{b}的职业资格培训，签有“不过退费”协议。{when}未通过考试，{b}以出勤不足为由拒绝退费。',
      claims: ['{b}退还培训费{sum}'],
      yuan: [2000, 18000],
      responsibility: '应按协议约定的出勤条件确定退费',
      trade: '职业培训',
    },
    {
      facts: '{a}为孩子购买{b}的线上课程，{when}主讲教师离职后课程质量下降，{b}只同意换课不同意退款。',
      claims: ['{b}退还课程费{sum}'],
      yuan: [500, 9000],
      responsibility: '{b}未按约定提供课程',
      trade: '教育科技',
    },
  ],
  '99': [
    {
      facts: '{a}与{b}因{place}集体活动室的使用时间发生争执，{when}起两支文艺队伍互不相让，影响周边居民休息。',
      claims: ['合理安排活动室使用时间'],
      deed: '双方按单双日轮流使用，晚九时前结束',
      responsibility: '双方均应遵守公共场所管理规定',
    },
    {
      facts: '{a}拾得{b}遗失的钱包，{when}归还后{b}称少了现金{sum}，言语指责，{a}要求赔礼道歉。',
      claims: ['{b}赔礼道歉'],
      deed: '当面向{a}赔礼道歉',
      responsibility: '{b}缺乏依据，言语失当',
    },
    {
      facts: '{a}对村内{when}公示的分红名单有异议，认为漏登其孙辈一人，{b}作为小组组长解释不清，双方发生口角。',
      claims: ['核对分红名单', '补发分红{sum}'],
      yuan: [500, 6000],
      responsibility: '应按集体经济组织章程核对',
    },
  ],
} as const satisfies Readonly<Record<string, readonly Matter[]>>;
