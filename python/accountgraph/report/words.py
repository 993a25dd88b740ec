"""Plain words for the names that a run folder uses."""

from __future__ import annotations

ARCHETYPES = {
    "household": "at most twelve accounts and no prompts in common",
    "reseller": "one card or one team device for most; a ring on one card looks the same, so it is listed, not flagged",
    "farm": "cards, devices or addresses dealt out anew for each account, so that their groups cross",
    "proxy_pool": "addresses passed around, so that each account meets others at every one, and prompts in common",
    "shared_proxy": "addresses passed around and nothing else in common: customers of one proxy or VPN",
    "gateway": "one address range or machine image for most and few own devices: a service in between, not a place",
    "shared_place": "one address for most: an office, a campus, a shop",
    "classroom": "prompts in common; cards and devices are people's own",
    "shared_network": "a network in common and nothing else",
    "nested_groups": "families, teams and companies that hang together: their groups lie inside one another",
    "undetermined": "fits none of the known shapes",
}
NOT_LAWFUL = ("farm", "proxy_pool", "undetermined")

WHY_NOT_FLAGGED = {
    "few_members": "too few accounts",
    "low_score": "its score is too low",
    "one_source": "evidence of one family alone",
    "lawful_shape": "a shape that people who belong together have, too",
    "chance": "chance makes such clusters too often",
}

REASONS = {
    "common": "too many accounts hold it: it says nothing of any two of them",
    "placeholder": "stands for a missing value (unknown, 0.0.0.0, all zeros)",
    "allowed": "named by the user as lawfully shared",
    "no time overlap": "its users were never active at the same time",
    "no_time_overlap": "its users were never active at the same time",
}

REJECTS = {
    "no_account": "without an account",
    "unreadable_time": "with a time that cannot be read",
    "outside_window": "outside the window of the run",
    "unreadable_row": "that could not be split into columns",
}

SOFT = ("ip", "template", "asn", "subnet", "user_agent")


def plain(name: object) -> str:
    """`some_name` as "some name"."""
    return str(name).replace("_", " ")


def archetype(name: object) -> str:
    """What an archetype stands for; empty for one this version does not know."""
    return ARCHETYPES.get(str(name), "")


def is_lawful(name: object) -> bool:
    """True for archetypes of lawful sharing, or that cannot be told from it."""
    return str(name) in ARCHETYPES and str(name) not in NOT_LAWFUL
