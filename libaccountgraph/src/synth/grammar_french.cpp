/// French, in the masculine plural, so that endings agree.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view french_rules() {
  return R"grammar(
gap: \s
stop: .
greeting: Bonjour, | Salut ! | Bonsoir, | Bonjour «name», | Petite question :
thanks: Merci ! | Merci d'avance.
polite: S'il te plaît, | Aide-moi : | Si tu peux,
wish: Ma tâche : | En bref, | Voici ce que je demande :
opening: Salut !\s|Trouvé sur un forum :\n|Fais ceci, merci :\n||||
closing: \sMerci !|\n«stock»||||
exercise_word: Exercice|Devoir|Problème
attempt_word: Mon essai|Ce que j'ai|Est-ce juste
follow_up: continue | la suite | oui merci | Ça ne marche pas : «log_line» | Maintenant la même chose pour «thing». |
  Plus court, sans «thing». | Et pourquoi «number» ? | Non, je voulais dire «thing».
det: les|ces|nos ≈ mes|leurs|tous les|vos|quelques ≈ plusieurs|tes
of: de vente|de travail|de bois|de test|du nord|du sud|d'hiver|de famille|de bureau|de «name»|de nuit|de luxe|
  de campagne|de ville|de réserve|de tous les jours
noun: rapports|contrats|clients|budgets|délais|serveurs|modules|fichiers|capteurs|cristaux|atomes|modèles|calculs|
  théorèmes|poèmes|romans|chapitres|tableaux|pianos|acteurs|musées|ponts|fleuves|villages|ports|trains|châteaux|
  médecins|patients|symptômes|muscles|coureurs|arbitres|stades|juges|témoins|permis|impôts|ministres|quartiers|
  voisins|fours|meubles|miroirs|toits|jardins|chats|plats|fournisseurs|processus|index|colis|cours|voyages|horaires|
  tiroirs|orages|sommets|sentiers|glaciers
adj: récents ≈ nouveaux|anciens ≈ vieux|petits ≈ minuscules|énormes ≈ immenses|lents|rapides ≈ vifs|chers ≈ coûteux|
  économiques|cassés ≈ abîmés|fragiles ≈ délicats|silencieux ≈ muets|bruyants|simples ≈ élémentaires|
  complexes ≈ compliqués|cachés ≈ secrets|rares|courants ≈ ordinaires|tardifs|longs|courts ≈ brefs|lourds|légers|
  humides ≈ mouillés|secs ≈ arides|froids ≈ glacés|sombres ≈ obscurs|clairs|locaux ≈ voisins|étrangers|annuels|
  privés ≈ personnels|publics|numériques|célèbres ≈ fameux|oubliés|modernes ≈ actuels|ruraux|urbains|
  critiques ≈ cruciaux|finaux|premiers|stricts ≈ rigides|exacts ≈ précis|faux ≈ erronés|sauvages|aimables|curieux|
  têtus
thing: «det» «noun» «adj» | «det» «noun» «of» | «count» «noun» «adj» | «det» «noun» | les «noun» «adj» et «adj» |
  «det» «noun» «of» trop «adj»
link: pour|sans|avec|sur|contre|selon|entre «thing» et|après|avant|malgré
when: avant le «date» | ce «weekday» | dans «count» jours | chaque année | depuis 20«digit2» | à «clock» |
  pour la première fois | encore ≈ de nouveau
weekday: lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
verb: vérifie ≈ contrôle|explique ≈ éclaire|compare ≈ confronte|résume ≈ condense|trie ≈ classe|décris ≈ dépeins|
  traduis|améliore ≈ affine|conçois ≈ esquisse|répare ≈ corrige|teste ≈ essaie|évalue ≈ juge|estime|calcule|remplace|
  supprime ≈ efface|combine ≈ assemble|sépare ≈ divise|compte|interprète|rassemble ≈ réunis|justifie ≈ défends|
  dessine|analyse ≈ examine|choisis ≈ retiens|nomme ≈ cite|planifie|complète ≈ étends|simplifie|range ≈ archive
acts: demandent ≈ exigent|remplacent|abîment|protègent|changent ≈ modifient|expliquent|dépassent|atteignent|
  contiennent|retardent ≈ freinent|améliorent|cachent ≈ masquent|accompagnent|soutiennent ≈ appuient|évitent|
  connaissent|portent|forment|rappellent|bloquent
do: «verb» «thing» | «verb» «thing» «link» «thing» |
  «verb» «thing» et «verb» «thing» ≈ «verb» «thing», puis «verb» «thing» | «verb» «thing» «when» |
  «verb» «thing» «link» «thing» «when»
claim: «thing» «acts» «thing» | «thing» «acts» «thing» «link» «thing» | «thing» «acts» «thing» «when»
sentence: «+claim». | «+claim», et «claim». ≈ «+claim» ; «claim». | «+claim», mais «claim». |
  «person» a écrit que «claim». ≈ Selon «person», «claim». | À «name», «claim». | Quand «claim», «claim».
question: Pourquoi est-ce que «claim» ? | Est-ce vrai que «claim» ? | Que faire quand «claim» ? |
  Combien de «noun» «acts» «thing» ? | Depuis quand «claim» ? | Quels «noun» «acts» «thing» ?
role_line: Tu es «person» et tu connais «thing». | Tu travailles avec «thing». ≈ Ton métier, ce sont «thing». |
  Tu écris «link» «thing».
case: Si «claim», «do». ≈ «+do» dès que «claim». | Jamais ainsi : «do». |
  D'abord «verb» «thing» ; ensuite «verb» «thing». ≈ Commence ainsi : «verb» «thing». Après, «verb» «thing».
field: Client|Commande|Objet|Délai|Service|Lieu|Responsable|Version|Catégorie|Texte|Note|État
stock: Réponds en bref. ≈ Sois bref.|Réfléchis étape par étape.|Renvoie seulement du JSON.|Donne tes raisons.|
  N'invente rien.|Avec des mots simples.|Sous forme de liste.|Pas plus de «count» mots.|Explique-le pour un enfant.|
  Dis-le si tu n'es pas sûr.|Termine par un résumé.|Donne un exemple.|Demande si un point n'est pas clair.|
  Sans introduction.
)grammar";
}

}  // namespace accountgraph::synth
