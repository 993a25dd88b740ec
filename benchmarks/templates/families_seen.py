"""Three made-up families of texts that the miner was tuned on after they had shown where it failed.

  log      lines of a harbour's crane controller: 40 kinds of lines, some common and some rare
  agent    a system prompt of one of four agents, JSON, and one of 24 tasks, or a free question: then the agent alone
  tongues  24 fixed texts in eight languages around free text, and three in ten prompts made from none

Each function gives (text, label) pairs; label None = made from no template.
"""

import json
import random

PROMPTS = 4_000
SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fin",
    "gur",
    "hal",
    "jem",
    "kol",
    "lor",
    "mun",
    "nat",
    "ost",
    "pel",
    "ris",
    "sov",
    "tam",
)

LOG = """Crane {n} lifted container {id} from berth {n} in {n} ms
Crane {n} refused order {id}: load {n} kg exceeds {n} kg
Crane {n} is idle
Crane {n} returned to service after {n} min
Hoist motor temperature {n} C on crane {n}
Hoist motor stopped: {w}
Operator {u} signed in at terminal {t}
Operator {u} signed out
Operator {u} failed to sign in at terminal {t}: wrong badge
Operator {u} overrode limit switch {t} for {n} seconds
Manifest {id} received from vessel {w}
Manifest {id} rejected: unknown vessel {w}
Manifest {id} accepted, {n} containers
Gate {n} opened for truck {id}
Gate {n} closed
Gate {n} blocked by truck {id}, waiting {n} s
Truck {id} weighed: {n} kg
Truck {id} left yard without papers
Connection from {ip} accepted
Connection from {ip} closed after {n} bytes
Connection from {ip} timed out
Retrying connection to {ip} (attempt {n})
Database checkpoint finished in {n} ms, wrote {n} pages
Database replica {t} is {n} seconds behind
Could not read file {p}: no such file
Could not read file {p}: permission denied
Configuration {p} reloaded by {u}
Backup {id} written to {p}
Backup {id} failed: {w} {w}
Wind speed {n} knots, gusts {n}
Wind alarm raised at mast {t}
Wind alarm cleared at mast {t}
Camera {t} lost signal
Camera {t} restored after {n} s
Task {id} queued by {u} with priority {n}
Task {id} cancelled by {u}
Task {id} done
Clock drift of {n} us corrected
Unhandled exception in module {w}: {w} {w} {w}
Shift report for {u}: {n} lifts, {n} faults"""

AGENTS = (
    "You are Marten, the booking agent of a ferry line. Never quote a fare that is not in the data. Be brief "
    "and polite. When data are missing, ask for them and do nothing else.",
    "You are Marten, the complaints agent of a ferry line. Never promise a refund. Be brief and polite. "
    "When data are missing, ask for them and do nothing else.",
    "SYSTEM: act as a strict reviewer of clinical letters. "
    "Output must be valid JSON with the keys verdict and reasons.",
    "SYSTEM: act as a helpful writer of school exercises. "
    "Output must be valid JSON with the keys exercise and solution.",
)
VERBS = ("Check", "Summarise", "Compare", "Extend", "Correct", "Explain")
OBJECTS = (
    "the record above and list every field that looks wrong",
    "the data of this message for a colleague who was away last week",
    "what is written there with the usual rules and name each difference",
    "the entry so that a customer without any background can follow it",
)

TONGUES = (
    "Please write a short and friendly reply to the following message: {x}",
    "{x} Turn the notes above into a formal report with a heading",
    "Make a list of ten slogans about {x} for a campaign in spring",
    "Bitte fasse den folgenden Text in drei kurzen Absätzen zusammen: {x}",
    "Übersetze den Abschnitt ins Englische und behalte alle Namen bei: {x}",
    "{x} Welche Fehler stehen in diesem Text und wie lauten sie richtig?",
    "Rédige une lettre de motivation pour le poste décrit ci-dessous : {x}",
    "Explique ce paragraphe à un enfant de dix ans avec un exemple : {x}",
    "{x} Donne trois titres possibles pour le texte qui précède",
    "Escribe una reseña positiva de cinco frases sobre este producto: {x}",
    "Corrige la ortografía del siguiente correo sin cambiar el tono: {x}",
    "{x} Resume lo anterior en una sola frase para un titular",
    "Напиши подробный план статьи на основе следующих заметок: {x}",
    "Переведи этот отрывок на английский язык и сохрани стиль: {x}",
    "{x} Составь пять вопросов для проверки знаний по этому тексту",
    "请根据下面的内容写一篇小红书风格的文案\uff1a{x}",
    "把下面这段话改写得更加正式一些\uff1a{x}",
    "{x}请用三句话总结以上内容",
    "次の文章を敬語に直してください\uff1a{x}",
    "以下の内容をもとに企画書を作成してください\uff1a{x}",
    "{x}この文章の要点を箇条書きでまとめてください",
    "اكتب مقالا قصيرا عن الموضوع التالي مع أمثلة واضحة: {x}",
    "لخص النص التالي في ثلاث جمل بسيطة: {x}",
    "{x} صحح الأخطاء النحوية في النص السابق",
)
LETTERS = ("abdefgiklmnoprstu", "абвгдеиклмнопрст", "的一是在不了有和人这中大为上个国我以要他", "ابتدرسعفقكلمنهوي")


def word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3)))


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(word(rng) for _ in range(words))


def log(rng: random.Random) -> list[tuple[str, str | None]]:
    kinds = LOG.split("\n")
    users = [word(rng) for _ in range(30)]
    fill = {
        "{n}": lambda: str(rng.randint(0, 5000)),
        "{id}": lambda: f"{rng.getrandbits(40):010x}",
        "{w}": lambda: word(rng),
        "{u}": lambda: rng.choice(users),
        "{t}": lambda: f"{rng.choice('ABCD')}-{rng.randint(1, 40)}",
        "{ip}": lambda: f"10.0.{rng.randint(0, 255)}.{rng.randint(1, 254)}:{rng.randint(1024, 65535)}",
        "{p}": lambda: f"/srv/{word(rng)}/{word(rng)}.{rng.choice(('cfg', 'db', 'txt'))}",
    }
    out = []
    for kind in rng.choices(kinds, weights=[1 / (1 + i) for i in range(len(kinds))], k=PROMPTS):
        line = kind
        for slot, value in fill.items():
            while slot in line:
                line = line.replace(slot, value(), 1)
        out.append((line, kind))
    return out


def agent(rng: random.Random) -> list[tuple[str, str | None]]:
    tasks = [f"{verb} {thing}" for verb in VERBS for thing in OBJECTS]
    out = []
    for _ in range(PROMPTS):
        number = rng.randrange(len(AGENTS))
        data = {
            word(rng): rng.choice((rng.randint(0, 99), word(rng), sentence(rng, 6))) for _ in range(rng.randint(1, 6))
        }
        task = rng.randrange(6) + 6 * number if rng.random() < 0.7 else None
        asked = sentence(rng, rng.randint(5, 30)) if task is None else tasks[task]
        out.append((f"{AGENTS[number]}\n```json\n{json.dumps(data, indent=2)}\n```\n{asked}.", f"{number} {task}"))
    return out


def tongues(rng: random.Random) -> list[tuple[str, str | None]]:
    def text() -> str:
        letters = rng.choice(LETTERS)
        return " ".join("".join(rng.choices(letters, k=rng.randint(2, 8))) for _ in range(rng.randint(4, 40)))

    out = []
    for _ in range(PROMPTS):
        fixed = rng.choice(TONGUES) if rng.random() < 0.7 else None
        out.append((text() if fixed is None else fixed.replace("{x}", text()), fixed))
    return out


SEEN = (log, agent, tongues)
