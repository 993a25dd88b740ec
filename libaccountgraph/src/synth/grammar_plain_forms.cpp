/// Forms of prompts that fit any language: it adds sentences, requests and labels.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view plain_forms() {
  return R"grammar(
ask: «+do»«stop» | «+do»«stop» | «polite» «do»«stop» | «wish» «do»«stop»
extra: | | «stock» | «stock»«gap»«stock» | «sentence» | «thanks»
free: «ask»«gap»«extra» | «sentence»«gap»«ask» | «sentence»«gap»«sentence»«gap»«ask»«gap»«extra» |
  «greeting»«gap»«ask» | «greeting»«gap»«sentence»«gap»«ask»«gap»«extra» | «ask»\n\n«data» |
  «data»\n\n«ask»«gap»«extra» | «ask»\n\n«text» | «text»\n\n«ask» | «question» | «question»«gap»«sentence» |
  «sentence»«gap»«question»«gap»«extra» | «ask»\n- «thing»\n- «thing»\n- «thing» | «ask»\n\n«code» | «follow_up» |
  «question»\n\n«log» | «field»: «name»\n«field»: «number»\n\n«ask»
request: «ask» | «ask»«gap»«extra» | «question» | «ask»\n\n«data» | «sentence»«gap»«ask» | «follow_up»
rule: «stock» | «+do»«stop» | «+do»«stop» | «case»
persona: «role_line»«gap»«+do»«stop»

own: «+do»«stop»«gap»«stock»\n\n‹text› | «persona»\n\n‹text›\n\n«stock» |
  «field»: ‹name›\n«field»: ‹number›\n\n«+do»«stop»«gap»«+do»«stop» | «+do»: ‹short›\n«stock»«gap»«rule» |
  ‹code›\n\n«+do»«stop»«gap»«stock»
community: «persona»«gap»«rule»\n\n‹ask› | ‹opening›«persona»«gap»«rule»\n\n‹text›‹closing› |
  «+do»«stop»«gap»«rule»«gap»«rule»\n\n"""\n‹text›\n"""‹closing›
tutorial: «persona»«gap»«rule»«gap»«rule»\n\n‹ask›‹closing› |
  ‹opening›«persona»«gap»«rule»«gap»«rule»«gap»«rule»\n\n‹question›‹closing› |
  «persona»\n- «rule»\n- «rule»\n- «rule»\n\n‹ask›
homework: «exercise»‹attempt› | ‹opening›«exercise»‹attempt› | «exercise»\n\n‹question›
exercise: «exercise_word» «nonzero».«nonzero»:
  «sentence»«gap»«+do»«stop» (a) «+do»«stop» (b) «+do»«stop» (c) «question» |
  «exercise_word» «number»: «sentence»«gap»«sentence»«gap»«question»«gap»«stock» |
  «exercise_word» «nonzero»: «sentence»«gap»«sentence»«gap»«sentence» 1) «question» 2) «question» 3) «+do»«stop»
attempt: \n\n‹code›|\n\n«attempt_word»: ‹passage›|\n\n«attempt_word»: ‹number›||||
office_head: [«firm»] «role_line»«gap»«sentence»«gap»«rule»«gap»«rule»
office_tool: «+do»«stop»«gap»«stock»\n\n«field»: ‹id›\n«field»: ‹person›\n\n‹text›\n\n«+do»«stop» |
  «field» ‹id›: «do»«stop»\n---\n‹text›\n---\n«rule»«gap»«rule» |
  «field»: ‹name› \p «field»: ‹date› \p «field»: ‹number›\n\n«+do»«stop»«gap»«rule» |
  ‹text›\n\n=====\n«+do»«stop»«gap»«+do»«stop»«gap»«rule»
agency: «persona»«gap»«rule»\n\n«field»: ‹firm›\n«field»: ‹thing› |
  «+do»«stop»«gap»«stock»«gap»«rule»\n\n‹firm›: ‹text› |
  «field»: ‹firm›\n«field»: ‹number›\n\n«+do»«stop»«gap»«rule»«gap»«rule»
task_head: «role_line» | «role_line»«gap»«+do»«stop» | «+do»«stop»
task_clause: «+do»«stop»«gap»«+do»«stop» | «+do»«stop»«gap»«stock» | «case» | «case»«gap»«+do»«stop» |
  «stock»«gap»«stock»«gap»«+do»«stop»
task_input: «field»:\n‹material› | «field» ‹id›\n‹text› | «field»: ‹question› | """\n‹material›\n""" |
  ```\n‹code›\n``` | «field»: ‹thing›; «field»: ‹number›; «field»: ‹short› | {"id": "‹id›", "input": "‹"text›"}
)grammar";
}

}  // namespace accountgraph::synth
