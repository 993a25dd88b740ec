/// English sentences, and what people ask once.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view english_rules() {
  return R"grammar(
gap: \s
det: the≈our | a single≈one | this≈that | each≈every | my≈the | their≈the | any | no | another≈one more |
  some≈a certain | «name»'s
thing: «det» «adj» «noun» | «det» «adj» «noun» | «det» «noun» | «det» «noun» «noun» | «det» «adj» «noun» «noun» |
  the «noun» of «name» | the «adj» «noun»s≈those «adj» «noun»s | «count» «adj» «noun»s | «adj» «noun»s |
  «det» «adj», «adj» «noun» | what «name» calls the «noun»
link: for | with | without | from | inside≈within | next to≈beside | against≈versus | after≈following |
  before≈prior to | despite≈in spite of | because of≈owing to | between «thing» and | instead of≈rather than |
  as well as≈along with | in terms of≈as regards | like | under≈below | about≈concerning
when: by «weekday» | in «number» days≈within «number» days | before «clock» | since «month_name» | every «weekday» |
  at the end of «month_name»≈late in «month_name» | twice a week | for the first time | again≈once more |
  during the «adj» «noun» season | until «date» | on «date» | in the year 20«digit2»
weekday: Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
month_name: January|February|March|April|May|June|July|August|September|October|November|December
do: «verb» «thing» | «verb» «thing» «link» «thing» | «verb» «thing» «link» «thing» |
  «verb» «thing» and «verb» «thing» ≈ «verb» «thing», then «verb» «thing» | «verb» «thing» «when» |
  «verb» how «subject» «acts» «thing» | «verb» «thing» «link» «thing» «when» |
  «verb» «count» «adj» «noun»s «link» «thing»
claim: «subject» «acts» «thing» | «subject» «acts» «thing» «link» «thing» |
  «subject» «acts» «thing» «when» ≈ «when», «subject» «acts» «thing» | «subject», «link» «thing», «acts» «thing»
subject: «det» «adj» «noun» | «det» «noun» | «det» «noun» «noun» | «det» «adj» «noun» «noun» | the «noun» of «name» |
  «det» «adj», «adj» «noun» | what «name» calls the «noun»
sentence: «+claim». | «+claim». | «+claim», and «claim». ≈ «+claim»; «claim». |
  «+claim», but «claim». ≈ Although «claim», «claim». | «+when», «claim». | In «name», «claim». |
  «person» wrote that «claim». ≈ According to «person», «claim». | «+claim», which «acts» «thing». |
  «+subject» «acts» «thing» by «number» percent. | If «claim», «claim». | Since 20«digit2», «claim».
question: Why does «subject» «verb_s» «thing»? | How do I «do»? ≈ How can I «do»? | What happens when «claim»? |
  Is it true that «claim»? | Which «adj» «noun» «acts» «thing»? | Can «subject» really «do»? |
  How many «adj» «noun»s does «subject» need «link» «thing»? | What is the difference between «thing» and «thing»? |
  Does it matter that «claim»? | When should I «do»? | Who first said that «claim»?
verb_s: need|resemble|replace|avoid|follow|support|delay|ignore|need|contain|affect|block
role: a careful «noun» editor≈a diligent «noun» editor | a patient «noun» teacher |
  a senior «noun» engineer≈a seasoned «noun» engineer | a sceptical «noun» reviewer | a friendly «noun» guide |
  a blunt «adj»-«noun» critic | a historian of «adj» «noun»s | a consultant for «adj» «noun»s |
  a translator of «noun» manuals | a «noun» trainer with «number» years behind you |
  a puzzle maker who loves «adj» «noun»s
field: Customer|Ticket|Region|Priority|Subject|Product|Department|Status|Order number|Channel|Reported by|Version|
  Category|Due|Owner|Source

# one-off prompts
free: «ask» «extra» | «context» «ask» | «context» «context» «ask» «extra» | «greeting» «ask» |
  «greeting» «context» «ask» «extra» | «ask»\n\n«data» | «data»\n\n«ask» «extra» | «ask» «extra»\n\n«text» |
  «text»\n\n«ask» | «question» | «question» «context» | «question» «question» | «context» «question» «extra» |
  «list_ask» | «chat» | «follow_up» | «lower_ask» | «ask»\n\n«code» | «question»\n\n«code»\n\n«log» |
  «heading»\n\n«context»\n\n«list_ask»
follow_up: continue | go on | yes | That does not work: «log_line» | Now the same for «thing». |
  Shorter please, and without «thing». | «log_line» | Why «number» and not «number»? | In the second part, «do». |
  Thanks. Next, «do». | No, I meant «thing» «link» «thing». | still wrong, now I get «log_line» |
  Make it sound less «adj» and more «adj». | ok and «thing»? | «+do» as well. | What about «thing» «when»?
greeting: Hi, | Hello! | Hey there, | Good morning. | Dear assistant, | Hi «name», | Quick question: | So, | OK, |
  Hello again.
ask: «+do». | Please «do». ≈ «+do», please. | Can you «do»? ≈ Could you «do»? | Help me «do». ≈ I need help to «do». |
  I would like you to «do». | I need to «do» and «do». | My task is to «do». |
  Write «piece» about «thing» «link» «thing». | Write «piece» in which «claim». | Give me «count» ideas to «do». |
  Suggest how to «do» «when». | Let us «do». | I'm trying to «do», but «claim». | Tell me whether «claim». |
  We have to «do» «when».
lower_ask: how to «verb» «adj» «noun» «link» «noun» | «noun» «noun» «verb» «name» |
  best «adj» «noun» «link» «adj» «noun» 20«digit2» | «verb» «adj» «noun»s «when» |
  need «count» «noun»s «link» «thing» asap | «name» «noun» vs «name» «noun» which is more «adj»
piece: a letter|a poem|an email|a short story|a speech|a product page|a press notice|a lesson plan|a limerick|
  a cover letter|an essay of «number» words|a dialogue|a riddle|a «adj» toast|a script|a blog entry|an advert|
  a report|a quiz with «nonzero» questions|a haiku
context: «sentence» | «sentence» «sentence» | My «noun» «acts» «thing». | I work with «adj» «noun»s in «name». |
  For «number» years «claim». | Our «noun» is «adj», and «claim». |
  I have «count» «noun»s and «count» «adj» «noun»s. | My budget is «number» and «claim». | Yesterday «claim». |
  Some background: «claim». | I am «role», and «claim».
extra: | | «stock» | «stock» «stock» | Use about «number» words. | Mention «thing». | Do not mention «thing». |
  Keep it «adj» and «adj». | Assume that «claim». | I already tried to «do». | It is for «person». | Thanks! |
  Thank you in advance. | My deadline is «when». | Bear in mind that «claim».
list_ask: «ask»\n- «thing»\n- «thing» «link» «thing»\n- «thing» | «question»\n1. «claim»\n2. «claim»\n3. «claim» |
  «ask»\n\n«+field»: «name»\n«+field»: «number»\n«+field»: «thing» |
  «ask»\n* «claim»\n* «claim»\n* «claim»\n* «claim»\n«extra»
chat: User: «question»\nAssistant: «sentence» «sentence»\nUser: «ask» |
  «name»: «sentence»\n«name»: «question»\n«name»: «sentence»\n\n«ask» | > «sentence» «sentence»\n\n«ask» «extra»
heading: # «+adj» «noun»s | ## Notes on «thing» | Subject: «adj» «noun» «link» «name» | Re: «thing» |
  [«+noun» «number»] | «+noun» project, «date»
request: «ask» | «ask» «extra» | «question» | «ask»\n\n«data» | «context» «ask» | «follow_up» | In `«file»`, «do». |
  Fix this:\n\n«log» | «ask»\n- «thing»\n- «thing» | Add a test for `«call»`, then «do». |
  Rename `«name_of»` to `«name_of»` in «file».
stock: Think it through before you answer.≈Reason before you reply. | Answer in one paragraph. |
  Be brief.≈Keep it short. | Use plain words.≈Avoid jargon. | Give your reasons. |
  Do not invent facts.≈Make nothing up. | Say so if you are not sure.≈Admit what you do not know. |
  Use bullet points.≈Answer as a list. | Return only valid JSON.≈Reply with JSON and nothing else. |
  No introduction, please. | Go step by step.≈Take it one step at a time. | Ask me first if anything is unclear. |
  Put the result in a table. | Cite where each claim comes from. | Show an example. | Write for a beginner. |
  Keep the original tone. | Stay under «number» words. | Use British spelling. | End with a one-line summary. |
  Do not repeat the question. | Answer with a single word. | Give three options. |
  Explain it as you would to a child. | Double-check the numbers. | Leave the code comments as they are. |
  Start with the conclusion.
)grammar";
}

}  // namespace accountgraph::synth
