"""The sentences of what is wrong with what is kept between rounds."""

from django.utils.translation import gettext_lazy as _

from coordination.domain.rules import Rule

SENTENCES = {
    # --- commitments
    Rule.PROMISE_MISSING: _("Say what is promised, in one language at least."),
    Rule.DUE_PASSED: _("The day %(value)s has passed. A promise is due today or later."),
    Rule.ANSWER_NOT_SHARED: _(
        "The answer on %(value)s is not yet read by both sides, so nothing can be promised from it."
    ),
    Rule.CHANGED_MEANWHILE: _(
        "Somebody changed %(value)s while this page was open. Read what stands there now, then send again."
    ),
    Rule.OUTCOME_MISSING: _("Say what was delivered, or why nothing was."),
    Rule.SETTLED_BEFORE_MADE: _("The day %(value)s lies before the promise was made."),
    Rule.SETTLED_IN_FUTURE: _(
        "The day %(value)s is still to come. Record what became of the commitment once it is known."
    ),
    Rule.MOVE_REASON_MISSING: _("Say why the day moves: the reason stands beside the day before it."),
    Rule.MOVED_NOWHERE: _(
        "The day %(value)s is the day from which it was moved. Give the day that it moved to."
    ),
    Rule.NOTHING_MOVED: _(
        "A reason is given, but the day %(value)s is the same. Change the day, or remove the reason."
    ),
    Rule.SETTLED_STAYS: _("%(value)s is no longer open, so its day does not move any more."),
    Rule.SETTLED_CHANGES_NOT: _(
        "%(value)s is no longer open, so what was promised does not change any more."
    ),
    # --- partners and seats
    Rule.NAME_MISSING: _("Write the name, in one language at least."),
    Rule.PARTNER_EXISTS: _(
        "A partner with the name or code “%(value)s” is there already. Open that one, or give another name."
    ),
    Rule.PARTNER_ALIKE: _(
        "“%(value)s” reads like “%(other)s”, which is there already. Open that one; or tick the box if this is another."
    ),
    Rule.PARTNER_ON_OTHER_SIDE: _(
        "“%(value)s” is there already, on the other side. A partner is of one side: open that one, or give a name that "
        "tells the two apart."
    ),
    Rule.SIDE_IN_USE: _(
        "“%(value)s” has seats, activities or commitments, which count for its side. The side stays as it is; record "
        "another partner for the other side."
    ),
    Rule.FORMER_NAME_UNUSED: _(
        "A last day of the former name is given (%(value)s), but the name is the same. Change the name or remove the "
        "day."
    ),
    Rule.FORMER_NAME_IN_FUTURE: _(
        "The day %(value)s is still to come. Rename the partner once its new name is valid."
    ),
    Rule.SEAT_AFTER_CLOSING: _(
        "“%(value)s” lies after the structure was closed (%(closed)s). A seat ends with its structure."
    ),
    Rule.SEAT_EXISTS: _(
        "“%(value)s” has this role in the structure already, at the same time. Change the dates, or the seat that is "
        "there."
    ),
    Rule.SEAT_OF_SOURCE: _(
        "The source says that “%(value)s” holds this seat. End it, and add the seat of the other partner."
    ),
    # --- activities and findings
    Rule.FINDING_CHANGED: _(
        "This finding does not stand as it was shown: its activities have changed, or it is of another day. Read what "
        "stands there now, then dismiss it again if you still want to."
    ),
    Rule.FINDING_DISMISSED: _(
        "Somebody has dismissed this finding already. It stands below, with the reason."
    ),
    Rule.VALUE_NOT_NUMBER: _(
        "“%(value)s” is not an amount. Write digits only, such as 1,500,000.50, and the currency beside it."
    ),
    Rule.VALUE_NEGATIVE: _(
        "“%(value)s” is below 0. What is given is worth 0 or more; leave it empty where it is not known."
    ),
    Rule.VALUE_TOO_BIG: _("“%(value)s” is more than can be kept (%(most)s). Check the amount."),
    Rule.CURRENCY_MISSING: _("The value %(value)s needs a currency, such as CDF or USD."),
    Rule.CURRENCY_UNUSED: _(
        "A currency is given (%(value)s) but no value. Give the value, or remove the currency."
    ),
    Rule.TAKES_PART_TWICE: _(
        "“%(value)s” has this role in the activity already. Name it once for each role."
    ),
    Rule.WRONG_PART: _("“%(value)s” is no share: it is more than 0 and at most 100 per cent."),
    Rule.SHARES_ABOVE_WHOLE: _(
        "The shares of this role come to %(value)s per cent: together they are at most 100."
    ),
    Rule.IDENTIFIER_TAKEN: _("The activity %(code)s has the identifier “%(value)s” already."),
    Rule.SUPPORTS_ITSELF: _("“%(value)s” is given as partner and as recipient. Choose another of the two."),
    Rule.ACTIVITY_EXISTS: _(
        "The activity %(value)s is there already: the same partner, institution, function, kind, beginning and name "
        "(%(name)s). Open that one, or give another name."
    ),
    Rule.FUNCTION_EXISTS: _(
        "A function named “%(value)s” is there already. Use that one, or give another name."
    ),
    Rule.STANDARD_EXISTS: _("“%(value)s” is there already. Use that one, or give another name."),
    # --- what is withdrawn
    Rule.WITHDRAWN: _("“%(value)s” is withdrawn. Restore it first, or do without it."),
    Rule.NAME_WITHDRAWN: _(
        "“%(value)s” is how something withdrawn is called. Restore that one, or choose another name or code."
    ),
    Rule.IN_THE_WAY: _("“%(value)s” cannot be withdrawn: something that is in sight needs it."),
    Rule.NOT_WITHDRAWN: _("“%(value)s” is not withdrawn any more: somebody restored it meanwhile."),
    Rule.LISTED_WITHDRAWN: _(
        "The file lists “%(value)s”, which is withdrawn here. Restore it first, or take it out of the file."
    ),
    Rule.MERGED: _(
        "“%(value)s” was merged into another partner: what it had is there now. It is not restored."
    ),
    Rule.MERGED_WITH_ITSELF: _(
        "“%(value)s” is this partner itself. Choose the one that it turned out to be."
    ),
    Rule.MERGED_ACROSS_SIDES: _(
        "“%(value)s” is on the other side. Partners of one side are merged; put the side right first."
    ),
    Rule.SUPPORT_BETWEEN: _(
        "An activity goes from one of the two to the other (%(value)s). Put it right or withdraw it first."
    ),
    Rule.UNDO_TOO_LATE: _(
        "It is too late to undo this, which is possible for ten seconds after saving. Restore it from the list of "
        "what is withdrawn, or change it back on its page."
    ),
    Rule.UNDO_CHANGED: _("Somebody changed this since you saved it, so your change is not undone."),
    # --- contacts and habits
    Rule.RECORDED_ALREADY: _(
        "The same is recorded already (%(value)s). Change what differs, or leave it at that."
    ),
    Rule.WEEK_NOT_OPEN: _(
        "%(value)s is not the Monday of a week that has begun, so no habits are kept for it."
    ),
    Rule.SUBJECT_MISSING: _("Say in a few words what it is about."),
    Rule.SESSION_WITHOUT_STRUCTURE: _(
        "A meeting of a structure needs the structure that met. Choose it, or another kind."
    ),
    Rule.HELD_IN_FUTURE: _(
        "The day %(value)s is still to come. Note it as planned, and say so once it took place."
    ),
    Rule.PLANNED_IN_PAST: _(
        "The day %(value)s has passed. Note it as held or cancelled, or choose a day to come."
    ),
    Rule.ENDS_WITHOUT_BEGIN: _("It ends at %(value)s: say when it begins, too."),
    Rule.ENDS_BEFORE_BEGIN: _("It ends at %(value)s, and begins no earlier. Put one of the two right."),
    Rule.SESSION_BEFORE_FOUNDED: _(
        "On %(value)s the structure was not yet founded (%(founded)s), so it cannot have met."
    ),
    Rule.SESSION_AFTER_CLOSED: _("On %(value)s the structure is closed (%(closed)s), so it cannot meet."),
    Rule.CONTACT_OF_AUTHOR: _(
        "What kind of contact this is, and who may read it, is for its author to change."
    ),
    # --- risks, signs and structures
    Rule.OBSERVATION_WITHOUT_EVIDENCE: _("Say what it was seen by. Only “not known” needs no evidence."),
    Rule.OBSERVED_IN_FUTURE: _(
        "The day %(value)s is still to come. Record what was seen, as of the day it was seen."
    ),
    Rule.SIGN_WITHOUT_STRUCTURE: _(
        "%(value)s is a sign of one structure. Choose the structure in which it was seen."
    ),
    Rule.STRUCTURE_EXISTS: _(
        "“%(value)s” is the code of another structure already. Open that one, or choose another code."
    ),
    Rule.LINE_WITHOUT_NAME: _(
        "“%(value)s” is one name only. Write the short name, a comma, then the full name."
    ),
    Rule.LINE_TWICE: _("“%(value)s” stands in line %(first)s already."),
    Rule.SHORT_NAME_TOO_LONG: _(
        "“%(value)s” is too long for a short name: at most %(limit)s characters. Write it before the comma."
    ),
    Rule.TOO_MANY_LINES: _("These are %(value)s lines; at most %(limit)s can be read at once. Divide them."),
    Rule.STILL_TO_COME: _("“%(value)s” is still to come. Record it once it has happened."),
    Rule.PREDECESSOR_RING: _("“%(value)s” would come before itself in the chain of predecessors."),
    Rule.ADDRESS_TAKEN: _(
        "The address made from “%(value)s” is that of “%(other)s” already. Choose another code."
    ),
    Rule.SEATS_OUTSIDE: _(
        "A seat does not fit this date (%(value)s). Put the date of the seat right first, or this one."
    ),
    Rule.MEETINGS_OUTSIDE: _(
        "A meeting does not fit this date (%(value)s). Put the day of the meeting right first, or this date."
    ),
    # --- success criteria
    Rule.CRITERION_NOT_ASKED: _(
        "“%(value)s” is not asked here: the success criteria are asked once, of the programme as a whole, and all "
        "others of each structure."
    ),
}
