/// Spanish, in the masculine plural, so that endings agree.
#include "grammar.hpp"

namespace accountgraph::synth {

std::string_view spanish_rules() {
  return R"grammar(
gap: \s
stop: .
greeting: Hola, | Buenos días. | Buenas, | Hola «name», | Una pregunta:
thanks: ¡Gracias! | Muchas gracias de antemano.
polite: Por favor, | Ayúdame: | Si puedes,
wish: Mi tarea es esta: | En resumen, | Lo que pido es esto:
opening: ¡Hola!\s|Lo encontré en un foro:\n|Haz esto, por favor:\n||||
closing: \s¡Gracias!|\n«stock»||||
exercise_word: Ejercicio|Tarea|Problema
attempt_word: Mi intento|Lo que tengo|¿Está bien así
follow_up: sigue | continúa | sí, por favor | No funciona: «log_line» | Ahora lo mismo con «thing». |
  Más corto, sin «thing». | ¿Y por qué «number»? | No, quise decir «thing».
det: los|estos ≈ esos|nuestros ≈ mis|sus|todos los|aquellos|tus|otros ≈ varios
of: de ventas|de compras|de agua|de madera|de prueba|del norte|del sur|de invierno|de verano|de familia|de oficina|
  de «name»|de noche|de lujo|de campo|de ciudad|de segunda mano|de uso diario
noun: informes|contratos|recibos|clientes|pedidos|presupuestos|plazos|servidores|módulos|archivos|errores|sensores|
  planetas|cristales|átomos|modelos|cálculos|teoremas|poemas|cuentos|capítulos|cuadros|pianos|actores|museos|puentes|
  ríos|valles|puertos|trenes|hoteles|mapas|castillos|médicos|pacientes|síntomas|músculos|corredores|árbitros|estadios|
  jueces|testigos|permisos|impuestos|ministros|barrios|vecinos|hornos|muebles|espejos|techos|ladrillos|jardines|gatos|
  platos|tomates|proveedores|equipos|procesos|índices|paquetes|cursos|viajes|relojes
adj: nuevos ≈ recientes|viejos ≈ antiguos|pequeños ≈ diminutos|grandes ≈ enormes|lentos ≈ pausados|rápidos ≈ veloces|
  caros ≈ costosos|baratos ≈ económicos|rotos ≈ averiados|frágiles ≈ delicados|silenciosos ≈ callados|ruidosos|
  simples ≈ sencillos|complejos ≈ complicados|ocultos ≈ secretos|raros ≈ escasos|comunes ≈ habituales|tardíos|
  largos ≈ extensos|cortos ≈ breves|pesados|ligeros ≈ livianos|húmedos ≈ mojados|secos ≈ áridos|fríos ≈ helados|
  oscuros|claros|locales ≈ cercanos|extranjeros|anuales|privados ≈ personales|públicos|digitales|famosos ≈ célebres|
  olvidados|modernos ≈ actuales|rurales|urbanos|críticos ≈ cruciales|finales|primeros|estrictos ≈ rígidos|
  exactos ≈ precisos|falsos ≈ erróneos|salvajes|amables|curiosos|tercos
thing: «det» «noun» «adj» | «det» «noun» «of» | «count» «noun» «adj» | «det» «noun» | los «noun» «adj» y «adj» |
  «det» «noun» «of» más «adj»
link: para|sin|con|sobre|contra|según|entre «thing» y|tras ≈ después de|antes de|además de
when: antes del «date» | el «weekday» | en «count» días | cada año | desde 20«digit2» | a las «clock» |
  por primera vez | otra vez ≈ de nuevo
weekday: lunes|martes|miércoles|jueves|viernes|sábado|domingo
verb: revisa ≈ comprueba|explica ≈ aclara|compara ≈ contrasta|resume ≈ sintetiza|ordena ≈ clasifica|
  describe ≈ retrata|traduce|mejora ≈ pule|diseña ≈ esboza|repara ≈ arregla|prueba ≈ ensaya|evalúa ≈ valora|estima|
  calcula ≈ computa|reemplaza ≈ sustituye|borra ≈ elimina|une ≈ combina|divide ≈ separa|cuenta|interpreta|
  reúne ≈ junta|justifica ≈ defiende|dibuja|analiza ≈ examina|elige ≈ escoge|nombra ≈ menciona|planea|
  amplía ≈ extiende|simplifica|guarda ≈ archiva
acts: necesitan ≈ requieren|sustituyen|dañan ≈ perjudican|protegen|cambian ≈ alteran|explican|superan|alcanzan|
  contienen|retrasan ≈ frenan|mejoran|esconden ≈ ocultan|acompañan|sostienen ≈ apoyan|evitan|conocen|llevan|forman|
  recuerdan|bloquean
do: «verb» «thing» | «verb» «thing» «link» «thing» |
  «verb» «thing» y «verb» «thing» ≈ «verb» «thing» y después «verb» «thing» | «verb» «thing» «when» |
  «verb» «thing» «link» «thing» «when»
claim: «thing» «acts» «thing» | «thing» «acts» «thing» «link» «thing» | «thing» «acts» «thing» «when»
sentence: «+claim». | «+claim», y «claim». ≈ «+claim»; «claim». | «+claim», pero «claim». ≈ Aunque «claim», «claim». |
  «person» escribió que «claim». ≈ Según «person», «claim». | En «name», «claim». | Si «claim», «claim».
question: ¿Por qué «acts» «thing» «thing»? | ¿Es cierto que «claim»? | ¿Cuándo «acts» «thing» «thing»? |
  ¿Qué pasa si «claim»? | ¿Cuántos «noun» «acts» «thing»? | ¿Cómo «acts» «thing» «thing»?
role_line: Eres «person» y estudias «thing». | Trabajas con «thing». ≈ Tu oficio son «thing». |
  Escribes «link» «thing».
case: Si «claim», «do». ≈ «+do» cuando «claim». | Nunca así: «do». |
  Primero «verb» «thing»; luego «verb» «thing». ≈ Empieza así: «verb» «thing». Después «verb» «thing».
field: Cliente|Pedido|Asunto|Plazo|Departamento|Lugar|Responsable|Versión|Categoría|Texto|Nota|Estado
stock: Responde en breve. ≈ Sé breve.|Piensa paso a paso.|Devuelve solo JSON.|Da tus razones.|No inventes nada.|
  Usa palabras sencillas.|En forma de lista.|No más de «count» palabras.|Explícalo para un niño.|
  Dilo si no estás seguro.|Termina con un resumen.|Pon un ejemplo.|Pregunta si algo no está claro.|Sin introducción.
)grammar";
}

}  // namespace accountgraph::synth
