"""The sentences for bad input in what is kept between rounds, as `sentences` has them for the rest."""

RULES: dict[str, dict[str, str]] = {
    # --- commitments
    "promise_missing": {
        "en": "Say what is promised, in one language at least.",
        "fr": "Dites ce qui est promis, dans une langue au moins.",
    },
    "due_passed": {
        "en": "The day {value} has passed. A promise is due today or later.",
        "fr": "Le {value} est passé. L’échéance d’une promesse est aujourd’hui ou plus tard.",
    },
    "answer_not_shared": {
        "en": "The answer on {value} is not yet read by both sides, so nothing can be promised from it.",
        "fr": "La réponse sur {value} n’est pas encore lue par les deux côtés : rien ne peut en être promis.",
    },
    "changed_meanwhile": {
        "en": "Somebody changed {value} while this page was open. Read what stands there now, then send again.",
        "fr": (
            "Quelqu’un a changé {value} pendant que cette page était ouverte. Lisez ce qui s’y trouve "
            "maintenant, puis envoyez de nouveau."
        ),
    },
    "outcome_missing": {
        "en": "Say what was delivered, or why nothing was.",
        "fr": "Dites ce qui a été livré, ou pourquoi rien ne l’a été.",
    },
    "settled_before_made": {
        "en": "The day {value} lies before the promise was made.",
        "fr": "Le {value} est antérieur à la promesse.",
    },
    "settled_in_future": {
        "en": "The day {value} is still to come. Record what became of the commitment once it is known.",
        "fr": "Le {value} est à venir. Notez ce que l’engagement est devenu une fois que c’est connu.",
    },
    # --- partners and seats
    # --- activities and findings
    # --- contacts and habits
    # --- risks, signs and structures
}
