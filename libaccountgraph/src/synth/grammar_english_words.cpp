/// English words: nouns by topic, verbs and adjectives with their near-synonyms.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view english_words() {
  return R"grammar(
# software, trade, science, law and state, home, arts, travel and land, health and sport; all with a plain plural
noun: parser|compiler|scheduler|buffer|socket|router|cluster|kernel|driver|plugin|wrapper|decoder|encoder|iterator|
  pointer|thread|lock|token|endpoint|payload|schema|migration|cursor|logger|profiler|linker|debugger|sandbox cell|
  container|pipeline|worker|handler|callback|listener|template|module|package|script|shell|terminal|server|gateway|
  registry key|firewall|bootloader|allocator
noun: invoice|contract|budget|forecast|ledger|supplier|vendor|client|customer|order|shipment|warehouse|account|audit|
  receipt|refund|discount|campaign|brand|market|survey|report|dashboard|manager|team|meeting|agenda|deadline|proposal|
  tender|quote|margin|payment|stipend|shareholder|merger|franchise|lease|pallet|retailer|auditor|catalogue|voucher|
  subscription
noun: enzyme|protein|cell|membrane|neuron|genome|antibody culture|sample|reagent|spectrum line|photon|electron|
  isotope|crystal|polymer|solvent|catalyst|orbit|comet|planet|asteroid|telescope|lens cap|laser|magnet|circuit|sensor|
  detector|theorem|proof|matrix row|vector|tensor|integral|equation|estimator|variable|experiment|model|simulation|
  microscope|centrifuge|polynomial|residual
noun: statute|clause|verdict|court|judge|lawyer|tenant|landlord|permit|licence|patent|trademark|regulation|tariff|
  petition|ballot|senator|minister|council|district|border post|visa|passport|hearing|appeal|sentence|bailiff|
  notary seal|referendum|ordinance|plaintiff|defendant|charter|embargo rule|subsidy claim|pension|constable|archive|
  census form|mandate|warrant|deposit|decree|by-law
noun: recipe|oven|kettle|blanket|garden|fence|ladder|hammer|candle|cushion|curtain|sofa|carpet|pillow|lamp|mirror|
  drawer|tap|pipe|tile|brick|roof|chimney|door|window|staircase|neighbour|cousin|toddler|kitten|parrot|carrot|onion|
  noodle|pancake|basket|bucket|broom|casserole|dumpling|hedgehog|seedling|thermostat|wardrobe
noun: novel|poem|sonnet|chapter|villain|narrator|dialogue|stanza|refrain|chord|guitar|piano|violin|drum|painter|
  sculptor|canvas frame|portrait|museum|theatre|actor|director|camera|scene|trailer|fresco panel|overture|soprano|
  puppet|mosaic|engraving|metaphor|prologue|ballad|cello|costume|dancer|etching|libretto|monologue|palette|rhyme|
  sequel|tapestry loom
noun: harbour|island|volcano rim|glacier|valley|canyon|desert|river|bridge|tunnel|railway|airport|station|hotel|
  hostel|tent|rucksack|suitcase|guide|map|compass rose|lighthouse|village|cathedral|castle|market hall|lagoon|meadow|
  orchard|plateau|reef|trail|vineyard|waterfall|windmill|caravan|ferryman|estuary dam|fjord|aqueduct|pilgrim|
  quarry face|summit|viaduct
noun: patient|nurse|doctor|surgeon|clinic|vaccine|tablet|symptom|fever|muscle|tendon|knee|ankle|shoulder|runner|
  sprinter|swimmer|cyclist|coach|referee|stadium|goal|racket|marathon|allergen|bandage|cartilage|diagnosis code|
  electrode|fracture|goalkeeper|hormone|incision|joint|kidney|ligament|midwife|nutrient|optician|pulse|rower|scanner|
  tournament|ventilator

verb: check≈verify≈inspect≈go over | explain≈set out≈lay out≈spell out | compare≈contrast≈weigh up |
  summarise≈sum up≈condense≈boil down | rewrite≈reword≈rephrase | list≈enumerate≈name |
  describe≈portray≈depict≈sketch | plan≈schedule≈map out | design≈devise≈draft≈outline | fix≈repair≈mend≈correct |
  improve≈polish≈refine≈sharpen | translate≈render | sort≈order≈arrange≈rank | classify≈label≈tag≈categorise |
  extract≈pull out≈collect≈gather | shorten≈trim≈cut down | extend≈expand≈build out | test≈try out≈probe |
  review≈critique≈assess≈appraise | estimate≈gauge≈guess | measure≈quantify≈size up | calculate≈compute≈work out |
  replace≈swap out≈substitute | remove≈delete≈strip≈drop | add≈insert≈append | merge≈combine≈join≈blend |
  split≈divide≈break up | debug≈troubleshoot≈diagnose | document≈write up≈record | convert≈turn over≈transform |
  simplify≈streamline | justify≈defend≈support | predict≈forecast≈foresee | analyse≈examine≈study≈dissect |
  rate≈score≈grade | highlight≈mark≈point out | paint≈decorate | clean≈tidy≈scrub | choose≈pick≈select |
  explore≈survey≈scan | prove≈show≈demonstrate | refute≈disprove≈rebut | imitate≈mimic≈copy | interpret≈read≈decode |
  name≈title | store≈keep≈save≈archive | move≈shift≈relocate | connect≈link≈attach | monitor≈watch≈track |
  balance≈offset≈even out

acts: breaks≈fails≈gives way | replaces≈supersedes≈displaces | follows≈trails≈comes after |
  depends on≈relies on≈rests on | protects≈guards≈shields | contradicts≈clashes with≈goes against |
  supports≈backs≈upholds | delays≈slows≈holds up | outlives≈outlasts | resembles≈looks like≈mirrors |
  costs more than≈is dearer than | damages≈harms≈spoils | explains≈accounts for | controls≈steers≈governs |
  absorbs≈soaks up | precedes≈comes before≈leads to | ignores≈overlooks≈misses | improves≈lifts≈raises |
  reduces≈lowers≈cuts | needs≈requires≈calls for | hides≈conceals≈covers | reaches≈arrives at≈gets to |
  belongs to≈is part of | changes≈alters≈shifts | attracts≈draws≈pulls in | produces≈yields≈gives |
  surrounds≈encloses≈frames | crosses≈passes≈traverses | shapes≈moulds≈forms | blocks≈obstructs≈stops |
  recalls≈brings back≈evokes | carries≈bears≈holds | touches≈meets≈grazes | outweighs≈exceeds≈tops

adj: new≈recent≈fresh | old≈ancient≈aged | small≈tiny≈little≈compact | large≈big≈sizeable≈huge |
  slow≈sluggish≈unhurried | fast≈quick≈rapid≈swift | cheap≈inexpensive≈low-cost | costly≈expensive≈pricey |
  broken≈faulty≈defective | brittle≈fragile≈delicate | sturdy≈robust≈solid≈tough | quiet≈silent≈hushed |
  noisy≈loud≈rowdy | simple≈plain≈basic | complex≈intricate≈elaborate | hidden≈secret≈concealed |
  obvious≈evident≈clear | rare≈scarce≈unusual | common≈ordinary≈usual | late≈overdue≈belated | early≈premature |
  long≈lengthy≈drawn-out | short≈brief≈concise | heavy≈weighty | light≈slight≈feathery | wet≈damp≈moist≈soggy |
  dry≈arid≈parched | warm≈mild≈tepid | cold≈chilly≈icy | dark≈dim≈gloomy | bright≈vivid≈radiant |
  local≈regional≈nearby | foreign≈overseas≈distant | annual≈yearly | weekly≈seven-day |
  temporary≈interim≈provisional | permanent≈lasting≈durable | legal≈lawful≈licit | public≈open≈shared |
  private≈personal≈confidential | medical≈clinical | digital≈electronic | wooden≈timber | golden≈gilded |
  rusty≈corroded | hollow≈empty≈vacant | crowded≈packed≈busy | lonely≈remote≈isolated | famous≈renowned≈celebrated |
  forgotten≈obscure≈neglected | modern≈contemporary≈current | rural≈rustic | urban≈municipal | northern | southern |
  eastern | western | seasonal | mobile≈portable≈movable | stable≈steady≈constant | random≈arbitrary≈haphazard |
  parallel≈concurrent≈simultaneous | linear | circular≈round | flat≈level≈even | steep≈sheer | thin≈slender≈slim |
  thick≈dense≈bulky | sharp≈pointed≈keen | blunt≈dull | sweet≈sugary | bitter≈acrid | sour≈tart | organic |
  synthetic≈artificial≈man-made | critical≈crucial≈vital | minor≈marginal≈trivial | final≈closing≈concluding |
  initial≈opening≈first | rival≈competing | friendly≈amiable≈cordial | strict≈stern≈rigid | vague≈hazy≈unclear |
  accurate≈exact≈precise | wrong≈mistaken≈false | suspicious≈dubious≈doubtful | reliable≈dependable≈trusty |
  wild≈untamed | gentle≈tender≈soft | proud≈haughty | hungry≈starved | elegant≈graceful | clumsy≈awkward |
  curious≈inquisitive | stubborn≈obstinate | generous≈lavish
)grammar";
}

}  // namespace accountgraph::synth
