"""The fields that templates of ``wording.csv`` may use, filled from one finding."""

from nutrigap.methods.facts import INFINITE, NAN, Target
from nutrigap.methods.finding import Finding

_COUNTS = (
    *("No", "One", "Two", "Three", "Four", "Five", "Six"),
    *("Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
)
_PEOPLE = {
    ("female", True): "women",
    ("female", False): "girls",
    ("male", True): "men",
    ("male", False): "boys",
}
_STAGES = {"general": "", "pregnant": "pregnant ", "lactating": "breast-feeding "}
_ADULT_YEARS = 18
# 1 µg of vitamin D is 40 IU (IOM 2011).
_IU_PER_MICROGRAM = 40


def fields(finding: Finding) -> dict[str, str]:
    """Every field by name, as text.

    Parameters
    ----------
    finding : Finding
        The verdict and what led to it.
    """
    return {
        **_amounts(finding),
        **_person(finding),
        **_references(finding),
        **_days(finding),
        **_method(finding),
    }


def _amounts(finding: Finding) -> dict[str, str]:
    intake, name = finding.case.intake, finding.nutrient.name
    low, high = finding.number(intake.low), finding.number(intake.high)
    wide = low != high and intake.high < INFINITE
    food = finding.amount(intake.food("mean"))
    tablets = intake.tablets_high > 0 and not intake.only_unread_tablets
    is_d = finding.nutrient.key == "vitamin_d"
    return {
        "source": "Your food and tablets" if tablets else "Your food",
        "amount": finding.amount(intake.mean),
        "nutrient": name[0].lower() + name[1:],
        "Nutrient": name,
        "unit": finding.nutrient.unit,
        "between": f", somewhere between {low} and {high}" if wide else "",
        "iu": f" ({intake.mean * _IU_PER_MICROGRAM:.0f} IU)" if is_d else "",
        "low": low,
        "high": high,
        "known": finding.amount(intake.known),
        "food": food,
        "tablets": finding.amount(intake.tablets),
        "tablets_low": finding.amount(intake.tablets_low),
        "tablets_high": finding.amount(intake.tablets_high),
        "added": finding.amount(finding.added),
        "coverage": _share(intake.coverage, finding),
        "coverage_nutrient": _share(finding.coverage_nutrient, finding),
        "upper_amount": finding.amount(finding.upper.amount),
        "intake": _intake(finding),
    }


def _intake(finding: Finding) -> str:
    """Mean, range, days and what is in it, as professionals write it."""
    intake = finding.case.intake
    low, high = finding.number(intake.low), finding.number(intake.high)
    spread = f" ({low}–{high})" if low != high else ""
    spread = f" (at least {low})" if intake.high == INFINITE else spread
    days = "1 complete day" if intake.days == 1 else f"{intake.days} complete days"
    what = "food only"
    if intake.tablets > 0:
        tablets, food = finding.amount(intake.tablets), finding.amount(intake.food("mean"))
        ends = (finding.number(intake.tablets_low), finding.number(intake.tablets_high))
        apart = (
            f" ({ends[0]}–{ends[1]})"
            if ends[0] != ends[1] and intake.tablets_high < INFINITE
            else ""
        )
        what = f"food {food}, supplements and medicines {tablets}{apart}"
    return f"Mean {finding.amount(intake.mean)}/d{spread}, {days}, {what}"


def _share(value: float, finding: Finding) -> str:
    if value != value:
        return "not known"
    return f"{value:.2f}" if finding.discreet else f"{100 * value:.0f} %"


def _person(finding: Finding) -> dict[str, str]:
    profile = finding.case.profile
    people = _PEOPLE[profile.sex, profile.age_years >= _ADULT_YEARS]
    people = _STAGES[profile.life_stage] + people
    return {
        "people": people,
        "People": people[0].upper() + people[1:],
        "conditions": ", ".join(profile.conditions).replace("_", " ") or "profile",
    }


def _references(finding: Finding) -> dict[str, str]:
    known = finding.case.references
    named = {
        "need": known.requirement,
        "recommended": known.recommended,
        "guide": known.guide,
        "threshold": known.lower_threshold,
        "upper": known.upper_limit,
    }
    words = {"authority": finding.authority, "covers": ""}
    for name, target in named.items():
        if target is not None:
            words |= {name: _exact(target.amount), f"{name}_label": target.label}
    if known.recommended is not None:
        words["covers"] = f"; {words['recommended']} covers almost everyone"
    found = (known.lower_threshold, known.requirement, known.recommended, known.adequate_intake)
    values = [t for t in (*found, known.guidance) if t is not None]
    shown = ", ".join(f"{t.label} {_exact(t.amount)}" for t in values)
    about = [finding.authority + (f" {values[-1].edition}" if values else "")]
    about += dict.fromkeys(part for target in values for part in _to_be_said(target))
    words["references"] = f"{shown or 'no value'} ({'; '.join(about)})"
    return words


def _to_be_said(target: Target) -> list[str]:
    """What of a value's note changes how it is read: another band, another spread."""
    parts = (target.note or "").split("; ")
    return [part for part in parts if part.endswith(("is used", "younger adults"))]


def _exact(amount: float) -> str:
    """A reference value as its authority prints it."""
    return f"{amount:,.6g}"


def _days(finding: Finding) -> dict[str, str]:
    days, needed = finding.case.intake.days, finding.answer.days_needed
    everything, above = finding.doubt.days_all, finding.upper.days_above
    aside = max(everything - days, 0)
    look = "looks" if aside == 1 else "look"
    return {
        "days": str(days),
        "days_logged": f"{_count(days)} {'day was' if days == 1 else 'days were'} logged",
        "days_gave": f"{_count(days)} {'day' if days == 1 else 'days'} gave",
        "needed": _whole(needed),
        "more": _whole(needed - days),
        "days_above": str(above),
        "Days_above": f"{_count(above)} {'day was' if above == 1 else 'days were'}",
        "doubtful": f"{_count(aside)} of {_count(everything).lower()} days {look}",
        "days_aside": str(aside),
        "days_all": str(everything),
        "with_them": finding.doubt.with_them.replace("_", " "),
        "without_them": finding.doubt.without_them.replace("_", " "),
    }


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def _whole(number: float) -> str:
    return f"{number:.0f}" if number < INFINITE else "not known"


def _method(finding: Finding) -> dict[str, str]:
    answer, details = finding.answer, finding.answer.details
    need = finding.case.references.requirement
    implied = need is not None and need.requirement_cv_basis == "implied"
    low, high = _chance(answer.probability_low), _chance(answer.probability_high)
    sure = answer.probability == answer.probability
    reached = f"Φ(z) {_chance(answer.probability)} that usual intake reaches it; "
    words = {k: f"{v:.3g}" for k, v in details.items() if isinstance(v, float)}
    if finding.case.intake.tablets > 0 and "probability_food" in details:
        words["food_p"] = f"; food alone P {_equals(details['probability_food'])}"
    return {
        "food_p": "",
        **words,
        "chance": _in_100(answer.probability),
        "p": _equals(answer.probability),
        "p_range": f" ({low}–{high} over the range)" if low != high else "",
        "p_without": _equals(answer.probability_without_diary),
        "implied": " (implied)" if implied else "",
        "sd_req": f"{need.requirement_sd:.4g}" if need else "not known",
        "sd_source": str(details.get("spread_source", "not known")).split(",")[0],
        "precision": _share(finding.precision.after, finding),
        "precision_stated": _share(finding.precision.stated, finding),
        "precision_days": _whole(finding.precision.days),
        "own_weight": _chance(details.get("own_weight", NAN)),
        "confidence": reached if sure else "",
        "energy": f"{finding.energy.energy:,.0f}",
        "density": finding.amount(finding.energy.density(finding.case.intake.mean)),
        "energy_most": f"{finding.energy.most:,.0f}",
        "energy_ratio": f"{finding.energy.ratio:.2f}",
        "energy_least": f"{finding.energy.least:.2f}",
    }


def _chance(probability: float) -> str:
    return "not known" if probability != probability else f"{probability:.2f}"


def _equals(probability: float) -> str:
    """A probability behind its sign; never certainty."""
    if probability < 0.005:
        return "< 0.01"
    return "> 0.99" if probability > 0.995 else f"= {_chance(probability)}"


def _in_100(probability: float) -> str:
    """A probability among a hundred people; nobody is promised, nobody given up."""
    if probability < 0.005:
        return "fewer than 1"
    return "more than 99" if probability > 0.995 else f"about {_percent(probability)}"


def _percent(probability: float) -> str:
    return "not known" if probability != probability else f"{100 * probability:.0f}"
