"""A mistake in what came in: which rule, where, and with which operands.

Forms, the loader, the commands and the pages all use these problems; `presenters.problems` puts them into words.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: So many problems are said at once; of those after them only the number.
MOST = 200
VALUE_LENGTH = 80
PLACE_LENGTH = 400
# Marks that turn the reading direction: harmless to a machine, but a line then reads as what it is not.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(value: str, length: int = VALUE_LENGTH) -> str:
    """Return `value` fit to be shown: control and direction marks as U+FFFD, at most `length` characters.

    A longer one is cut and ends in “…”.
    """
    clean = "".join("\ufffd" if is_control(character) else character for character in value[: length + 1])
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def is_control(character: str) -> bool:
    """Whether one character is invisible machinery: NUL and its kin, lone surrogates, direction marks."""
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character in DIRECTION_MARKS


class Rule(StrEnum):
    """What can be wrong with the input; `presenters.problems` has the sentence of each."""

    # --- an answer, as a rater enters it or as a file carries it
    UNKNOWN_WORD = "unknown_word"
    LEVEL_MISSING = "level_missing"
    NA_REASON_MISSING = "na_reason_missing"
    NA_REASON_UNUSED = "na_reason_unused"
    DOUBT_REASON_UNUSED = "doubt_reason_unused"
    RANGE_REVERSED = "range_reversed"
    RANGE_INCOMPLETE = "range_incomplete"
    LEVEL_OUTSIDE_RANGE = "level_outside_range"
    NOTHING_ENTERED = "nothing_entered"
    WRONG_LEVEL = "wrong_level"
    WRONG_CHOICE = "wrong_choice"
    ANSWER_NOT_TEXT = "answer_not_text"
    UNKNOWN_CRITERION = "unknown_criterion"

    # --- a text
    TOO_LONG = "too_long"
    NOTHING_TO_SEE = "nothing_to_see"
    CONTROL_CHARACTER = "control_character"
    NOT_COMPOSED = "not_composed"
    EMPTY_TEXT = "empty_text"
    OUTER_SPACE = "outer_space"
    MISSING_LANGUAGE = "missing_language"
    WRONG_LABEL = "wrong_label"
    WRONG_CODE = "wrong_code"
    WRONG_COUNTRY = "wrong_country"
    WRONG_TIME_ZONE = "wrong_time_zone"
    WRONG_LINK = "wrong_link"

    # --- a date
    WRONG_DATE = "wrong_date"
    WRONG_PARTIAL_DATE = "wrong_partial_date"
    DATES_REVERSED = "dates_reversed"

    # --- the shape of a document
    WRONG_TYPE = "wrong_type"
    NOT_A_NUMBER = "not_a_number"
    WRONG_FORMAT = "wrong_format"
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    MISSPELT_KEY = "misspelt_key"
    NOTHING_LISTED = "nothing_listed"
    WRONG_NUMBER = "wrong_number"
    WRONG_COUNT = "wrong_count"
    WRONG_ORDER = "wrong_order"
    WRONG_SHARE = "wrong_share"
    DUPLICATE = "duplicate"
    NO_LETTERS = "no_letters"
    TOO_ALIKE = "too_alike"
    UNKNOWN_REFERENCE = "unknown_reference"
    UNKNOWN_REFERENCE_OFTEN = "unknown_reference_often"
    OWN_PARENT = "own_parent"
    SIDE_NOT_IN_ROUND = "side_not_in_round"
    PUBLISHED_IN_OPEN_ROUND = "published_in_open_round"
    SENT_IN_ENTERED_ROUND = "sent_in_entered_round"
    RATER_IS_PERSON = "rater_is_person"
    ANALYST_NOT_PUBLISHED = "analyst_not_published"
    AGREED_NOT_PUBLISHED = "agreed_not_published"
    AGREED_OF_NOBODY = "agreed_of_nobody"
    AGREED_DIFFERS_NOWHERE = "agreed_differs_nowhere"
    TOO_MANY_ROWS = "too_many_rows"

    # --- a file
    FILE_MISSING = "file_missing"
    FILE_IS_DIRECTORY = "file_is_directory"
    FILE_UNREADABLE = "file_unreadable"
    FILE_TOO_BIG = "file_too_big"
    FILE_EMPTY = "file_empty"
    NOT_UTF8 = "not_utf8"
    BROKEN_JSON = "broken_json"
    NUMBER_TOO_BIG = "number_too_big"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    NO_CHECKPOINT = "no_checkpoint"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned"
    CHECKPOINT_ELSEWHERE = "checkpoint_elsewhere"
    NO_BACKUP = "no_backup"
    BACKUP_CHANGED = "backup_changed"
    BACKUP_NEWER = "backup_newer"
    BACKUP_OLDER = "backup_older"
    BACKUP_OF_OTHER_KIND = "backup_of_other_kind"
    DATABASE_NOT_EMPTY = "database_not_empty"
    PROGRAM_MISSING = "program_missing"
    PROGRAM_FAILED = "program_failed"

    # --- an instrument
    PUBLISHED_CHANGED = "published_changed"
    UNKNOWN_INSTRUMENT = "unknown_instrument"
    MISSING_SECTION = "missing_section"
    CROSSWALK_MISSING = "crosswalk_missing"
    CROSSWALK_UNUSED = "crosswalk_unused"
    OWN_PREDECESSOR = "own_predecessor"
    FOREIGN_ITEM = "foreign_item"

    # --- weights
    WEIGHT_MISSING = "weight_missing"
    WEIGHTS_NOT_WHOLE = "weights_not_whole"
    WEIGHTS_NEGATIVE = "weights_negative"
    WEIGHTS_TOO_LARGE = "weights_too_large"
    WEIGHTS_WRONG_COUNT = "weights_wrong_count"
    IMPORTANCE_INCOMPLETE = "importance_incomplete"
    WEIGHTS_WRONG_SUM = "weights_wrong_sum"
    WEIGHTS_ALL_ZERO = "weights_all_zero"
    WEIGHTS_UNCHANGED = "weights_unchanged"

    # --- what an assessment, a round or a plan does not allow now
    SIDE_NOT_ASKED = "side_not_asked"
    ALREADY_REVEALED = "already_revealed"
    OPERATION_OF_ANOTHER = "operation_of_another"
    CRITERION_OF_ANOTHER_INSTRUMENT = "criterion_of_another_instrument"
    STALE_VERSION = "stale_version"
    CHANGED_SINCE_CHECKED = "changed_since_checked"
    NOTHING_ANSWERED = "nothing_answered"
    REASON_MISSING = "reason_missing"
    WEIGHTS_WITHOUT_REASON = "weights_without_reason"
    NOT_NOW_SCORE = "not_now_score"
    NOT_NOW_SUBMIT = "not_now_submit"
    NOT_NOW_RECALL = "not_now_recall"
    NOT_NOW_DISCARD = "not_now_discard"
    NOT_NOW_SET_ASIDE = "not_now_set_aside"
    NOT_NOW_RESTORE = "not_now_restore"
    ASSESSMENT_GONE = "assessment_gone"
    REVEALS_NOW = "reveals_now"
    NOT_NOW_CORRECT = "not_now_correct"
    EVIDENCE_MISSING = "evidence_missing"
    NOTHING_CORRECTED = "nothing_corrected"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    AGREED_BEFORE_REVEAL = "agreed_before_reveal"
    AGREED_INCOMPLETE = "agreed_incomplete"
    CORRECTION_WITHOUT_REASON = "correction_without_reason"
    NOT_NOW_REVISE = "not_now_revise"
    NOT_NOW_DISSENT = "not_now_dissent"
    ALREADY_DISSENTED = "already_dissented"
    NOTHING_TO_PUBLISH = "nothing_to_publish"
    TIME_TO_ANSWER = "time_to_answer"
    NOT_AGREED = "not_agreed"
    ALREADY_PUBLISHED = "already_published"
    CARD_CHANGED = "card_changed"
    CONSENTED_BY_ONE = "consented_by_one"
    ROUND_EXISTS = "round_exists"
    LAST_DAY_BEFORE = "last_day_before"
    LAST_DAY_OVER = "last_day_over"
    LAST_DAY_TOO_SOON = "last_day_too_soon"
    ROUND_CLOSED_ALREADY = "round_closed_already"
    ROUND_CLOSES_NOW = "round_closes_now"
    ROUND_REOPENS_NOW = "round_reopens_now"
    ROUND_OF_OTHERS = "round_of_others"
    NO_CONSENT = "no_consent"
    ASKED_TODAY = "asked_today"
    NOBODY_TO_ASK = "nobody_to_ask"
    NOT_AN_ADVISER = "not_an_adviser"
    NAME_OF_A_TAB = "name_of_a_tab"
    PLAN_CHANGED = "plan_changed"
    CONFLICT = "conflict"
    ROUND_ANSWERED_HERE = "round_answered_here"
    PROGRAMME_OF_OTHERS = "programme_of_others"
    OTHER_PROGRAMME = "other_programme"
    ROUND_CLOSED = "round_closed"

    # --- what both sides say and answer together
    NOT_REVEALED = "not_revealed"
    COMMENT_EMPTY = "comment_empty"
    COMMENT_WITHDRAWN = "comment_withdrawn"
    ONE_SIDED_ROUND = "one_sided_round"
    PUBLISHED_UNAGREED = "published_unagreed"
    PROPOSED_ALREADY = "proposed_already"
    STANDS_ALREADY = "stands_already"
    PROPOSAL_OF_THE_OTHER_SIDE = "proposal_of_the_other_side"
    DISSENTED_ALREADY = "dissented_already"
    JOINT_NA_WITHOUT_REASON = "joint_na_without_reason"

    # --- commitments
    PROMISE_MISSING = "promise_missing"
    DUE_PASSED = "due_passed"
    ANSWER_NOT_SHARED = "answer_not_shared"
    CHANGED_MEANWHILE = "changed_meanwhile"
    OUTCOME_MISSING = "outcome_missing"
    SETTLED_BEFORE_MADE = "settled_before_made"
    SETTLED_IN_FUTURE = "settled_in_future"
    MOVE_REASON_MISSING = "move_reason_missing"
    MOVED_NOWHERE = "moved_nowhere"
    NOTHING_MOVED = "nothing_moved"
    SETTLED_STAYS = "settled_stays"
    SETTLED_CHANGES_NOT = "settled_changes_not"

    # --- partners and seats
    NAME_MISSING = "name_missing"
    PARTNER_EXISTS = "partner_exists"
    PARTNER_ON_OTHER_SIDE = "partner_on_other_side"
    SIDE_IN_USE = "side_in_use"
    FORMER_NAME_UNUSED = "former_name_unused"
    FORMER_NAME_IN_FUTURE = "former_name_in_future"
    SEAT_AFTER_CLOSING = "seat_after_closing"
    SEAT_EXISTS = "seat_exists"
    SEAT_OF_SOURCE = "seat_of_source"

    # --- activities and findings
    FINDING_CHANGED = "finding_changed"
    FINDING_DISMISSED = "finding_dismissed"
    VALUE_NOT_NUMBER = "value_not_number"
    VALUE_NEGATIVE = "value_negative"
    VALUE_TOO_BIG = "value_too_big"
    CURRENCY_MISSING = "currency_missing"
    CURRENCY_UNUSED = "currency_unused"
    SUPPORTS_ITSELF = "supports_itself"
    ACTIVITY_EXISTS = "activity_exists"
    FUNCTION_EXISTS = "function_exists"
    STANDARD_EXISTS = "standard_exists"

    # --- what is withdrawn
    WITHDRAWN = "withdrawn"
    NAME_WITHDRAWN = "name_withdrawn"
    IN_THE_WAY = "in_the_way"
    NOT_WITHDRAWN = "not_withdrawn"
    LISTED_WITHDRAWN = "listed_withdrawn"
    MERGED = "merged"
    MERGED_WITH_ITSELF = "merged_with_itself"
    MERGED_ACROSS_SIDES = "merged_across_sides"
    SUPPORT_BETWEEN = "support_between"
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_CHANGED = "undo_changed"

    # --- contacts and habits
    RECORDED_ALREADY = "recorded_already"
    WEEK_NOT_OPEN = "week_not_open"
    SUBJECT_MISSING = "subject_missing"
    SESSION_WITHOUT_STRUCTURE = "session_without_structure"
    HELD_IN_FUTURE = "held_in_future"
    PLANNED_IN_PAST = "planned_in_past"
    SESSION_BEFORE_FOUNDED = "session_before_founded"
    SESSION_AFTER_CLOSED = "session_after_closed"
    CONTACT_OF_AUTHOR = "contact_of_author"

    # --- risks, signs and structures
    OBSERVATION_WITHOUT_EVIDENCE = "observation_without_evidence"
    OBSERVED_IN_FUTURE = "observed_in_future"
    SIGN_WITHOUT_STRUCTURE = "sign_without_structure"
    STRUCTURE_EXISTS = "structure_exists"
    STILL_TO_COME = "still_to_come"
    PREDECESSOR_RING = "predecessor_ring"
    ADDRESS_TAKEN = "address_taken"
    SEATS_OUTSIDE = "seats_outside"
    MEETINGS_OUTSIDE = "meetings_outside"

    # --- success criteria
    CRITERION_NOT_ASKED = "criterion_not_asked"

    # --- files of a programme
    RECIPIENT_IS_INTERNATIONAL = "recipient_is_international"
    WRONG_STANDARD = "wrong_standard"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_TIME = "wrong_time"
    OPEN_WITH_OUTCOME = "open_with_outcome"
    WRONG_UNDERSTANDING = "wrong_understanding"

    # --- who may
    OWN_PLACE = "own_place"
    NOT_ADMINISTERED = "not_administered"
    NOT_KEPT = "not_kept"
    NOT_LOOKED_AFTER = "not_looked_after"
    MANAGER_COMES_FIRST = "manager_comes_first"
    MANAGER_TOO_NEW = "manager_too_new"

    # --- the programme
    PROGRAMME_ARCHIVED = "programme_archived"
    PROGRAMME_REAL = "programme_real"
    PROGRAMME_NOT_NAMED = "programme_not_named"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_ZONE = "unknown_zone"
    LABELS_EQUAL = "labels_equal"
    PROVINCE_TOO_LONG = "province_too_long"
    PROVINCES_TOO_LONG = "provinces_too_long"

    # --- what cannot be
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    PLACE_CHANGED = "place_changed"
    PLACE_ENDED = "place_ended"
    ACCOUNT_CLOSED = "account_closed"
    PASSWORD_KNOWN = "password_known"
    LINK_BY_MAIL = "link_by_mail"
    NO_MAIL = "no_mail"
    PLACE_ELSEWHERE = "place_elsewhere"
    PLACE_HERE = "place_here"
    OUT_OF_REACH = "out_of_reach"
    LINE_WITHOUT_NAME = "line_without_name"
    LINE_TWICE = "line_twice"
    SHORT_NAME_TOO_LONG = "short_name_too_long"
    TOO_MANY_LINES = "too_many_lines"
    STARTED_ALREADY = "started_already"
    CODE_OPENS_NOTHING = "code_opens_nothing"
    LAST_ADMINISTRATOR = "last_administrator"
    ADMINISTRATOR_COMES_FIRST = "administrator_comes_first"
    PROGRAMME_HAS_PLACES = "programme_has_places"
    SAME_PERSON_TWICE = "same_person_twice"
    MANAGER_OF_EACH_SIDE = "manager_of_each_side"

    # --- passwords
    PASSWORD_OF_ANOTHER = "password_of_another"
    PASSWORD_WORD = "password_word"
    PASSWORD_ROW = "password_row"
    PASSWORD_REPEATED = "password_repeated"
    LINK_OVER = "link_over"
    WRONG_PROOF = "wrong_proof"
    CODE_REFUSED = "code_refused"
    CODES_PAUSED = "codes_paused"
    WRONG_PASSKEY = "wrong_passkey"
    APP_THERE = "app_there"
    NO_FACTOR = "no_factor"
    NOT_PROVED = "not_proved"
    NOT_LINKED = "not_linked"
    OTHER_EMAIL = "other_email"
    LINKED_ALREADY = "linked_already"
    FACTORS_ELSEWHERE = "factors_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: which rule, where, and what stood there.

    `path` is a place in a document (“rounds[0].assessments[1].answers.C3”) or in a form (“C3.word”), `file`
    the file's name. Values, places and parameters are made fit to be shown here, so no caller can forget it.
    """

    rule: Rule
    path: str = ""
    file: str = ""
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", shown(self.path, PLACE_LENGTH))
        object.__setattr__(self, "file", shown(self.file, PLACE_LENGTH))
        object.__setattr__(self, "value", shown(self.value))
        params = tuple((name, shown(value, PLACE_LENGTH)) for name, value in self.params)
        object.__setattr__(self, "params", params)

    def __str__(self) -> str:
        given = (("value", self.value), *self.params)
        operands = ", ".join(f"{name}={value!r}" for name, value in given if value)
        return " ".join(part for part in (self.place, self.rule, operands) if part)

    @property
    def place(self) -> str:
        """File and path as one, whichever of them is known: “drc-2008.json: rounds[0].label”."""
        return ": ".join(part for part in (self.file, self.path) if part)


class Refused(Exception):
    """Something was not done or not read. Carries the first problems found, at least one and at most `MOST`.

    `more` is how many there are after them.
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        listed = tuple(problems)
        if not listed:
            raise ValueError("a refusal needs at least one problem")
        self.problems: tuple[Problem, ...] = listed[:MOST]
        self.more = more + len(listed) - len(self.problems)
        super().__init__(*self.problems)

    @property
    def number(self) -> int:
        """How many problems there are, whether or not they are said."""
        return len(self.problems) + self.more

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
