"""The sentences of what is wrong with a file that is loaded, or with what it says."""

from django.utils.translation import gettext_lazy as _

from coordination.domain.rules import Rule

SENTENCES = {
    # --- the shape of a document
    Rule.WRONG_TYPE: _("Here stands %(value)s, but %(expected)s is expected."),
    Rule.NOT_A_NUMBER: _("“%(value)s” is not a number that JSON knows."),
    Rule.WRONG_FORMAT: _(
        "“%(value)s” is not a format this program reads here. Expected: %(expected_format)s."
    ),
    Rule.MISSING_KEY: _("“%(key)s” is missing here."),
    Rule.UNKNOWN_KEY: _("“%(value)s” is not known here. Correct the name or remove the entry."),
    Rule.MISSPELT_KEY: _("“%(value)s” is not known here; “%(key)s” is probably meant."),
    Rule.NOTHING_LISTED: _("This list is empty; at least one entry is needed."),
    Rule.WRONG_NUMBER: _(
        "%(value)s is not possible here: a whole number from %(least)s to %(most)s is expected."
    ),
    Rule.WRONG_COUNT: _("%(value)s entries stand here; %(count)s are needed."),
    Rule.WRONG_ORDER: _("These numbers must go up from the first to the last (%(value)s)."),
    Rule.WRONG_SHARE: _(
        '“%(value)s” is not a share between 0 and 1, written between quotation marks, such as "0.75".'
    ),
    Rule.DUPLICATE: _("“%(value)s” stands here a second time; it is first at %(first)s."),
    Rule.NO_LETTERS: _(
        "“%(value)s” needs at least one letter or digit without accent, so that it can stand in an address."
    ),
    Rule.TOO_ALIKE: _(
        "“%(value)s” differs from “%(other)s” only by signs or capital letters; two structures need clearly different "
        "codes."
    ),
    Rule.UNKNOWN_REFERENCE: _(
        "%(noun)s “%(value)s” is referred to, but does not exist in this file or in the programme."
    ),
    Rule.UNKNOWN_REFERENCE_OFTEN: _(
        "%(noun)s “%(value)s” is referred to, but does not exist in this file or in the programme. Also at: %(places)s."
    ),
    Rule.OWN_PARENT: _("“%(value)s” stands above itself in the chain of parents."),
    Rule.SIDE_NOT_IN_ROUND: _("The side “%(value)s” does not take part in this round (%(sides)s)."),
    Rule.PUBLISHED_IN_OPEN_ROUND: _(
        "An assessment cannot be published while its round is open. Close the round or mark the assessment as sent."
    ),
    Rule.SENT_IN_ENTERED_ROUND: _(
        "People answer this round in the program: of it a file brings only what is published, never an assessment that "
        "waits for the other side (sent). Take it out, or say of the round that it is invented or from a source."
    ),
    Rule.RATER_IS_PERSON: _(
        "“%(value)s” is an e-mail address. Who has one answers in the program; name the assessor of an assessment "
        "that waits for the other side in another way."
    ),
    Rule.ANALYST_NOT_PUBLISHED: _(
        "An analyst's coding is imported as published, not as “%(value)s”: nobody waits for it."
    ),
    Rule.AGREED_NOT_PUBLISHED: _(
        "What both sides agreed is imported as published, not as “%(value)s”: nobody waits for it."
    ),
    Rule.AGREED_OF_NOBODY: _(
        "What both sides agreed has no assessor, but “%(value)s” stands here. Take the assessor out."
    ),
    Rule.AGREED_DIFFERS_NOWHERE: _(
        "“%(value)s” applies to neither side, so they cannot differ on it. Take “differs” out."
    ),
    Rule.TOO_MANY_ROWS: _(
        "This file holds %(value)s entries; at most %(limit)s can be read at once. Divide it."
    ),
    # --- a file
    Rule.FILE_MISSING: _("There is no such file."),
    Rule.FILE_IS_DIRECTORY: _("This is a folder, not a file."),
    Rule.FILE_UNREADABLE: _("This file cannot be opened. Check that you may read it."),
    Rule.FILE_TOO_BIG: _("This file is too big: at most %(limit)s MB can be read."),
    Rule.FILE_EMPTY: _("This file is empty."),
    Rule.BROKEN_XML: _(
        "This is not XML that can be read: it breaks off in line %(line)s, column %(column)s."
    ),
    Rule.XML_DECLARES: _(
        "This file declares a document type or entities, which could pull in more than it shows. Take the lines of the "
        "declaration out: IATI needs none."
    ),
    Rule.NO_IATI: _(
        "This file begins with “%(value)s”, but a file of IATI activities begins with “iati-activities”."
    ),
    Rule.NOT_UTF8: _("This file is not text in UTF-8. Save it as UTF-8, or choose the right file."),
    Rule.FILE_PACKED: _(
        "This is a workbook or another packed file; here a programme's file (JSON) is read. A sheet of activities goes "
        "under “Import activities from a 4W sheet”, answers under “Answer in Excel”, structures, partners and seats "
        "under “Records in Excel”. Unpack a .zip first, and choose its parts one after the other."
    ),
    Rule.FILE_NO_TABLE: _(
        "This is neither a workbook (.xlsx) without a password nor a CSV file that can be read. Save it as one of them."
    ),
    Rule.FILE_UNPACKS_TOO_BIG: _(
        "This workbook unpacks to more than %(limit)s MB. Keep only the sheets that are to be read."
    ),
    Rule.FILE_WITH_MACROS: _("This workbook holds macros. Save it as a workbook without macros (.xlsx)."),
    Rule.FILE_WITH_LINKS: _("This workbook is linked with other files. Break the links, then save it again."),
    Rule.FILE_WITH_ENTITIES: _(
        "This workbook holds definitions that no spreadsheet writes. Copy its cells into a new workbook."
    ),
    Rule.TOO_MANY_REPLACED: _(
        "This file says something else of %(rows)s rows that came by files; at most %(limit)s are replaced at once. "
        "Divide it, and import one part after the other."
    ),
    Rule.SHEET_TOO_LONG: _(
        "This sheet has %(rows)s rows below its heads; at most %(limit)s are read at once. Divide it, by year for "
        "example, and import one part after the other."
    ),
    Rule.SHEET_LISTS_TOO_MUCH: _(
        "The %(rows)s rows of this sheet list %(entries)s activities, participants and amounts together; at most "
        "%(limit)s are read at once. Divide it, by year for example, and import one part after the other."
    ),
    Rule.NO_ANSWER_SHEET: _(
        "No sheet of this file has the heads of the template in its first row. Use the template, and leave its heads."
    ),
    Rule.COLUMN_MISSING: _("This column is missing. Put the heads of the template back into the first row."),
    Rule.HIDDEN_SHEET: _("The sheet “%(value)s” is hidden, and would be read. Show it, or remove it."),
    Rule.MERGED_CELLS: _(
        "The cells %(value)s are merged. Divide them, so that each row says all of its own."
    ),
    Rule.FORMULA_WITHOUT_VALUE: _(
        "Here stands a formula without a value (%(value)s). Write the value in its place."
    ),
    Rule.NOT_OF_THE_LIST: _(
        "“%(value)s” is none of what can be chosen here. Choose from the list of the template."
    ),
    Rule.NO_ACTIVITY_SHEET: _(
        "No sheet of this file has rows under heads of at least two columns, such as “Organisation” and “Activity”."
    ),
    Rule.WORD_NOT_KNOWN: _(
        "“%(value)s” is none of the words for this column. Write one that the form of an activity offers, in English or "
        "French, or leave the cell empty."
    ),
    Rule.NO_ANSWERS_FILLED: _("No answer is filled in in this file."),
    Rule.CELL_EMPTY: _("This cell is empty. Fill it in, or empty the whole row."),
    Rule.RECORDED_STAYS: _("What was recorded here stays as it is. Put back what stood in this cell."),
    Rule.COMMITMENTS_OF_SIDES: _(
        "Commitments are recorded by the advisers and managers of the sides. Take the sheet “%(value)s” out."
    ),
    Rule.TOO_MANY_CHANGES: _(
        "This file adds or changes more than %(limit)s records. Divide it: first some rows, then the others."
    ),
    Rule.NO_RECORDS_FILLED: _("No row is filled in in this file."),
    Rule.ROUND_NOT_ANSWERED: _(
        "“%(value)s” is no round in which you can answer now. Take the template of an open round."
    ),
    Rule.FILE_OF_OTHER_PROGRAMME: _(
        "This answer is for the programme “%(value)s”, not for this one. Choose that programme first."
    ),
    Rule.BROKEN_JSON: _("This is not valid JSON: line %(line)s, column %(column)s cannot be read."),
    Rule.NUMBER_TOO_BIG: _("A number in this file has too many digits to be read."),
    Rule.TOO_DEEP: _("Entries are nested too deeply here: at most %(limit)s levels."),
    Rule.DUPLICATE_KEY: _("The name “%(value)s” stands twice in the same place. Keep one."),
    Rule.NO_CHECKPOINT: _(
        "This is not a checkpoint of the journal. Choose the file as it was downloaded on this page."
    ),
    Rule.CHECKPOINT_UNSIGNED: _(
        "This server has not signed this checkpoint: it was changed since, comes from another server, or was signed "
        "with a secret that this server no longer has."
    ),
    Rule.CHECKPOINT_ELSEWHERE: _(
        "This checkpoint is of another programme, with the code “%(value)s”. Choose that programme first."
    ),
    Rule.NO_BACKUP: _(
        "This is not the manifest of a backup. Name the folder that “manage.py backup” has made."
    ),
    Rule.BACKUP_CHANGED: _(
        "This is not the copy that the manifest speaks of: it is damaged, was changed or is missing. Take "
        "another backup."
    ),
    Rule.BACKUP_NEWER: _(
        "The backup was made by a newer version of the program, which knows “%(value)s”. Install that version first."
    ),
    Rule.BACKUP_OLDER: _(
        "The backup was made by an older version. Restore it into an empty SQLite file, run “manage.py migrate” there, "
        "make a backup of that, and restore it here."
    ),
    Rule.BACKUP_OF_OTHER_KIND: _(
        "The backup is of a database of the kind “%(value)s”, which cannot be restored into this one. Name a database "
        "of that kind in DATABASE_URL."
    ),
    Rule.DATABASE_NOT_EMPTY: _(
        "The database “%(value)s” has tables already. Name a new, empty one in DATABASE_URL; nothing is replaced."
    ),
    Rule.PROGRAM_MISSING: _(
        "The program “%(value)s” is not installed. It comes with PostgreSQL’s client programs."
    ),
    Rule.PROGRAM_FAILED: _("“%(value)s” failed and said: “%(said)s”."),
    # --- an instrument
    Rule.PUBLISHED_CHANGED: _(
        "This questionnaire is published and its content has changed: it no longer fits its fingerprint %(value)s. A "
        "correction is a new version."
    ),
    Rule.UNKNOWN_INSTRUMENT: _("The questionnaire “%(value)s” is not known. Import it first."),
    Rule.MISSING_SECTION: _("The section “%(value)s” is missing."),
    Rule.CROSSWALK_MISSING: _(
        "This criterion is compared indirectly: say in “crosswalk” what each old level may mean."
    ),
    Rule.CROSSWALK_UNUSED: _("A “crosswalk” belongs to an indirect criterion only; this one is “%(value)s”."),
    Rule.OWN_PREDECESSOR: _("“%(value)s” is named as its own predecessor."),
    Rule.FOREIGN_ITEM: _("“%(value)s” is not a criterion of this questionnaire."),
    # --- files of a programme
    Rule.RECIPIENT_IS_INTERNATIONAL: _(
        "“%(value)s” is an international partner: what is given is received by a national institution."
    ),
    Rule.WRONG_STANDARD: _("“%(value)s” is not %(expected)s."),
    Rule.WRONG_AMOUNT: _(
        '“%(value)s” is not an amount, written between quotation marks, such as "250000.00".'
    ),
    Rule.WRONG_CURRENCY: _("“%(value)s” is not the code of a currency (ISO 4217), such as USD or CDF."),
    Rule.WRONG_TIME: _("“%(value)s” is not a time of the day, such as %(example)s."),
    Rule.OPEN_WITH_OUTCOME: _(
        "The commitment is open, so nothing came of it yet. Change its state, or remove this entry."
    ),
    Rule.WRONG_UNDERSTANDING: _("“%(value)s” cannot be understood in the way that is given here."),
}
