"""A verdict as sentences: for people, and for professionals."""

from nutrigap.methods.facts import INFINITE, Intake
from nutrigap.methods.fields import fields
from nutrigap.methods.finding import Finding
from nutrigap.wording import Wording

_LONG_WAIT, _WEEK = 28, 7  # days
_MOST = 0.75  # of an amount, from a quarter of the days
_OLDER_YEARS = 51
_HARD_TO_TAKE_UP = {"acid_blocker", "metformin", "bariatric_surgery", "gut_disease"}
# Food ideas stand under "ask first" until all of these were answered with no.
_ASK_FIRST = ("kidney", "heart", "diuretic")
_EXCESS = ("above", "maybe_above", "day_above")


def plain_reason(finding: Finding, wording: Wording) -> str:
    """The sentences for people; the last one says what helps.

    An excess comes in the place of any idea.
    """
    words = fields(finding)
    words |= _parts(finding, wording, words)
    helps = wording.say(_help_code(finding), "people", words)
    nothing = wording.say("help.nothing", "people", words)
    if finding.upper.level in _EXCESS:
        helps = nothing = _upper_sentence(finding, wording, "people", words)
    words |= {"help": helps, "nothing": nothing}
    text = wording.say(_code(finding), "people", words)
    unsaid = finding.upper.level in _EXCESS and helps not in text
    return f"{text} {helps}" if unsaid else text


def _parts(finding: Finding, wording: Wording, words: dict[str, str]) -> dict[str, str]:
    """Sentences that stand inside others: food alone, days that name no tablet, what was added."""
    intake = finding.case.intake
    tablets = intake.tablets_high > 0
    open_days = tablets and intake.tablets_low < intake.tablets_high < INFINITE
    known = finding.added == finding.added
    some_days = wording.say("tablets.some_days", "people", words) if open_days else ""
    unread = ".unread" if intake.only_unread_tablets else ""
    alone = wording.say(f"tablets.food_alone{unread}", "people", words) if tablets else ""
    return {
        "some_days": some_days,
        "food_alone": f"{alone} {some_days}",
        "added_part": wording.say("b12.added", "people", words) if known else "",
    }


def professional_reason(finding: Finding, wording: Wording) -> str:
    """Amount, reference values, method and inputs, conclusion, upper limit."""
    words = fields(finding)
    answer = finding.answer
    method = answer.method
    if method == "posterior" and not answer.details:
        method = "borrowed"
    elif method == "posterior" and finding.case.references.requirement is None:
        method = "posterior.guide"
    words["method"] = wording.say(f"method.{method}{finding.discreet}", "professional", words)
    text = wording.say(_code(finding), "professional", words)
    return f"{text} {_upper_sentence(finding, wording, 'professional', words)}"


def _upper_sentence(
    finding: Finding, wording: Wording, audience: str, words: dict[str, str]
) -> str:
    limit, upper = finding.case.references.upper_limit, finding.upper
    total = limit is None or limit.scope == "total"
    scope = ".total" if limit is None or total else f".{limit.scope}.{finding.nutrient.key}"
    if upper.level == "scope_unknown" and upper.unread:
        scope = ".tablet"
    elif upper.level == "scope_unknown" and total and upper.amount == upper.amount:
        scope = ".open"
    elif upper.level == "day_above" and limit is not None and upper.amount > limit.amount:
        scope = ".few"
    return wording.say(f"upper.{finding.upper.level}{scope}", audience, words)


def _code(finding: Finding) -> str:
    """The code of the sentences: the nearest row of the table that there is."""
    return f"{finding.code}{_variant(finding)}{finding.discreet}"


def _variant(finding: Finding) -> str:
    """The special case of a reason, as the ending of its code; empty where there is none."""
    rules = {
        "requirement": _requirement,
        "few_days": _waiting,
        "missing_data": _missing,
        "diary_incomplete": _incomplete,
        "energy_low": _energy,
        "borrowed": _borrowed,
        "below_ai": _below,
    }
    rule = rules.get(finding.answer.reason_code)
    return rule(finding) if rule else ""


def _requirement(finding: Finding) -> str:
    answer, profile = finding.answer, finding.case.profile
    conditions, enough = set(profile.conditions), answer.verdict == "likely_enough"
    if finding.nutrient.key == "vitamin_b12":
        hard = profile.age_years >= _OLDER_YEARS or bool(conditions & _HARD_TO_TAKE_UP)
        if enough and hard:
            return ".hard_to_take_up"
        if not enough and "vegan" in conditions:
            return ".vegan"
    if answer.method == "qualitative":
        return ".qualitative"
    return ".tablets" if enough and finding.case.intake.tablets > 0 else ""


def _waiting(finding: Finding) -> str:
    more = finding.answer.days_needed - finding.case.intake.days
    if not more < INFINITE:
        return ".uneven" if _uneven(finding.case.intake) else ".week"
    if more > _LONG_WAIT:
        return ".long"
    return ".one" if more <= 1 else ""


def _uneven(intake: Intake) -> bool:
    """Whether a few of the days gave most of the amount, or days enough for a week did not tell."""
    days = sorted(intake.day_totals, reverse=True)
    few = days[: -(-len(days) // 4)]
    return len(days) >= _WEEK or (len(days) > len(few) + 1 and sum(few) >= _MOST * sum(days))


def _missing(finding: Finding) -> str:
    intake = finding.case.intake
    if intake.mean != intake.mean:
        return ".nothing"
    if intake.high == INFINITE:
        return ".tablet" if intake.unread_tablets else ".totals"
    if intake.coverage != intake.coverage:
        return ".no_food"
    everything_known = finding.number(intake.known) == finding.number(intake.mean)
    return ".range" if everything_known or intake.known != intake.known else ""


def _incomplete(finding: Finding) -> str:
    return ".implausible" if finding.energy.too_high else ""


def _energy(finding: Finding) -> str:
    small = finding.energy.basis == "small_body" and not finding.discreet
    return ".small_body" if small else ""


def _borrowed(finding: Finding) -> str:
    needed = finding.answer.days_needed
    if not needed < INFINITE:
        return ".no_number"
    return ".population" if needed <= finding.case.intake.days else ""


def _below(finding: Finding) -> str:
    guide = finding.case.references.guide
    if guide is None:
        return ""
    close = ".close" if finding.case.intake.mean >= guide.amount else ""
    return close + (".recommended" if guide.kind == "recommended" else "")


def _help_code(finding: Finding) -> str:
    """What would help this person, or who could say; the first gate that applies."""
    nutrient, state = finding.nutrient.key, {gate.name: gate.state for gate in finding.gates}
    for gate in finding.gates:
        if gate.stopping(nutrient):
            return f"help.{gate.name}"
    if state.get("pregnancy") == "yes":
        return "help.pregnancy"
    if nutrient == "vitamin_b12" and state.get("absorption") == "yes":
        return "help.absorption"
    free = all(state.get(name) == "no" for name in _ASK_FIRST)
    return "help.food" if free else "help.ask"
