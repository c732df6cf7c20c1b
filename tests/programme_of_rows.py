"""How the rows of each table belong to a programme, and whether a statement reads those of all programmes."""

import re
from functools import cache

from django.apps import apps
from django.db import models

from coordination.models import Programme

#: Tables without a column of their own: by which parent a row belongs to its programme. A row of theirs is read by the
#: key of its parent, or with it, and a second copy of what the parent says could only come to differ from it.
THROUGH = {
    "coordination_formername": "partner__programme",
    "coordination_seat": "structure__programme",
    "coordination_weighting": "round__programme",
    "coordination_askedstructure": "round__programme",
    "coordination_assessment": "round__programme",
    "coordination_answer": "assessment__round__programme",
    "coordination_correction": "answer__assessment__round__programme",
    "coordination_source": "answer__assessment__round__programme",
    "coordination_operation": "assessment__round__programme",
    "coordination_assessor": "round__programme",
    "coordination_consent": "round__programme",
    "coordination_notsubmitted": "round__programme",
    "coordination_comment": "round__programme",
    "coordination_contact_partners": "contact__programme",
    "coordination_moveddate": "commitment__programme",
    "coordination_jointanswer": "round__programme",
    "coordination_dissent": "joint_answer__round__programme",
    "coordination_moneyline": "activity__programme",
    "coordination_participation": "activity__programme",
    "coordination_publication": "round__programme",
    "coordination_correctiondissent": "correction__answer__assessment__round__programme",
    "coordination_roundrequest": "round__programme",
    "coordination_roundmail": "round__programme",
}
#: Tables whose rows are of no programme, and why.
OF_THE_INSTALLATION = {
    "coordination_programme": "it is the programme",
    "coordination_user": "one person may have places in several programmes",
    "coordination_identity": "of a person",
    "coordination_instrument": "a questionnaire is shared by programmes, so that they can be compared",
    "coordination_criterion": "of a questionnaire",
    "coordination_journalhead": "the end of the one chain that all programmes' entries hang on",
    "coordination_firstrun": "from before there is a programme",
    "coordination_tally": "attempts are counted by account and address",
    "coordination_keptmail": "of demonstrations, where mails are kept and not sent",
}
#: Tables with the column, of which some rows belong to the installation, and why.
MAY_BE_EMPTY = {
    "coordination_journalentry": "accounts, sign-ins and questionnaires have their history, too",
    "coordination_link": "one that a person or the server asks for is of the person; one that is printed names where",
}


@cache
def own_column() -> dict[str, str]:
    """Return the tables with a column of their own for the programme."""
    found = {}
    for model in apps.get_app_config("coordination").get_models(True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Programme:
                found[model._meta.db_table] = field.name
    return found


def model_of(table: str) -> type[models.Model]:
    """Return the model of a table."""
    (found,) = (each for each in apps.get_models(True) if each._meta.db_table == table)
    return found


@cache
def _keys() -> frozenset[tuple[str, str]]:
    """Return tables and columns that hold the key of a row of a programme."""
    of_programmes = {*own_column(), *THROUGH}
    found = set()
    for table in of_programmes:
        for field in model_of(table)._meta.concrete_fields:
            related = field.related_model
            is_parent = isinstance(related, type) and related._meta.db_table in of_programmes
            if field.primary_key or is_parent:
                found.add((table, field.column))
    return frozenset(found)


def reads_all_programmes(sql: str) -> bool:
    """Whether a statement reads rows of programmes, and neither names one nor holds on to the key of a row of one."""
    _select, _from, rest = sql.partition(" FROM ")
    tables = set(re.findall(r'(?:^|FROM |JOIN )"(coordination_\w+)"', rest))
    if not tables & {*own_column(), *THROUGH}:
        return False
    if re.search(r'"programme_id" (?:=|IN)|"coordination_programme"\."(?:id|code)" =', rest):
        return False
    where = rest.partition(" WHERE ")[2]
    held = re.findall(r'"(\w+)"\."(\w+)" (?:= [\'\d]|IN \()', where)
    return not any(each in _keys() for each in held)
