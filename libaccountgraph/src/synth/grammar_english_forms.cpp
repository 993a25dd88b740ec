/// English moulds: prompts of which a part is sent again and again.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view english_forms() {
  return R"grammar(
# personal prompts that somebody keeps and fills in
own: «+do» «link» ‹text›\n\n«stock» | «+verb» the following «noun» notes and «do». «stock»\n\n‹material› |
  You are «role». «+do».\n\n‹text›\n\n«stock» | «+field»: ‹name›\n«+field»: ‹number›\n\n«+do». «+do» «link» «thing». |
  Daily «noun» note for ‹date›. «+do», then «do».\n‹text› |
  Write «piece» to ‹person› in which «claim». «stock» Points:\n‹short› | «+do»: ‹short›\n«stock» «stock» |
  ‹code›\n\n«+do» and «do». «stock» | «+verb» this «noun» from ‹name› as «role» would; «do».\n\n"‹passage›"

# passed on from person to person, and public lists; some add a line of their own
community: «prompt_body»\n\n‹topic_line› | ‹opening›«prompt_body»\n\n‹topic_line›‹closing› |
  «prompt_body»\n\n"""\n‹text›\n"""‹closing›
tutorial: «prompt_body» «prompt_rule»\n\n‹topic_line›‹closing› |
  ‹opening›«prompt_body» «prompt_rule» «prompt_rule»\n\n‹topic_line›‹closing› |
  «prompt_body»\n- «prompt_rule»\n- «prompt_rule»\n- «prompt_rule»\n\n‹topic_line› |
  Act as «role» for ‹name›. «prompt_rule» «prompt_rule» «prompt_rule»\n\n‹topic_line›‹closing›
prompt_body: Act as «role». «+do» «link» «thing», and «do». |
  Take the part of «role» who has to «do». I will send you «noun»s and you «do». |
  From now on you are «role». Your job is to «do» «link» «thing». |
  Imagine that «claim», and that you are «role». «+do». |
  I will give you «det» «noun» and you will «do» until «claim». | «+do». Then «do». Last, «do».
prompt_rule: «stock» | Never «do». | Always «do» first. | When «claim», «do». |
  Do not «verb» «thing» unless I say so. | Speak like «role». | Your answers must «verb» «thing». |
  Begin with «thing».
topic_line: My first request: ‹ask› | The topic is ‹thing›. | Start with this: ‹question› | Here it is: ‹text› |
  ‹ask› | Language: ‹name›. Level: ‹number›. | ‹short›
opening: Hi!\s|Please do the following.\n|I found this prompt online.\n|Copy of what my friend uses:\n||||
closing: \s‹extra›|\nThanks a lot!|\n(In plain text please.)|||||

# exercises of a class
homework: «exercise»‹attempt› | ‹student›«exercise» | «exercise»\n\n‹student›‹attempt› | «exercise»‹attempt›
exercise: Exercise «nonzero».«nonzero» («number» points). «+do». Let «thing» be given, and suppose that
  «claim». (a) «+do». (b) «+do» «link» «thing». (c) Explain in your own words why «claim». |
  Assignment «nonzero», «name» college: «sentence» «sentence» Discuss in «number»0 words whether «claim». «+do», and
  «do». «stock» | Question «number». «sentence» Given that «claim», «do». Show all your work, and «do». |
  Problem «nonzero». A «noun» «acts» «count» «noun»s. «sentence» How many «adj» «noun»s are left, and why does
  «subject» «verb_s» «thing»? | Read the text and answer. «sentence» «sentence» «sentence» «sentence» 1) Why does
  «subject» «verb_s» «thing»? 2) What follows if «claim»? 3) «+do». |
  Write a program `«call»` that takes «thing» and returns «thing». It must «do»; when «claim», it must «do». Test it
  with «number» and «number».
student: can you solve this for me\n|I am stuck on (b).\n|my teacher gave us this: |help please\n|
  Explain, don't just solve: ||||‹ask›\n
attempt: \n\nMy attempt:\n‹code›|\n\nWhat I have so far: ‹passage›|\n\nIs it ‹number›?|
  \n\nI got ‹number› but the book says ‹number›.||||

# tools of an office, an agency, a build machine
office_head: [«name» «noun» desk] You help the staff of «firm» with «adj» «noun»s. «+claim». House rules:
  «prompt_rule» «prompt_rule»
office_tool: «+do». «stock»\n\n«+field»: ‹id›\n«+field»: ‹person›\n«field» text:\n‹text›\n\n«+do» and «do». |
  Below is a «adj» «noun» of «+field» ‹id›. «+do».\n---\n‹text›\n---\n«stock» «prompt_rule» |
  Draft a reply to ‹person› about ‹thing›. «+do», but do not «do». «stock»\n\nThread so far:\n‹text› |
  «field»: ‹name› \p «field»: ‹date› \p «field»: ‹number›\n\n«+do». «+do» «link» «thing». «prompt_rule» |
  ‹text›\n\n=====\nFor the text above: «do»; «do»; «do». «stock» |
  {"tool": "«act»_«word»", "id": "‹id›", "«word»": ‹number›, "instruction": "«"do», then «"do».
  «"stock»", "input": "‹"text›"}
agency: Write «piece» for ‹name› about ‹thing›. Audience: «adj» «noun» owners. Tone: «adj», never «adj». «+do».
  «prompt_rule» «stock» | Client: ‹firm›\nProduct: ‹thing›\nPrice: ‹number›\n\nProduce «nonzero» headlines and
  «piece». Each must «do». «+claim», so «do». «stock» |
  «+do» for the brand ‹firm›, in the voice of «role». Use these facts: ‹text› Avoid the words «noun», «noun» and
  «adj» «noun». «prompt_rule» | You write for the «name» agency. «prompt_rule» «prompt_rule»
  Brief:\n‹passage›\nDeliver «piece» and «piece».
ci: You review changes for the «name» repository. «prompt_rule» «+do».\n\nCommit ‹hex›‹hex›‹hex›‹hex›‹hex›‹hex›‹hex›
  by ‹name›\n```\n‹code›\n```\n«stock» |
  Job ‹number› failed on ‹platform›. «+do» and name the first «noun» that «acts» «thing».\n\n‹log›\n‹log› |
  Write a changelog entry for ‹file›. «+do». «stock»\n\n‹code›

# public suites: one heading a suite, one text an item
suite_head: The following is a question of the «name» suite on «adj» «noun»s. «stock» | Task: «do».\nFormat: «stock» |
  Solve the problem. «prompt_rule» Put the final answer after "####".
suite_item: Question: «sentence» «question»\nA) «thing»\nB) «thing»\nC) «thing»\nD) «thing»\nAnswer: |
  Problem: «sentence» «sentence» If «claim», how many «noun»s «link» «thing» are there?\nSolution: |
  Context: «sentence» «sentence» «sentence»\nTrue or false: «claim».\nLabel:

# agent frameworks: a long system prompt before what somebody wants
framework: System:\n«system_prompt»\n\nUser:\n‹request› |
  [{"role": "system", "content": "«"system_prompt»"}, {"role": "user", "content": "‹"request›"}] |
  <system>\n«system»\n</system>\n<env>\n«environment»\n</env>\n<user>\n‹request›\n</user> |
  # Instructions\n\n«system»\n\n# Environment\n\n«environment»\n\n# Task\n\n‹request›
system_prompt: «system»\n\n«environment»
system: You are «name», «role» who works in a «adj» «noun» with tools. «+do».\n\n«sections»
sections: «section»\n\n«section»\n\n«section»\n\n«section» |
  «section»\n\n«section»\n\n«section»\n\n«section»\n\n«section»\n\n«section» |
  «section»\n\n«section»\n\n«section»\n\n«section»\n\n«section»
section: ## «+adj» «noun»s\n- «agent_rule»\n- «agent_rule»\n- «agent_rule»\n- «agent_rule»\n- «agent_rule»\n- «agent_rule» | ## «+adj» «noun»s\n«agent_rule» «agent_rule» «agent_rule» «agent_rule» «agent_rule» «agent_rule» «agent_rule» | ## Tool `«call»`\n«agent_rule» Arguments: `«name_of»` (required), `«name_of»`. «agent_rule»\nExample: {"«word»": "«word»", "«word»": «number»}\n- «agent_rule»\n- «agent_rule»\n- «agent_rule»
agent_rule: «+do». | Never «do» unless «claim». | If «claim», «do». | Use `«call»` to «do». | Before you «do», «do». |
  When «claim», stop and «do». | Prefer «thing» over «thing». | «stock» |
  Do not «verb» «thing»; «verb» «thing» instead. | Each «noun» must «do» at least «number» times. |
  Report «thing» after every «number» steps.
environment: Working directory: ‹path›\nPlatform: ‹platform›\nToday: ‹date› | date=‹date› cwd=‹path› os=‹platform› |
  The user is in ‹path› on ‹platform›. It is ‹date›, ‹clock›.

# tasks of an operation: a heading, clauses that a paraphrase may move, and what the task is done to
task_head: You are «role». ≈ Take the role of «role». ≈ Work as «role». |
  «+do» for every item that you are given. ≈ For every item that you are given, «do». |
  The task below has one goal: «do». ≈ There is one goal in what follows: «do». | Below is «det» «noun». «+do». |
  Your output trains «det» «noun» model, so «do». ≈ Since your output is used to train «det» «noun» model, «do». |
  «+field» «number» of «number»: «do».
task_clause: «+do» and «do». ≈ You should «do» and also «do». |
  First «do», then «do». ≈ Begin by this: «do». After that, «do». | «+do» «link» «thing». ≈ As to «thing»: «do». |
  Write down every step of your reasoning, and «do». ≈ Set out each step that you take and «do». |
  Give «number» different solutions, from the most «adj» to the most «adj». ≈ From the most «adj» to the most «adj»,
  offer «number» separate solutions. | If «claim», «do». ≈ «+do» whenever «claim». |
  Rate the result from 1 to «number» by how «adj» the «noun» is. ≈ On a scale from 1 to «number», judge how «adj»
  the «noun» is. | Number the steps and «do» at each. ≈ At each numbered step, «do». |
  Never «do», not even when «claim». ≈ Even when «claim», do not «do». | «stock» «stock» |
  State what would change if «claim». ≈ Suppose that «claim», and state what would change. |
  Pick the tool that can «do», and call it with «thing».
task_input: Input:\n‹material› | Text: ‹text› | Item ‹id›\n‹text› | Question: ‹question› |
  «+noun» under review:\n"""\n‹material›\n""" | ### Problem\n‹question›\n\n‹short› | Code:\n```\n‹code›\n``` |
  Topic: ‹thing›; level ‹number›; notes: ‹short› | Passage A: ‹text›\nPassage B: ‹material› |
  {"id": "‹id›", "input": "‹"text›"}
)grammar";
}

}  // namespace accountgraph::synth
