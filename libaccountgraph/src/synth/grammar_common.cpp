/// Rules that all languages have in common: numbers, names, places, code, logs, JSON.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view common_rules() {
  return R"grammar(
digit: 0|1|2|3|4|5|6|7|8|9
nonzero: 1|2|3|4|5|6|7|8|9
number: «nonzero»«digit» | «nonzero»«digit»«digit» | «nonzero»«digit»«digit»«digit» | «nonzero» |
  «nonzero».«digit»«nonzero»
count: «nonzero» | «nonzero»«digit» | «nonzero»«digit» | «nonzero»«digit»«digit»
id: «upper»«upper»-«nonzero»«digit»«digit»«digit»«digit» | «nonzero»«digit»«digit»«digit»«digit»«digit»«digit» |
  «hex»«hex»«hex»«hex»«hex»«hex»«hex»«hex»
hex: 0|1|2|3|4|5|6|7|8|9|a|b|c|d|e|f
upper: A|B|C|D|E|F|G|H|K|L|M|N|P|R|S|T|V|W|X|Z
date: 20«digit2»-«month»-«day» | «day».«month».20«digit2» | «day»/«month»/20«digit2»
digit2: 19|20|21|22|23|24|25|26
month: 01|02|03|04|05|06|07|08|09|10|11|12
day: 01|02|03|04|05|06|07|08|09|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28
clock: «hour»:«minute» | «hour»:«minute»:«minute»
hour: 06|07|08|09|10|11|12|13|14|15|16|17|18|19|20|21|22|23
minute: 0«digit»|1«digit»|2«digit»|3«digit»|4«digit»|5«digit»

# made-up names of people, places and firms
name: «head»«tail» | «head»«mid»«tail»
head: Al|Ar|Be|Bra|Ca|Chi|Da|Del|Du|El|Es|Fa|Fen|Ga|Gri|Ha|Hol|I|Iv|Jo|Ka|Kel|La|Lin|Ma|Mer|Mo|Na|Nor|O|Or|Pa|Per|Qui|
  Ra|Ro|Sa|Sel|Si|Ta|Ther|U|Va|Ver|Vi|Wa|Wel|Ya|Zan|Ze
mid: ba|be|ca|cor|da|de|fa|ga|go|la|le|li|lo|ma|mi|mo|na|ne|no|ra|re|ri|ro|sa|se|so|ta|te|ti|va|ve|vo
tail: bert|bridge|by|den|don|dric|fax|field|ford|gan|ham|ka|la|land|lin|lia|lock|lon|mar|mond|na|nell|ner|nia|nor|ra|
  ric|rin|ro|sa|shire|son|stad|ston|ta|than|ton|tra|vale|van|ver|ville|vin|wick|win|worth|ya|za
person: «name» «name» | «upper». «name» | «name»
firm: «name» «firm_end» | «name» & «name» | «name»
firm_end: Ltd|GmbH|SA|Group|Labs|Works|Partners|Systems|Foods|Logistics

# identifiers, files, code
word: row|item|node|user|total|price|batch|index|token|field|event|chunk|order|route|image|frame|score|state|store|
  limit|queue|buffer|label|range|value|entry|group|page|path|point|owner|client|ticket|sensor|record|signal|weight|
  branch|bucket|column|cursor|device|domain|filter|folder|handle|header|import|ledger|length|marker|matrix|metric|
  module|object|offset|option|output|parent|parser|plugin|policy|region|report|result|sample|schema|script|secret|
  server|session|source|status|stream|string|symbol|target|thread|vector|vertex|volume|window|worker
act: load|parse|merge|split|find|make|read|write|sort|check|count|fetch|clean|apply|build|close|drop|emit|flush|guess|
  hash|join|keep|list|mask|open|pack|pick|plan|push|rank|scan|send|skip|stamp|store|swap|sync|trim|walk|wrap
name_of: «word»_«word» | «word» | «word»_«word»_«digit» | «act»_«word»
call: «act»_«word» | «act»_«word»_«word» | «act»«+word»
file: «word»_«word».«ext» | «word»/«word».«ext» | src/«word»/«act»_«word».«ext»
ext: py|cpp|rs|ts|go|java|sql|csv|yaml|json|md|sh
path: /srv/«word»/«word» | /home/«word»«digit»/«word» | C:\Work\«+word» | ~/«word»/«word»_«word» |
  /data/«word»/20«digit2»
code: «python» | «python» | «script» | «query» | «shell» | «compiled»
python: def «call»(«name_of», «name_of»=«number»):\n«py_line»\n«py_line»\n    return «name_of» |
  class «+word»«+word»:\n    def «call»(self, «name_of»):\n    «py_line»\n        return self.«name_of» |
  import «word»\n\n«name_of» = «word».«call»("«file»")\nfor «word» in «name_of»:\n«py_line»\n«py_line»
py_line: \s   «name_of» = «call»(«name_of», «number») |
  \s   if «name_of» > «number»:\n        «name_of» = «call»(«name_of») | \s   «name_of».append(«call»(«name_of»)) |
  \s   «name_of»["«word»"] = «name_of» + «number» | \s   assert «name_of» != «number», "«word» «word»" |
  \s   for «word» in «call»(«name_of»):\n        «name_of» += «word».«word»
script: const «name_of» = await «call»("/«word»/«word»");\n«js_line»\n«js_line» |
  export function «call»(«word», «name_of») {\n«js_line»\n«js_line»\n  return «name_of»;\n}
js_line: \s «name_of».«act»((«word») => «word».«word» > «number»); |
  \s if (!«name_of».«word») throw new Error("«word» «word»"); |
  \s const «name_of» = «call»(«name_of», { «word»: «number», «word»: "«word»" });
query: SELECT «word», COUNT(*) FROM «name_of» WHERE «word» > «number» GROUP BY «word» ORDER BY «word» DESC; |
  SELECT a.«word», b.«word» FROM «name_of» a LEFT JOIN «name_of» b ON a.«word»_id = b.id WHERE b.«word» IS NULL AND
  a.«word» < '«date»'; | UPDATE «name_of» SET «word» = «number» WHERE «name_of» IN (SELECT «word» FROM «name_of»);
shell: «act»ctl --«word» «number» «path» \p grep -v «word» \p sort -u > «file» |
  for f in «path»/*.«ext»; do «act» "$f" --«word»=«number»; done |
  docker run --rm -e «word»=«number» -p «nonzero»0«digit»«digit»:80 «name_of»:«nonzero».«digit»
compiled: template <class T>\nstd::vector<T> «call»(const std::vector<T>& «word», int «name_of») {\n  for (int
  i = 0; i < «name_of»; ++i) «word».push_back(«call»(«word»[i], «number»));\n  return «word»;\n} |
  fn «call»(«word»: &str, «name_of»: usize) -> Option<«+word»> {\n    let
  «word» = «word».«act»(«name_of»)?;\n    Some(«+word»::«act»(«word», «number»))\n}
log: «log_line»\n«log_line» | «log_line»\n«log_line»\n«log_line»\n«log_line» | «trace» | «trace»\n«log_line»
log_line: «date» «clock» ERROR «word».«word»: «call» failed after «number» ms (code «number») |
  «date» «clock» WARN «name_of» retry «digit» of «nonzero»: «word» «id» not found |
  [«clock»] «word»-«digit» INFO «call» «name_of»=«number» «name_of»=«id» |
  «word»: «file»:«number»: «word» «word» expected before '«word»'
trace: Traceback (most recent call last):\n  File "«path»/«file»", line «number», in
  «call»\n    «name_of» = «call»(«name_of»)\nKeyError: '«name_of»' |
  thread '«word»' panicked at «file»:«number»: index «number» out of range for «name_of» |
  Uncaught TypeError: «name_of».«act» is not a function\n    at «call» («file»:«number»:«digit»)
json: {"«word»": "«id»", "«word»": «number», "«word»": ["«word»", "«word»"]} |
  {"id": "«id»", "«word»": {"«word»": «number», "«word»": "«name»"}, "«word»": «number»} |
  [{"«word»": "«person»", "«word»": «number»}, {"«word»": "«person»", "«word»": «number»}]
table: «word»,«word»,«word»\n«name»,«number»,«date»\n«name»,«number»,«date»\n«name»,«number»,«date» |
  \p «word» \p «word» \p\n\p---\p---\p\n\p «name» \p «number» \p\n\p «name» \p «number» \p
platform: linux «nonzero».«digit» | macOS 1«digit».«digit» | Windows 11 | container «hex»«hex»«hex»«hex»

# slots that all have; a passage may be quoted from a common source, in any language, or be missing
material: «passage» | «passage» | «passage» | «^passage» | «^passage» | «^passages» | «passages» | «@passage» |
  «code» | «log» | «json» | «table» |
text: «passage» | «passages» | «passages» | «^passage» | «^passages» | «^passages»
short: «sentence» | «sentence»«gap»«sentence» | «^sentence» |
passage: «sentence» | «sentence»«gap»«sentence» | «sentence»«gap»«sentence»«gap»«sentence» |
  «sentence»«gap»«passage» | «sentence»«gap»«sentence»«gap»«passage»
passages: «passage»«gap»«passage»«gap»«passage»\n\n«passage» | «passage»«gap»«passage»\n\n«passages» |
  «passage»«gap»«passage»«gap»«passage»«gap»«passage»
data: «code» | «log» | «json» | «table»
)grammar";
}

}  // namespace accountgraph::synth
