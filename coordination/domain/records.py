"""The sentences for bad input in what is kept between rounds, as `sentences` has them for the rest."""

RULES: dict[str, dict[str, str]] = {
    # --- commitments
    "promise_missing": {
        "en": "Say what is promised, in one language at least.",
        "fr": "Indiquez ce qui est promis, dans une langue au moins.",
    },
    "due_passed": {
        "en": "The day {value} has passed. A promise is due today or later.",
        "fr": "Le {value} est passé. L’échéance doit être fixée à aujourd’hui ou à une date ultérieure.",
    },
    "answer_not_shared": {
        "en": "The answer on {value} is not yet read by both sides, so nothing can be promised from it.",
        "fr": "La réponse sur {value} n’est pas encore lue par les deux côtés : aucun engagement ne peut en être tiré.",
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
        "fr": "Indiquez ce qui a été livré, ou pourquoi rien ne l’a été.",
    },
    "settled_before_made": {
        "en": "The day {value} lies before the promise was made.",
        "fr": "Le {value} est antérieur à l’engagement.",
    },
    "settled_in_future": {
        "en": "The day {value} is still to come. Record what became of the commitment once it is known.",
        "fr": "Le {value} est à venir. Enregistrez la suite donnée à l’engagement une fois qu’elle est connue.",
    },
    # --- partners and seats
    "name_missing": {
        "en": "Write the name, in one language at least.",
        "fr": "Écrivez le nom, dans une langue au moins.",
    },
    "partner_exists": {
        "en": "A partner with the name or code “{value}” is there already. Open that one, or give another name.",
        "fr": (
            "Un partenaire du nom ou du code « {value} » existe déjà. Ouvrez celui-là, ou donnez un autre nom."
        ),
    },
    "partner_on_other_side": {
        "en": (
            "“{value}” is there already, on the other side. A partner is of one side: open that one, or give a "
            "name that tells the two apart."
        ),
        "fr": (
            "« {value} » existe déjà, de l’autre côté. Un partenaire est d’un seul côté : ouvrez celui-là, ou "
            "donnez un nom qui distingue les deux."
        ),
    },
    "side_in_use": {
        "en": (
            "“{value}” has seats, activities or commitments, which count for its side. The side stays as it is; "
            "record another partner for the other side."
        ),
        "fr": (
            "« {value} » a des sièges, des activités ou des engagements, qui comptent pour son côté. Le côté "
            "reste tel quel ; enregistrez un autre partenaire pour l’autre côté."
        ),
    },
    "former_name_unused": {
        "en": (
            "A last day of the former name is given ({value}), but the name is the same. Change the name or "
            "remove the day."
        ),
        "fr": (
            "Un dernier jour de l’ancien nom est donné ({value}), mais le nom est le même. Changez le nom ou "
            "retirez le jour."
        ),
    },
    "former_name_in_future": {
        "en": "The day {value} is still to come. Rename the partner once its new name is valid.",
        "fr": "Le {value} est à venir. Changez le nom du partenaire quand le nouveau sera valable.",
    },
    "seat_after_closing": {
        "en": "“{value}” lies after the structure was closed ({closed}). A seat ends with its structure.",
        "fr": "« {value} » est postérieur à la fermeture de la structure ({closed}). Un siège finit avec elle.",
    },
    "seat_exists": {
        "en": (
            "“{value}” has this role in the structure already, at the same time. Change the dates, or the seat "
            "that is there."
        ),
        "fr": (
            "« {value} » a déjà ce rôle dans la structure, au même moment. Changez les dates, ou le siège qui "
            "s’y trouve."
        ),
    },
    "seat_of_source": {
        "en": "The source says that “{value}” holds this seat. End it, and add the seat of the other partner.",
        "fr": "La source dit que « {value} » occupe ce siège. Mettez-y fin, et ajoutez le siège de l’autre partenaire.",
    },
    # --- activities and findings
    "finding_changed": {
        "en": (
            "This finding does not stand as it was shown: its activities have changed, or it is of another day. "
            "Read what stands there now, then dismiss it again if you still want to."
        ),
        "fr": (
            "Ce constat n’est plus tel qu’il était affiché : ses activités ont changé, ou il vaut pour un autre "
            "jour. Lisez ce qui s’y trouve maintenant, puis écartez-le de nouveau si vous le voulez encore."
        ),
    },
    "finding_dismissed": {
        "en": "Somebody has dismissed this finding already. It stands below, with the reason.",
        "fr": "Quelqu’un a déjà écarté ce constat. Il figure plus bas, avec la raison.",
    },
    "value_not_number": {
        "en": "“{value}” is not an amount. Write figures only, such as 1,500,000.50, and the currency beside it.",
        "fr": "« {value} » n’est pas un montant. Écrivez des chiffres, comme 1 500 000,50, et la monnaie à côté.",
    },
    "value_negative": {
        "en": "“{value}” is below 0. What is given is worth 0 or more; leave it empty where it is not known.",
        "fr": "« {value} » est inférieur à 0. Ce qui est donné vaut 0 ou plus ; laissez vide si c’est inconnu.",
    },
    "value_too_big": {
        "en": "“{value}” is more than can be kept ({most}). Check the figures.",
        "fr": "« {value} » dépasse ce qui peut être enregistré ({most}). Vérifiez les chiffres.",
    },
    "currency_missing": {
        "en": "The value {value} needs a currency, such as CDF or USD.",
        "fr": "Le montant {value} doit être suivi d’une monnaie, comme CDF ou USD.",
    },
    "currency_unused": {
        "en": "A currency is given ({value}) but no value. Give the value, or remove the currency.",
        "fr": "Une monnaie est donnée ({value}), mais aucun montant. Donnez le montant, ou retirez la monnaie.",
    },
    "supports_itself": {
        "en": "“{value}” is given as partner and as recipient. Choose another of the two.",
        "fr": "« {value} » figure comme partenaire et comme bénéficiaire. Changez l’un des deux.",
    },
    "activity_exists": {
        "en": (
            "The activity {value} is there already: the same partner, institution, function, kind, beginning "
            "and name ({name}). Open that one, or give another name."
        ),
        "fr": (
            "L’activité {value} existe déjà : mêmes partenaire, institution, fonction, type, début et nom "
            "({name}). Ouvrez celle-là, ou donnez un autre nom."
        ),
    },
    "function_exists": {
        "en": "A function named “{value}” is there already. Use that one, or give another name.",
        "fr": "Une fonction nommée « {value} » existe déjà. Utilisez celle-là, ou donnez un autre nom.",
    },
    "standard_exists": {
        "en": "“{value}” is there already. Use that one, or give another name.",
        "fr": "« {value} » existe déjà. Utilisez cette entrée, ou donnez un autre nom.",
    },
    # --- contacts and habits
    "recorded_already": {
        "en": "The same is recorded already ({value}). Change what differs, or leave it at that.",
        "fr": ("La même chose est déjà enregistrée ({value}). Modifiez ce qui diffère, ou restez-en là."),
    },
    "week_not_open": {
        "en": "{value} is not the Monday of a week that has begun, so no habits are kept for it.",
        "fr": "Le {value} n’est pas le lundi d’une semaine commencée : aucune habitude n’y est enregistrée.",
    },
    "subject_missing": {
        "en": "Say in a few words what it is about.",
        "fr": "Indiquez en quelques mots de quoi il s’agit.",
    },
    "session_without_structure": {
        "en": "A meeting of a structure needs the structure that met. Choose it, or another kind.",
        "fr": "Une réunion d’une structure exige la structure qui s’est réunie. Choisissez-la, ou un autre type.",
    },
    "held_in_future": {
        "en": "The day {value} is still to come. Note it as planned, and say so once it took place.",
        "fr": "Le {value} est à venir. Consignez le contact comme prévu, puis indiquez qu’il a eu lieu le moment venu.",
    },
    "planned_in_past": {
        "en": "The day {value} has passed. Note it as held or cancelled, or choose a day to come.",
        "fr": (
            "Le {value} est passé. Indiquez si le contact a eu lieu ou s’il a été annulé, ou choisissez un jour à "
            "venir."
        ),
    },
    "session_before_founded": {
        "en": "On {value} the structure was not yet founded ({founded}), so it cannot have met.",
        "fr": "Le {value}, la structure n’était pas encore fondée ({founded}) : elle n’a pas pu se réunir.",
    },
    "session_after_closed": {
        "en": "On {value} the structure is closed ({closed}), so it cannot meet.",
        "fr": "Le {value}, la structure est fermée ({closed}) : elle ne peut pas se réunir.",
    },
    "contact_of_author": {
        "en": "What kind of contact this is, and who may read it, is for its author to change.",
        "fr": "Seul l’auteur de ce contact peut en changer le type et les lecteurs.",
    },
    # --- risks, signs and structures
    "observation_without_evidence": {
        "en": "Say what it was seen by. Only “not known” needs no evidence.",
        "fr": "Indiquez ce qui le montre. Seul « non connu » se passe d’élément de preuve.",
    },
    "observed_in_future": {
        "en": "The day {value} is still to come. Record what was seen, as of the day it was seen.",
        "fr": "Le {value} est à venir. Consignez ce qui a été vu, à la date où cela a été vu.",
    },
    "sign_without_structure": {
        "en": "{value} is a sign of one structure. Choose the structure in which it was seen.",
        "fr": "{value} est le signe d’une structure. Choisissez celle où il a été vu.",
    },
    "structure_exists": {
        "en": "“{value}” is the code of another structure already. Open that one, or choose another code.",
        "fr": "« {value} » est déjà le code d’une autre structure. Ouvrez celle-là, ou choisissez un autre code.",
    },
    "still_to_come": {
        "en": "“{value}” is still to come. Record it once it has happened.",
        "fr": "« {value} » est à venir. Enregistrez cette date une fois qu’elle est passée.",
    },
    "predecessor_ring": {
        "en": "“{value}” would come before itself in the chain of predecessors.",
        "fr": "« {value} » viendrait avant elle-même dans la chaîne des prédécesseurs.",
    },
    "address_taken": {
        "en": "The address made from “{value}” is that of “{other}” already. Choose another code.",
        "fr": "L’adresse tirée de « {value} » est déjà celle de « {other} ». Choisissez un autre code.",
    },
    "seats_outside": {
        "en": "A seat does not fit this date ({value}). Put the date of the seat right first, or this one.",
        "fr": "Un siège ne va pas avec cette date ({value}). Corrigez d’abord la date du siège, ou celle-ci.",
    },
    "meetings_outside": {
        "en": "A meeting does not fit this date ({value}). Put the day of the meeting right first, or this date.",
        "fr": (
            "Une réunion ne va pas avec cette date ({value}). Corrigez d’abord le jour de la réunion, ou "
            "cette date."
        ),
    },
    # --- success criteria
    "criterion_not_asked": {
        "en": (
            "“{value}” is not asked here: the success criteria are asked once, of the programme as a whole, and all "
            "others of each structure."
        ),
        "fr": (
            "« {value} » n’est pas demandé ici : les critères de réussite sont demandés une fois, pour le programme "
            "dans son ensemble, et tous les autres pour chaque structure."
        ),
    },
    # --- files of a programme
    "recipient_is_international": {
        "en": "“{value}” is an international partner: what is given is received by a national institution.",
        "fr": "« {value} » est un partenaire international : ce qui est donné l’est à une institution nationale.",
    },
    "wrong_standard": {
        "en": "“{value}” is not {expected}.",
        "fr": "« {value} » n’est pas {expected}.",
    },
    "wrong_amount": {
        "en": '“{value}” is not an amount, written between quotation marks, such as "250000.00".',
        "fr": '« {value} » n’est pas un montant écrit entre guillemets, comme "250000.00".',
    },
    "wrong_currency": {
        "en": "“{value}” is not the code of a currency (ISO 4217), such as USD or CDF.",
        "fr": "« {value} » n’est pas le code d’une monnaie (ISO 4217), comme USD ou CDF.",
    },
    "wrong_time": {
        "en": "“{value}” is not a time of the day, such as {example}.",
        "fr": "« {value} » n’est pas une heure de la journée, comme {example}.",
    },
    "open_with_outcome": {
        "en": "The commitment is open, so nothing came of it yet. Change its state, or remove this entry.",
        "fr": "L’engagement est ouvert : il n’a encore rien donné. Changez son état, ou retirez cette entrée.",
    },
    "wrong_understanding": {
        "en": "“{value}” cannot be understood in the way that is given here.",
        "fr": "« {value} » ne peut pas se comprendre de la manière indiquée ici.",
    },
}
