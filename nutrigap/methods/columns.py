"""A finding as one row of ADEQUACY."""

from nutrigap.methods.facts import NAN
from nutrigap.methods.finding import Finding
from nutrigap.methods.inputs import Record
from nutrigap.methods.reasons import plain_reason, professional_reason
from nutrigap.wording import Wording

# Never shown to people with an eating disorder, now or before, or on request.
_HIDDEN = ("percent_of_recommended", "precision_percent", "energy", "energy_ratio", "energy_least",
           "per_1000_kcal")  # fmt: skip


def row_of(finding: Finding, average: Record, wording: Wording) -> Record:
    """What was found, in the columns of ADEQUACY.

    Parameters
    ----------
    finding : Finding
        The verdict and what led to it.
    average : mapping
        The row of AVERAGE it is about; empty where nothing is known.
    wording : Wording
        The words of one language.
    """
    row = {
        "nutrient": finding.nutrient.key,
        "unit": finding.nutrient.unit,
        "authority": finding.authority,
        **_amounts(finding),
        "sd_days": average.get("sd_days", NAN),
        **_references(finding),
        **_answer(finding),
        "reason": plain_reason(finding, wording),
        "reason_professional": professional_reason(finding, wording),
        **_upper(finding),
        **_inputs(finding),
        **_food(finding),
        **_energy(finding),
        "days_all": finding.doubt.days_all,
        "verdict_used_days": finding.doubt.without_them,
        "verdict_all_days": finding.doubt.with_them,
    }
    return row | dict.fromkeys(_HIDDEN, NAN) if finding.discreet else row


def _amounts(finding: Finding) -> Record:
    intake = finding.case.intake
    return {
        "days": intake.days,
        "mean": intake.mean,
        "low": intake.low,
        "high": intake.high,
        "coverage": intake.coverage,
        "coverage_nutrient": finding.coverage_nutrient,
    }


def _references(finding: Finding) -> Record:
    known = finding.case.references
    need, aim = known.requirement, known.recommended or known.guide
    main = known.requirement or known.guide
    recommended = aim.amount if aim else NAN
    return {
        "requirement": need.amount if need else NAN,
        "requirement_label": need.label if need else None,
        "recommended": recommended,
        "recommended_label": aim.label if aim else None,
        "percent_of_recommended": 100 * finding.case.intake.mean / recommended,
        "edition": main.edition if main else None,
        "source": main.source if main else None,
    }


def _answer(finding: Finding) -> Record:
    answer = finding.answer
    return {
        "probability_adequate": answer.probability,
        "probability_low": answer.probability_low,
        "probability_high": answer.probability_high,
        "probability_without_diary": answer.probability_without_diary,
        "days_needed": answer.days_needed,
        "verdict": answer.verdict,
        "reason_code": answer.reason_code,
        "method": answer.method,
    }


def _upper(finding: Finding) -> Record:
    limit = finding.case.references.upper_limit
    return {
        "upper": limit.amount if limit else NAN,
        "upper_label": limit.label if limit else None,
        "upper_scope": limit.scope if limit else None,
        "upper_amount": finding.upper.amount,
        "upper_level": finding.upper.level,
        "upper_confidence": finding.below_upper,
    }


def _inputs(finding: Finding) -> Record:
    """What the probability was made of."""
    spread, need = finding.case.spread, finding.case.references.requirement
    details, precision = finding.answer.details, finding.precision
    return {
        "sd_within": spread.sd_within if spread else NAN,
        "cv_within": spread.cv_within if spread else NAN,
        "spread_source": spread.source if spread else None,
        "spread_confidence": spread.confidence if spread else None,
        "sd_requirement": need.requirement_sd if need else NAN,
        "sd_requirement_basis": need.requirement_cv_basis if need else None,
        "own_weight": details.get("own_weight", NAN),
        "usual_food": details.get("usual", NAN),
        "usual_food_low": details.get("usual_low", NAN),
        "usual_food_high": details.get("usual_high", NAN),
        "second_opinion": finding.second_opinion,
        "precision_percent": 100 * precision.after,
        "days_for_precision": precision.days,
    }


def _food(finding: Finding) -> Record:
    """Food and water alone, beside the total; and what was added to food."""
    intake, food = finding.case.intake, finding.food or finding.answer
    return {
        "food_mean": intake.food("mean"),
        "food_low": intake.food("low"),
        "food_high": intake.food("high"),
        "food_probability": food.probability,
        "food_verdict": food.verdict,
        "tablets": intake.tablets,
        "tablets_low": intake.tablets_low,
        "tablets_high": intake.tablets_high,
        "added": finding.added,
    }


def _energy(finding: Finding) -> Record:
    energy = finding.energy
    return {
        "energy": energy.energy,
        "energy_ratio": energy.ratio,
        "energy_least": energy.least,
        "energy_check": energy.word,
        "per_1000_kcal": energy.density(finding.case.intake.mean),
    }
