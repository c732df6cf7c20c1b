"""The sentences of what is wrong with an answer, a text, a date or weights, or with their moment."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.domain.rules import Rule

SENTENCES = {
    # --- an answer, as a rater enters it or as a file carries it
    Rule.UNKNOWN_WORD: _(
        "“%(value)s” is not a word this program understands as an answer. Choose the level that it means, or write "
        "Yes, Mostly, Partly, Not yet, No or “?”."
    ),
    Rule.LEVEL_MISSING: _(
        "Which level comes closest? Choose it: “%(value)s” stays beside it as you wrote it."
    ),
    Rule.LEVEL_MISSING_IN_FILE: _(
        "“%(value)s” is not one of the levels. Choose the one that comes closest in the column “Answer”; these words go "
        "under “In your own words”."
    ),
    Rule.NA_REASON_MISSING: _("Write why it does not apply."),
    Rule.NA_REASON_UNUSED: _(
        "A reason for “does not apply” is given, but the answer is “%(value)s”. Remove the reason or correct the answer."
    ),
    Rule.DOUBT_REASON_UNUSED: _(
        "A reason for doubt is given, but the answer “%(value)s” shows no doubt. Add “?” or remove the reason."
    ),
    Rule.RANGE_REVERSED: _("The range begins above its end (%(value)s). Give the lower level first."),
    Rule.RANGE_INCOMPLETE: _("A range needs both ends. Give the missing one, or neither."),
    Rule.LEVEL_OUTSIDE_RANGE: _(
        "The level that you chose lies outside the range (%(value)s). Change the range, or leave it empty."
    ),
    Rule.NOTHING_ENTERED: _(
        "Nothing has been answered here. Choose a level, “I do not know” or “does not apply”."
    ),
    Rule.WRONG_LEVEL: _("“%(value)s” is not a level. The levels are 0 (No) to 4 (Yes)."),
    Rule.WRONG_CHOICE: _("“%(value)s” is not one of the choices: %(allowed)s."),
    Rule.ANSWER_NOT_TEXT: _(
        "%(value)s is a number or another machine value. An answer is the word as it was written, between quotation "
        "marks."
    ),
    Rule.UNKNOWN_CRITERION: _(
        "“%(value)s” is not a criterion of the questionnaire %(instrument)s of this round."
    ),
    # --- a text
    Rule.TOO_LONG: _("This text is too long: at most %(limit)s characters (“%(value)s”)."),
    Rule.NOTHING_TO_SEE: _(
        "This text holds only characters that nobody can see. Write something, or leave it empty."
    ),
    Rule.CONTROL_CHARACTER: _(
        "This text contains an invisible control character, shown here as � (“%(value)s”). Remove it."
    ),
    Rule.NOT_COMPOSED: _(
        "An accent in “%(value)s” is written as a separate character. Save the text in the form Unicode NFC."
    ),
    Rule.EMPTY_TEXT: _("This text is empty. Write it, or leave the whole entry out if it is optional."),
    Rule.OUTER_SPACE: _("“%(value)s” begins or ends with a space. Remove it."),
    Rule.MISSING_LANGUAGE: _(
        "The text is missing in %(language)s. Every text is needed in English and in French."
    ),
    Rule.WRONG_LABEL: _(
        "“%(value)s” is not a label: small letters without accents, digits and hyphens only, such as january-2008."
    ),
    Rule.WRONG_CODE: _(
        "“%(value)s” is not a code: letters without accents and digits, with hyphens or underscores after the first "
        "of them, such as C1."
    ),
    Rule.WRONG_COUNTRY: _("“%(value)s” is not a country code of two capital letters (ISO 3166), such as CD."),
    Rule.WRONG_TIME_ZONE: _("“%(value)s” is not a time zone, such as Africa/Kinshasa."),
    Rule.WRONG_LINK: _(
        "“%(value)s” is not a web address. Write one such as https://example.org/minutes, without user name, password "
        "or spaces."
    ),
    # --- a date
    Rule.WRONG_DATE: _("“%(value)s” is not a date. Write year-month-day, such as 2008-01-31."),
    Rule.WRONG_PARTIAL_DATE: _(
        "“%(value)s” is no date. Write a day, a month or a year, such as 2008-01-31, 2008-01 or 2008."
    ),
    Rule.NO_DAY_IN_CELL: _(
        "“%(value)s” is not a date. Write it such as 31/01/2008 (day first) or 31 January 2008."
    ),
    Rule.NO_DATE_IN_CELL: _(
        "“%(value)s” is not a date. Write a day, a month or a year, such as 31/01/2008 (day first), January 2008 or "
        "2008."
    ),
    Rule.DATES_REVERSED: _("“%(value)s” comes before %(earlier)s, which must come first."),
    # --- what both sides say and answer together
    Rule.NOT_REVEALED: _("Both sides have not yet sent their answers on “%(value)s”. Nothing was changed."),
    Rule.COMMENT_EMPTY: _("Write your comment: nothing was said."),
    Rule.COMMENT_WITHDRAWN: _("This comment was withdrawn already. Nothing was changed."),
    Rule.ONE_SIDED_ROUND: _(
        "This round asks one side only, so there is nothing that both sides could answer together."
    ),
    Rule.PUBLISHED_UNAGREED: _(
        "These answers were published without joint answers. A side can still correct its own."
    ),
    Rule.PROPOSED_ALREADY: _(
        "This is what is proposed already. A manager of each side confirms it, or propose another answer."
    ),
    Rule.STANDS_ALREADY: _("This is the joint answer that stands already. Nothing was changed."),
    Rule.PROPOSAL_OF_THE_OTHER_SIDE: _(
        "The other side proposed this: only that side withdraws it. You can propose another answer."
    ),
    Rule.DISSENTED_ALREADY: _(
        "Your side has recorded its dissent from this answer already; it is kept beside it."
    ),
    Rule.JOINT_NA_WITHOUT_REASON: _("Write as the reason why it does not apply."),
    # --- weights
    Rule.WEIGHT_MISSING: _("Write a whole number here; 0 where the criterion does not count."),
    Rule.WEIGHTS_NOT_WHOLE: _("“%(value)s” is not a whole number. Write one from 0 to 100, such as 15."),
    Rule.WEIGHTS_NEGATIVE: _("“%(value)s” is below 0. A weight is 0 or more."),
    Rule.WEIGHTS_TOO_LARGE: _("“%(value)s” is more than 100, which all weights together make."),
    Rule.WEIGHTS_WRONG_COUNT: _("There are %(value)s weights; write %(count)s, one for each criterion."),
    Rule.IMPORTANCE_INCOMPLETE: _(
        "The order of importance names every criterion once, such as %(example)s; this one is “%(value)s”."
    ),
    Rule.WEIGHTS_WRONG_SUM: _("These weights add up to %(value)s; make it 100."),
    Rule.WEIGHTS_ALL_ZERO: _("Every weight is 0: then nothing counts. Make them add up to 100."),
    Rule.WEIGHTS_UNCHANGED: _("These weights are already recorded, in this order."),
    # --- what an assessment, a round or a plan does not allow now
    Rule.SIDE_NOT_ASKED: _("This round does not ask this side (%(value)s)."),
    Rule.STRUCTURE_NOT_ASKED: _(
        "This round does not ask about %(value)s: the structures it asks about were chosen when it was opened."
    ),
    Rule.STRUCTURE_NOT_OPEN: _("A round cannot ask about %(value)s: it is closed, or not in this programme."),
    Rule.ALREADY_REVEALED: _(
        "Both sides already see each other’s answers on %(value)s: nobody can start blind any more."
    ),
    Rule.AGREED_BEFORE_REVEAL: _(
        "The answers on %(value)s cannot be agreed now: both sides’ answers must be revealed first."
    ),
    Rule.AGREED_INCOMPLETE: _(
        "“%(value)s” has no agreed answer yet, and the two sides have not recorded that they differ on it."
    ),
    Rule.OPERATION_OF_ANOTHER: _(
        "This save was already used for something else. Reload the page and save again."
    ),
    Rule.CRITERION_OF_ANOTHER_INSTRUMENT: _(
        "“%(value)s” is not a criterion of this round’s questionnaire. Nothing was saved."
    ),
    Rule.STALE_VERSION: _(
        "This answer was saved over a version that does not exist. Reload the page and save again."
    ),
    Rule.CHANGED_SINCE_CHECKED: _(
        "An answer was changed after this page was opened. Check the answers once more, then send."
    ),
    Rule.NOTHING_ANSWERED: _("Not one criterion has an answer yet. Answer at least one before sending."),
    Rule.REASON_MISSING: _("Say why: the reason is kept in the journal."),
    Rule.WEIGHTS_WITHOUT_REASON: _("Say why these weights: write the reason in the field below them."),
    Rule.NOT_NOW_SCORE: _(
        "This assessment is no longer a draft: it is sent or set aside, and its answers can no longer be changed. "
        "What is sent can be withdrawn as long as it is not revealed."
    ),
    Rule.NOT_NOW_SUBMIT: _("This assessment has already been sent."),
    Rule.NOT_NOW_RECALL: _(
        "This assessment cannot be withdrawn: it is not sent, or both sides already see it."
    ),
    Rule.NOT_NOW_DISCARD: _("This assessment is no longer a draft: it cannot be discarded."),
    Rule.NOT_NOW_SET_ASIDE: _("This assessment is no longer a draft: it cannot be set aside."),
    Rule.NOT_NOW_RESTORE: _("This assessment is not set aside: there is nothing to restore."),
    Rule.NOT_NOW_CONFIRM: _("These answers do not wait for a confirmation, or not any more."),
    Rule.PAPER_OF_NOBODY: _("Write whose answers they are: a name or a function, without an e-mail address."),
    Rule.PAPER_BEGUN: _("Answers on paper by “%(value)s” are already here, on this structure and round."),
    Rule.PAPER_OF_TOMORROW: _("The form cannot have been filled in after today."),
    Rule.PAPER_NEEDS_ANOTHER: _("A manager of your side who did not key them in confirms these answers."),
    Rule.ASSESSMENT_GONE: _("This draft was discarded meanwhile. Nothing was stored."),
    Rule.REVEALS_NOW: _(
        "Meanwhile the other side has sent: this would now show both sides each other’s answers, and nobody could undo "
        "it. Nothing was changed. Read the page again, then decide."
    ),
    Rule.NOT_NOW_CORRECT: _(
        "This answer cannot be corrected: it is not yet revealed, or it is what a source says, which is not ours to "
        "correct."
    ),
    Rule.EVIDENCE_MISSING: pgettext_lazy(
        "mistake", "Say what is new: an answer is corrected only with new evidence about that date."
    ),
    Rule.NOTHING_CORRECTED: _("This answer already stands there. A correction says something else."),
    Rule.NOTHING_TO_CORRECT: _("There is no answer to correct for “%(value)s”."),
    Rule.CORRECTION_WITHOUT_REASON: _(
        "Say why: a published answer is corrected with a reason and with evidence."
    ),
    Rule.NOT_NOW_REVISE: _(
        "This answer cannot be revised: it is not yet revealed, or it is published. What is published is corrected by "
        "a manager of its side."
    ),
    Rule.NOT_NOW_DISSENT: _(
        "There is nothing to dissent from: only a correction with new evidence has a dissent."
    ),
    Rule.ALREADY_DISSENTED: _("Your side has already dissented from this correction. One dissent is kept."),
    Rule.NOTHING_TO_PUBLISH: _(
        "Nothing is published before both sides see it: the answers on %(value)s are not revealed."
    ),
    Rule.TIME_TO_ANSWER: _(
        "The other side still has time to ask that the round be opened again. Your side may publish alone from "
        "%(value)s on."
    ),
    Rule.NOT_AGREED: _(
        "Not published: criteria still wait for a joint answer (%(value)s). Agree on each of them, or record that the "
        "sides differ."
    ),
    Rule.ALREADY_PUBLISHED: _("The answers on %(value)s are already published."),
    Rule.CARD_CHANGED: _(
        "Something changed since this page was opened. Nothing was published. Read the answers again, then decide."
    ),
    Rule.CONSENTED_BY_ONE: _(
        "You have already agreed for the other side. Each side’s consent comes from a person of its own."
    ),
    Rule.ROUND_EXISTS: _(
        "A round named “%(value)s” exists already, or the name has no letters for an address. Give another name."
    ),
    Rule.LAST_DAY_BEFORE: _(
        "“%(value)s” is before the reference date: nobody can describe a day that is to come."
    ),
    Rule.LAST_DAY_OVER: _("“%(value)s” is over. Give a last day from today on."),
    Rule.LAST_DAY_TOO_SOON: _(
        "Both sides are asked: a last day that is brought forward leaves them time. Give %(value)s or a later day."
    ),
    Rule.ROUND_CLOSES_NOW: _(
        "Meanwhile this would close the round at once. Nothing was changed. Read the page again, then decide."
    ),
    Rule.ROUND_REOPENS_NOW: _(
        "Meanwhile this would reopen the round at once. Nothing was changed. Read the page again, then decide."
    ),
    Rule.ROUND_OF_OTHERS: _("This round does not ask your side: managers of the side asked close it."),
    Rule.NO_CONSENT: _("Your side has not consented to anything that could be withdrawn."),
    Rule.ASKED_TODAY: _("Your side has already sent this today. It can be sent again tomorrow."),
    Rule.NOBODY_TO_ASK: _("Everything asked was sent: there is nothing to remind of."),
    Rule.NOT_AN_ADVISER: _("“%(value)s” is no adviser of your side any more. Load the page again."),
    Rule.ROUND_CLOSED_ALREADY: _("“%(value)s” is closed. Reopen it first, then move its last day."),
    Rule.NAME_OF_A_TAB: _(
        "“%(value)s” is how a page of every structure is called in addresses. Give the round another name."
    ),
    Rule.PLAN_CHANGED: _("Something changed since this plan was shown. Check the file again, then confirm."),
    Rule.CONFLICT: _(
        "“%(value)s” already exists and says something else, or you may not read it. It was not changed."
    ),
    Rule.ROUND_ANSWERED_HERE: _(
        "The round “%(value)s” is open here, or was: only people answer it, and a file adds no answers of the "
        "government or the partners. Take those assessments out of the file, or import them as a round of another "
        "name."
    ),
    Rule.PROGRAMME_OF_OTHERS: _(
        "The programme “%(value)s” exists and is not among those that you administer. Ask its administrator."
    ),
    Rule.OTHER_PROGRAMME: _("“%(value)s” belongs to another programme."),
    Rule.ROUND_CLOSED: _("This round is closed."),
}
