// Matters of work, trade and traffic.

import { type Matter } from './matter.ts';

const CONTRACT: readonly Matter[] = [
  {
    facts:
      '{a}与{b}于{when}签订家庭装修合同，约定工期七十日。现已超期四十余日，水电改造尚未验收，{b}要求追加款项后才肯继续施工。',
    claims: ['{b}限期完工', '{b}支付逾期违约金{sum}'],
    yuan: [3000, 40000],
    responsibility: '{b}逾期，承担主要责任',
    trade: '装饰工程',
  },
  {
    facts: '{a}向{b}订购板材一批，{when}支付定金{sum}。{b}交付的板材厚度与样品不符，{a}要求退货，{b}只同意换货。',
    claims: ['{b}退还定金{sum}'],
    yuan: [2000, 50000],
    responsibility: '{b}交付的货物不符合约定',
    trade: '建材销售',
  },
  {
    facts: '{a}于{when}承接{b}的院落硬化工程，完工后{b}已使用近半年，仍欠工程款{sum}。{b}称路面有两处起砂，应当扣减。',
    claims: ['{b}支付工程款{sum}'],
    yuan: [5000, 90000],
    responsibility: '双方对工程质量扣减数额有争议，应据实结算',
  },
  {
    facts:
      '{a}将位于{place}的温室大棚交由{b}代管，约定收益四六分成。{when}一场大风后棚膜破损、蔬菜受冻，双方就损失承担各执一词。',
    claims: ['{b}赔偿损失{sum}'],
    yuan: [3000, 45000],
    responsibility: '{b}未及时加固，{a}棚膜老化，双方分担',
  },
  {
    facts: '{a}委托{b}运输家具，{when}到货时发现实木餐桌断裂。{b}认为包装由{a}自行完成，承运人不应赔偿。',
    claims: ['{b}赔偿家具损失{sum}'],
    yuan: [800, 15000],
    responsibility: '{b}搬运不慎，{a}包装不当，双方分担',
    trade: '货运服务',
  },
  {
    facts:
      '{a}通过{b}居间租赁{place}商铺，{when}支付中介费{sum}。入驻后得知该商铺无法办理餐饮执照，{a}要求退还中介费，{b}称已完成居间服务。',
    claims: ['{b}退还中介费{sum}'],
    yuan: [3000, 30000],
    responsibility: '{b}未如实告知商铺条件，承担主要责任',
    trade: '房产经纪',
  },
];

const TRAFFIC: readonly Matter[] = [
  {
    facts:
      '{when}，{b}驾驶小型轿车在{place}路口右转时与{a}骑行的电动自行车相撞，{a}左小腿骨裂。交管部门认定{b}负主要责任，双方对误工费和车辆损失未能谈拢。',
    claims: ['{b}赔偿医疗费、误工费、车损共{sum}'],
    yuan: [3000, 60000],
    responsibility: '{b}负主要责任，{a}负次要责任',
  },
  {
    facts:
      '{when}清晨，{b}驾驶三轮车逆行至{place}集市门口，剐倒行人{a}，{a}送医检查为多处擦伤。{b}垫付检查费后不再露面。',
    claims: ['{b}赔偿医疗费、营养费共{sum}'],
    yuan: [600, 9000],
    responsibility: '{b}逆行，负全部责任',
  },
  {
    facts:
      '{a}与{b}的车辆在{place}村口会车时发生剐蹭，未报警，当场约定各修各车。{when}{a}发现大灯支架断裂，修理费{sum}，要求{b}分担。',
    claims: ['{b}分担修车费用{sum}'],
    yuan: [400, 6000],
    responsibility: '双方会车均未减速，责任相当',
  },
  {
    facts:
      '{when}夜间，{b}驾驶货车在{place}倒车时撞倒{a}家院墙约六米，并压坏地下水管。保险公司定损低于实际修复费用，差额{sum}双方协商未果。',
    claims: ['{b}支付修复差额{sum}'],
    yuan: [1500, 20000],
    responsibility: '{b}倒车不慎，负全部责任',
  },
  {
    facts: '{a}乘坐{b}驾驶的顺风车，{when}因急刹车致颈部扭伤。{b}认为{a}未系安全带，平台客服建议双方到街道调解。',
    claims: ['{b}赔偿医疗费{sum}'],
    yuan: [500, 8000],
    responsibility: '{b}驾驶不当负主要责任，{a}未系安全带负次要责任',
  },
  {
    facts:
      '{when}，{a}驾驶电动车送餐途中在{place}被{b}突然打开的车门撞倒，手机和餐箱损坏，误工十日。双方对误工标准有争议。',
    claims: ['{b}赔偿财产损失和误工费{sum}'],
    yuan: [1200, 14000],
    responsibility: '{b}开门未观察，负全部责任',
  },
];

const PROPERTY: readonly Matter[] = [
  {
    facts:
      '{a}系{place}小区业主，自{when}起以楼道保洁不到位、电梯频繁停运为由拒交物业费。{b}统计欠费{sum}，经社区两次沟通未果。',
    claims: ['{b}改进保洁和电梯维保', '双方就欠缴物业费{sum}的减免达成一致'],
    yuan: [1500, 16000],
    responsibility: '物业服务存在瑕疵，业主应按约交费',
    trade: '物业管理',
  },
  {
    facts:
      '{a}反映{place}地下车库自{when}起反复渗水，其车辆被滴落的灰浆腐蚀，漆面修复费用{sum}。{b}认为系开发商防水问题。',
    claims: ['{b}赔偿车辆漆面修复费{sum}', '{b}修复车库渗漏'],
    yuan: [1000, 9000],
    responsibility: '{b}未及时设置警示和维修，承担主要责任',
    trade: '物业管理',
  },
  {
    facts:
      '{a}停放在{place}小区单元门口的电动自行车于{when}丢失，调取监控发现摄像头损坏已有两月。{a}要求{b}赔偿，{b}称只提供公共秩序维护。',
    claims: ['{b}赔偿电动自行车损失{sum}'],
    yuan: [1200, 4500],
    responsibility: '{b}未及时维修监控，承担部分责任',
    trade: '物业管理',
  },
  {
    facts: '{b}于{when}将{place}小区一处绿地改建为收费停车位，{a}等业主认为未经业主大会同意，要求恢复原状并公示收益。',
    claims: ['{b}恢复绿地', '{b}公示停车收益'],
    deed: '三十日内恢复绿地，并在公告栏公示停车收益',
    responsibility: '{b}未履行征求业主意见的程序',
    trade: '物业管理',
  },
  {
    facts:
      '{a}家位于{place}顶层，自{when}起屋面漏雨，报修五次。{b}称需动用公共维修资金，表决一直未通过，{a}室内装修受损。',
    claims: ['{b}启动应急维修', '{b}赔偿装修损失{sum}'],
    yuan: [2000, 20000],
    responsibility: '{b}报修处置迟缓，承担部分责任',
    trade: '物业管理',
  },
  {
    facts:
      '{a}自{when}起将电动自行车推入楼道充电，{b}多次劝阻并断开楼道插座，双方发生争吵。{a}认为小区充电桩数量不足，应当增设。',
    claims: ['{b}增设充电设施', '{a}停止在楼道内充电'],
    deed: '三十日内在车棚增设充电接口十二个',
    responsibility: '{a}应当遵守消防规定，{b}应当改善设施',
    trade: '物业管理',
  },
];

const LABOUR: readonly Matter[] = [
  {
    facts:
      '{a}于{when}经老乡介绍到{b}承包的{place}工地从事抹灰工作，未签书面合同。工程结束后{b}以甲方未结款为由拖欠工资{sum}，仅写有欠条。',
    claims: ['{b}支付拖欠的工资{sum}'],
    yuan: [4000, 48000],
    responsibility: '{b}应当按约支付劳动报酬',
    trade: '建筑劳务',
  },
  {
    facts:
      '{a}在{b}经营的餐馆任帮厨，{when}因厨房湿滑摔倒受伤。{b}支付了首次就诊费用，后以{a}已离职为由拒绝承担复查费和误工费。',
    claims: ['{b}支付医疗费、停工期间工资{sum}'],
    yuan: [3000, 30000],
    responsibility: '{b}应当承担用工安全责任',
    trade: '餐饮管理',
  },
  {
    facts: '{a}在{b}担任保安三年，{when}被口头通知不再上班。{a}要求经济补偿和未休年休假工资，{b}认为系合同到期终止。',
    claims: ['{b}支付经济补偿{sum}'],
    yuan: [5000, 42000],
    responsibility: '{b}未依法办理终止手续',
    trade: '保安服务',
  },
  {
    facts:
      '{a}系平台骑手，由{b}在{place}的站点管理。{when}站点调整后{b}扣发其最后一个月的提成{sum}，理由是超时投诉较多。',
    claims: ['{b}支付扣发的报酬{sum}'],
    yuan: [1500, 9000],
    responsibility: '{b}扣款缺少依据，应当返还',
    trade: '配送服务',
  },
  {
    facts: '{a}等六人在{b}的果园采摘，约定按日计酬。{when}采摘结束，{b}以果品销路不好为由仅付一半工钱，尚欠{sum}。',
    claims: ['{b}支付剩余工钱{sum}'],
    yuan: [2000, 18000],
    responsibility: '{b}应当按约支付劳务报酬',
    trade: '农业种植',
  },
  {
    facts:
      '{a}在{b}从事缝纫工作，{when}起工厂改为计件制，{a}认为单价低于最低工资标准，与车间主任发生争执后离职，要求补足差额。',
    claims: ['{b}补足工资差额{sum}'],
    yuan: [1200, 12000],
    responsibility: '{b}未与劳动者协商计件标准',
    trade: '服装加工',
  },
];

const CONSUMER: readonly Matter[] = [
  {
    facts:
      '{a}于{when}在{b}购买冰箱一台，使用一个月后制冷失效。{b}上门维修两次仍未修好，同意换货但要求{a}支付折旧费{sum}。',
    claims: ['{b}免费更换同型号商品'],
    yuan: [200, 1500],
    responsibility: '商品质量不合格，{b}承担全部责任',
    trade: '家电商贸',
  },
  {
    facts: '{a}在{b}订购婚宴十二桌，{when}因故改期。{b}只同意退还定金的三成，双方对合同中的改期条款理解不一。',
    claims: ['{b}退还定金{sum}'],
    yuan: [2000, 12000],
    responsibility: '改期由{a}提出，{b}条款约定不明，双方分担',
    trade: '餐饮管理',
  },
  {
    facts: '{a}在{b}做近视眼镜一副，{when}取镜后头晕，复查发现度数偏差较大。{b}愿意重配镜片，{a}要求退款并承担检查费。',
    claims: ['{b}退还眼镜款及检查费{sum}'],
    yuan: [300, 2600],
    responsibility: '{b}验光有误，承担全部责任',
    trade: '眼镜零售',
  },
  {
    facts: '{a}于{when}在{b}购买二手车一辆，行驶两周后发现系事故车，与销售人员承诺不符。{b}称合同写明“车况自行确认”。',
    claims: ['{b}退车退款或补偿{sum}'],
    yuan: [5000, 60000],
    responsibility: '{b}未如实告知车况，承担主要责任',
    trade: '二手车销售',
  },
  {
    facts: '{a}在{b}办理送洗羽绒服两件，{when}取回时发现脱色、跑绒，{b}按洗涤费十倍赔付，{a}认为远低于衣物价值。',
    claims: ['{b}赔偿衣物损失{sum}'],
    yuan: [300, 3000],
    responsibility: '{b}洗涤不当，承担全部责任',
    trade: '洗染服务',
  },
  {
    facts: '{a}在{b}的超市购买真空熟食，{when}食用后一家三口腹泻就医。{b}同意报销医疗费，对误工费不予认可。',
    claims: ['{b}赔偿医疗费、误工费{sum}'],
    yuan: [500, 6000],
    responsibility: '{b}未尽进货查验义务，承担全部责任',
    trade: '超市连锁',
  },
];

export const TRADE_MATTERS = {
  '04': CONTRACT,
  '10': TRAFFIC,
  '11': PROPERTY,
  '13': LABOUR,
  '14': CONSUMER,
} as const;
