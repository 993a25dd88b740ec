/// Chinese: a language without spaces between words.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view chinese_rules() {
  return R"grammar(
gap:
stop: 。
greeting: 你好， | 您好， | 早上好， | 请教一下： | 大家好，
thanks: 谢谢！ | 先谢谢了。
polite: 请 | 麻烦你 | 帮我
wish: 我想要的是： | 简单来说， | 我的任务是：
opening: 你好！|网上看到的提示词：\n|请照这样做：\n||||
closing: 谢谢！|\n«stock»||||
exercise_word: 练习|作业|题目
attempt_word: 我的答案|我目前写了|这样对吗
follow_up: 继续 | 接着写 | 好的 | 不行，报错了：«log_line» | 现在换成«thing»。 | 短一点，不要提«thing»。 | 为什么是«number»？ | 不对，我说的是«thing»。
det: 这些 ≈ 这批|那些|我们的 ≈ 我的|他们的|所有 ≈ 全部|每个|某个|另一个|一部分
noun: 报告|合同|预算|客户|订单|仓库|账单|会议|接口|程序|模块|缓存|服务器|脚本|日志|传感器|细胞|蛋白质|晶体|行星|望远镜|方程|定理|变量|实验|模型|法规|判决|证人|专利|护照|议员|税收|房东|菜谱|烤箱|
  窗户|屋顶|花园|邻居|小猫|家具|灯具|小说|诗歌|章节|钢琴|演员|博物馆|画作|舞台|剧本|港口|岛屿|冰川|山谷|桥梁|车站|旅馆|地图|城堡|医生|病人|疫苗|症状|肌肉|教练|球场|选手|食谱|药片|队伍|供应商|品牌|
  市场
adj: 新的 ≈ 最近的|旧的 ≈ 古老的|小的 ≈ 微小的|巨大的 ≈ 庞大的|缓慢的|快速的 ≈ 迅速的|昂贵的|便宜的 ≈ 廉价的|坏掉的 ≈ 损坏的|脆弱的|安静的 ≈ 寂静的|吵闹的|简单的 ≈ 朴素的|复杂的 ≈ 繁琐的|
  隐藏的 ≈ 秘密的|罕见的 ≈ 稀少的|常见的 ≈ 普通的|迟到的|漫长的|简短的|沉重的|轻便的|潮湿的|干燥的|寒冷的 ≈ 冰冷的|昏暗的|明亮的|当地的 ≈ 附近的|国外的|每年的|私人的 ≈ 个人的|公开的|数字化的|
  著名的 ≈ 有名的|被遗忘的|现代的 ≈ 当代的|乡村的|城市的|关键的 ≈ 重要的|最后的|最初的|严格的|精确的 ≈ 准确的|错误的|野生的|温柔的|好奇的|固执的
thing: «det»«adj»«noun» | «det»«noun» | «adj»«noun» | «count»个«adj»«noun» | «adj»又«adj»«noun» | «name»的«noun» |
  «adj»«noun»和«noun»
where: 在«name» | 在«weekday» | 从20«digit2»年起 | 在«date»之前 | 每年 | 第二次 | «count»天以后 | «clock»左右
weekday: 星期一|星期二|星期三|星期四|星期五|星期六|星期日
verb: 检查 ≈ 核对|解释 ≈ 说明|比较 ≈ 对比|总结 ≈ 概括|改写 ≈ 重写|列出|描述 ≈ 描写|计划 ≈ 安排|设计 ≈ 构思|修理 ≈ 修复|改进 ≈ 优化|翻译|整理 ≈ 排序|分类|提取 ≈ 抽取|
  缩短 ≈ 精简|扩展|测试 ≈ 试验|评价 ≈ 评估|估计|计算|替换|删除 ≈ 去掉|合并 ≈ 结合|拆分|调试|记录|简化|论证|预测|分析 ≈ 研究|选择 ≈ 挑选
acts: 需要|取代 ≈ 代替|影响|保护|改变|说明了|超过|达到|包含 ≈ 含有|推迟|改善|掩盖 ≈ 遮住|伴随|支持|避免|认识|承载|塑造|让人想起|阻碍
do: «verb»«thing» | «verb»«thing»，并«verb»«thing» ≈ 先«verb»«thing»，再«verb»«thing» | 针对«thing»«verb»«thing» |
  根据«thing»«verb»«thing»，然后«verb»«thing» | «where»«verb»«thing»
claim: «thing»«acts»«thing» | «where»«thing»«acts»«thing» | «thing»因为«thing»而«acts»«thing» |
  与«thing»相比，«thing»更«acts»«thing»
sentence: «claim»。 | «claim»，而且«claim»。 ≈ «claim»；«claim»。 | «claim»，但是«claim»。 ≈ 虽然«claim»，«claim»。 |
  «person»写道：«claim»。 ≈ 据«person»说，«claim»。 | 如果«claim»，那么«claim»。
question: 为什么«claim»？ | «claim»，这是真的吗？ | 怎样«do»？ ≈ 如何«do»？ | 如果«claim»会怎么样？ | 多少«noun»«acts»«thing»？ |
  «thing»和«thing»有什么区别？
role_line: 你是熟悉«thing»的专家。 ≈ 请扮演熟悉«thing»的专家。 | 你负责«do»。 ≈ 你的工作是«do»。 | 你写的文章都关于«thing»。
case: 如果«claim»，就«do»。 ≈ 每当«claim»，请«do»。 | 绝对不要«do»。 | 首先«do»，最后«do»。 ≈ 第一步«do»，最后一步«do»。
field: 客户|订单|主题|期限|部门|地点|负责人|版本|类别|正文|备注|状态
stock: 回答要简短。 ≈ 请简短回答。|请一步一步思考。|只返回JSON。|给出理由。|不要编造。|用简单的词。|用列表回答。|不超过«count»个字。|解释给孩子听。|不确定就直说。|最后做个小结。|请举例。|
  不清楚就先问我。|不要写开场白。
)grammar";
}

}  // namespace accountgraph::synth
