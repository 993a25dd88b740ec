/// German, in the plural and the accusative, so that endings agree.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view german_rules() {
  return R"grammar(
gap: \s
stop: .
greeting: Hallo, | Guten Tag. | Moin! | Liebe Leute, | Hallo «name»,
thanks: Danke! | Vielen Dank im Voraus.
polite: Bitte | Sei so gut: | Kannst du mir helfen?
wish: Meine Aufgabe: | Kurz gesagt: | Es geht um Folgendes:
opening: Hallo!\s|Habe ich im Netz gefunden:\n|Bitte so machen:\n||||
closing: \sDanke!|\n«stock»||||
exercise_word: Aufgabe|Übung|Hausaufgabe
attempt_word: Mein Versuch|Bisher habe ich|Ist das richtig
follow_up: weiter | mach weiter | ja bitte | Das geht nicht: «log_line» | Jetzt dasselbe für «thing». |
  Kürzer bitte, ohne «thing». | Und warum «number»? | Nein, ich meinte «thing».
det: die|diese ≈ jene|meine ≈ unsere|eure|alle ≈ sämtliche|keine|ihre|seine
prefix: Kunden|Firmen|Garten|Winter|Test|Steuer|Haupt|Neben|Schul|Holz|Wasser|Daten|Probe|Markt|Straßen|Bau|Familien|
  Berg|Küchen|Reise|Stadt|Wochen|Fach|Muster|Grund|Zwischen
noun: «prefix»«base» | «base_free» | «base_free» aus «name» | «base_free»
base: berichte|verträge|pläne|listen|karten|bücher|modelle|regeln|fragen|räume|kosten|zeiten|werte|bilder|briefe|
  tische|wege|teile|gruppen|texte
base_free: Rechnungen|Angebote|Tabellen|Messungen|Sensoren|Gedichte|Romane|Lieder|Rezepte|Fenster|Türen|Dächer|
  Brücken|Inseln|Täler|Patienten|Läufer|Ärzte|Gesetze|Urteile|Anträge|Formeln|Gleichungen|Moleküle|Planeten|Server|
  Skripte|Module|Fehler|Passwörter|Lieferanten|Märkte|Gebühren|Wohnungen|Nachbarn|Kinder|Lampen|Möbel|Gemälde|Bühnen|
  Figuren|Kapitel|Bahnhöfe|Häfen|Dörfer|Museen|Impfungen|Muskeln|Trainer|Vereine|Wahlen|Steuern|Verfahren|Zeugen
adj: neuen ≈ aktuellen|alten ≈ früheren|kleinen ≈ winzigen|großen ≈ riesigen|langsamen ≈ trägen|schnellen ≈ raschen|
  teuren ≈ kostspieligen|billigen ≈ günstigen|kaputten ≈ defekten|leisen ≈ stillen|lauten|einfachen ≈ schlichten|
  schwierigen ≈ komplizierten|seltenen ≈ raren|häufigen|späten ≈ verspäteten|frühen|langen|kurzen ≈ knappen|schweren|
  leichten|nassen ≈ feuchten|trockenen|warmen|kalten ≈ eisigen|dunklen|hellen|örtlichen ≈ regionalen|fremden|
  jährlichen|privaten ≈ persönlichen|öffentlichen|digitalen|hölzernen|rostigen|leeren|berühmten ≈ bekannten|
  vergessenen|modernen ≈ heutigen|ländlichen|nördlichen|südlichen|wichtigen ≈ entscheidenden|letzten|ersten|strengen|
  genauen ≈ exakten|falschen|wilden|sanften|klugen|störrischen
thing: «det» «adj» «noun» | «det» «noun» | «count» «noun» | die «adj» «noun» | «det» «adj» und «adj» «noun»
link: für|ohne|gegen|über|um|durch|statt über|auch für
when: bis «date» | am «weekday» | in «count» Tagen | jedes Jahr | ab «clock» Uhr | seit 20«digit2» | vor dem Sommer |
  zum zweiten Mal
weekday: Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag
verb: prüfe ≈ kontrolliere|erkläre ≈ erläutere|vergleiche|ordne ≈ sortiere|kürze ≈ straffe|beschreibe ≈ schildere|
  übersetze|verbessere ≈ überarbeite|entwirf ≈ skizziere|repariere ≈ behebe|teste ≈ probiere|bewerte ≈ beurteile|
  schätze|berechne ≈ ermittle|ersetze|lösche ≈ entferne|verbinde ≈ verknüpfe|zähle|deute ≈ interpretiere|sammle|
  begründe|zeichne|untersuche ≈ analysiere|wähle|nenne ≈ benenne|plane|ergänze|vereinfache|begutachte|speichere
acts: brauchen ≈ benötigen|ersetzen|stören ≈ behindern|schützen|ändern|erklären|übertreffen|erreichen|enthalten|
  verzögern ≈ bremsen|verbessern|verdecken|begleiten|stützen|meiden|überdauern|kennen|tragen|formen ≈ prägen|kosten
do: «verb» «thing» | «verb» «thing» «link» «thing» |
  «verb» «thing» und «verb» «thing» ≈ «verb» «thing», danach «verb» «thing» | «verb» «thing» «when» |
  «verb» «thing» «link» «thing» «when»
claim: «thing» «acts» «thing» | «thing» «acts» «thing» «link» «thing» | «thing» «acts» «thing» «when»
sentence: «+claim». | «+claim», und «claim». ≈ «+claim»; «claim». | «+claim», aber «claim». |
  «person» schreibt: «claim». ≈ Laut «person»: «claim». | In «name» gilt: «claim». | Es steht fest: «claim».
question: Warum «acts» «thing» «thing»? | Stimmt es: «claim»? | Welche «noun» «acts» «thing»? |
  Seit wann «acts» «thing» «thing»? | Wie viele «noun» «acts» «thing»? | Was heißt: «claim»?
role_line: Du bist «person» und kennst «thing». | Du prüfst beruflich «thing». ≈ Dein Beruf: du prüfst «thing». |
  Du schreibst «link» «thing».
case: Gilt «claim», dann «do». ≈ «+do», sobald gilt: «claim». | Niemals so: «do». |
  Vorher «verb» «thing», nachher «verb» «thing». ≈ Erst «verb» «thing», dann «verb» «thing».
field: Kunde|Auftrag|Betreff|Frist|Abteilung|Bestellnummer|Ort|Zuständig|Ausgabe|Kategorie|Text|Vermerk
stock: Antworte knapp. ≈ Fass dich kurz.|Denk Schritt für Schritt.|Gib nur JSON zurück.|Nenne deine Gründe.|
  Erfinde nichts.|Schreib in ganzen Sätzen.|Als Liste bitte.|Höchstens «count» Wörter.|Erklär es einem Kind.|
  Sag, wenn du unsicher bist.|Am Ende eine Zusammenfassung.|Bitte mit Beispiel.|Frag nach, wenn etwas unklar ist.|
  Keine Einleitung.
)grammar";
}

}  // namespace accountgraph::synth
