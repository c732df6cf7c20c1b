"""Every closed list of codes, once: what a column, a file and a form may hold. Their words are the presenters'."""

# Two kinds of list stand elsewhere too, held to these by tests/models/test_choices.py: a model's choices, because Django
# wants a label beside each code, and the enumerations of the domain whose members a rule names (Status, Cause).

# --- the instrument

LEVELS = (0, 1, 2, 3, 4)
SECTIONS = ("coordination", "ownership", "success")
#: The section about SSR as a whole: asked once of the programme, and never of a single structure.
WHOLE = "success"
#: How a criterion of one version stands to one of another.
COMPARABILITY = ("direct", "indirect", "subject_only", "new", "discontinued")
#: The three tests of bilateral work by their codes in the instrument; Yes is its sign.
TESTS = ("T1", "T2", "T3")
TEST_ANSWERS = ("yes", "no", "?")
#: The risks, the signs of both traps and the habits by their codes in the instrument.
RISKS = ("R1", "R2", "R3", "R4")
SUBSTITUTION_SIGNS = ("U1", "U2", "U3")
WITHOUT_PARTNERSHIP_SIGNS = ("W1", "W2", "W3", "W4")
SIGNS = (*SUBSTITUTION_SIGNS, *WITHOUT_PARTNERSHIP_SIGNS)
HABITS = ("H1", "H2", "H3", "H4", "H5", "H6")
INSTRUMENT_STATES = ("draft", "published")

# --- who answers

SIDES = ("government", "partners")
#: What both sides say together, once they have agreed: of no side, and never in place of the two.
AGREED = "agreed"
#: Whose answers there may be: of the two sides that are asked, of both together, and of an analyst who codes a text.
VOICES = (*SIDES, AGREED, "analyst")
#: The view that has both sides beside each other.
BOTH = "both"
ROUND_STATES = ("open", "closed")
#: What a file may hold: a draft never leaves the program.
ASSESSMENT_STATES = ("sent", "published")
#: How a file states a reading that its words do not show.
UNDERSTOOD = ("answered", "unknown", "none", "not_applicable")
#: What becomes of an answer that is proposed to both sides.
JOINT_STATES = ("proposed", "standing", "replaced", "withdrawn")
#: Why an answer that both sides have seen says something else: new evidence, or its author thinks again.
CORRECTION_KINDS = ("correction", "revision")
CHANGE_CAUSES = ("real_change", "better_information", "another_rater", "another_instrument", "error")

# --- the programme

#: The languages in which its texts are kept.
LANGUAGES = ("en fr", "en", "fr")
#: What a programme is for; one that is no real one may be removed whole.
PROGRAMME_KINDS = ("real", "example", "training")

# --- who does what

#: Where a thing comes from; in a file, a thing that does not say it comes from where the file does.
ORIGINS = ("source", "invented", "entered")
PARTNER_SIDES = ("national", "international")
PARTNER_KINDS = ("ministry", "service", "mission", "bilateral", "multilateral", "civil_society")
AIMS = ("ssr", "bilateral", "both")
SECTORS = (
    *("ssr", "elections", "justice", "defence", "police"),
    *("corrections", "intelligence", "borders", "oversight"),
)
#: What a partner is in a structure.
ROLES = ("chair", "co_chair", "secretariat_lead", "secretariat_funder", "technical_lead", "member")
#: The pages of a structure beside its answers, by their names in addresses: no round may be called so.
STRUCTURE_TABS = ("history", "commitments", "risks", "meetings", "seats", "source")
STATEMENT_KINDS = ("sign", "risk", "activity", "ownership", "coordination", "context")
STANDARD_KINDS = ("standard", "equipment")
ACTIVITY_KINDS = ("training", "equipment", "advice", "money", "building")
REQUESTS = ("government", "partner", "joint")
#: How far an activity is.
ACTIVITY_STATUSES = ("planned", "running", "ended", "suspended", "cancelled")
#: What partners do in an activity, those who pay first.
PARTICIPATION_ROLES = ("funds", "manages", "implements", "receives")
#: What a line of money says: what was planned, promised by contract, or paid.
MONEY_KINDS = ("budget", "commitment", "disbursement")

# --- what happens between rounds

STATUSES = ("observed", "warning", "not_seen", "unknown")
#: A sign is there, or not, or not known.
SIGN_STATUSES = ("observed", "not_seen", "unknown")
COMMITMENT_STATES = ("open", "kept", "not_kept", "released")
CONTACT_KINDS = ("call", "meeting", "session", "dialogue")
CONTACT_STATES = ("planned", "held", "cancelled")
