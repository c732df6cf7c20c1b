"""The sentences for bad input, in English and French: the texts alone; `problems` fills and shows them.

French follows the usage of a Congolese ministry: « » as quotation marks, U+202F before ; : ? ! % and
inside « ». The two texts of a rule name the same parameters; a test holds them to it.
"""

from coordination.domain import people, records

RULES: dict[str, dict[str, str]] = {
    # --- an answer, as a rater enters it or as a file carries it
    "unknown_word": {
        "en": (
            "“{value}” is not a word this program understands as an answer. Choose the level that it "
            "means, or write Yes, Mostly, Partly, Not yet, No or “?”."
        ),
        "fr": (
            "« {value} » n’est pas un mot que le programme comprend comme une réponse. Choisissez le "
            "niveau voulu, ou écrivez Oui, Pour l’essentiel, En partie, Pas encore, Non ou « ? »."
        ),
    },
    "word_contradicts_choice": {
        "en": "The word “{value}” means something other than what was chosen. Change the word or the choice.",
        "fr": "Le mot « {value} » ne dit pas la même chose que le choix fait. Changez le mot ou le choix.",
    },
    "na_reason_missing": {
        "en": "“Not applicable” needs a written reason.",
        "fr": "« Sans objet » exige une raison écrite.",
    },
    "na_reason_unused": {
        "en": (
            "A reason for “not applicable” is given, but the answer is “{value}”. Remove the reason or "
            "correct the answer."
        ),
        "fr": (
            "Une raison de « sans objet » est donnée, mais la réponse est « {value} ». Retirez la raison "
            "ou corrigez la réponse."
        ),
    },
    "doubt_reason_unused": {
        "en": (
            "A reason for doubt is given, but the answer “{value}” shows no doubt. Add “?” or remove the "
            "reason."
        ),
        "fr": (
            "Une raison du doute est donnée, mais la réponse « {value} » ne marque aucun doute. Ajoutez "
            "« ? » ou retirez la raison."
        ),
    },
    "range_reversed": {
        "en": "The range begins above its end ({value}). Give the lower level first.",
        "fr": "La fourchette commence au-dessus de sa fin ({value}). Donnez d’abord le niveau le plus bas.",
    },
    "range_incomplete": {
        "en": "A range needs both ends. Give the missing one, or neither.",
        "fr": "Une fourchette a besoin de ses deux bornes. Donnez celle qui manque, ou aucune.",
    },
    "level_outside_range": {
        "en": "The chosen level lies outside the range that was given ({value}).",
        "fr": "Le niveau choisi se trouve hors de la fourchette donnée ({value}).",
    },
    "nothing_entered": {
        "en": "Nothing has been answered here. Choose a level, “I do not know” or “not applicable”.",
        "fr": "Aucune réponse ici. Choisissez un niveau, « Je ne sais pas » ou « Sans objet ».",
    },
    "wrong_level": {
        "en": "“{value}” is not a level. The levels are 0 (No) to 4 (Yes).",
        "fr": "« {value} » n’est pas un niveau. Les niveaux vont de 0 (Non) à 4 (Oui).",
    },
    "wrong_choice": {
        "en": "“{value}” is not one of the choices: {allowed}.",
        "fr": "« {value} » ne figure pas parmi les choix : {allowed}.",
    },
    "answer_not_text": {
        "en": (
            "{value} is a number or another machine value. An answer is the word as it was written, "
            "between quotation marks."
        ),
        "fr": (
            "{value} est un nombre ou une autre valeur de machine. Une réponse est le mot tel qu’il a "
            "été écrit, entre guillemets."
        ),
    },
    "unknown_criterion": {
        "en": "“{value}” is not a criterion of the instrument {instrument} of this round.",
        "fr": "« {value} » n’est pas un critère de l’instrument {instrument} de ce cycle.",
    },
    # --- a text
    "too_long": {
        "en": "This text is too long: at most {limit} characters (“{value}”).",
        "fr": "Ce texte est trop long : au plus {limit} caractères (« {value} »).",
    },
    "nothing_to_see": {
        "en": "This text holds only characters that nobody can see. Write something, or leave it empty.",
        "fr": "Ce texte ne contient que des caractères que personne ne voit. Écrivez quelque chose, ou laissez-le vide.",
    },
    "control_character": {
        "en": (
            "This text contains an invisible control character, shown here as \ufffd (“{value}”). Remove it."
        ),
        "fr": (
            "Ce texte contient un caractère de commande invisible, montré ici par \ufffd (« {value} »). "
            "Supprimez-le."
        ),
    },
    "not_composed": {
        "en": (
            "An accent in “{value}” is written as a separate character. Save the text in the form "
            "Unicode NFC."
        ),
        "fr": (
            "Un accent de « {value} » est écrit comme un caractère séparé. Enregistrez le texte sous la "
            "forme Unicode NFC."
        ),
    },
    "empty_text": {
        "en": "This text is empty. Write it, or leave the whole entry out if it is optional.",
        "fr": "Ce texte est vide. Écrivez-le, ou retirez toute l’entrée si elle est facultative.",
    },
    "outer_space": {
        "en": "“{value}” begins or ends with a space. Remove it.",
        "fr": "« {value} » commence ou finit par une espace. Supprimez-la.",
    },
    "missing_language": {
        "en": "The text is missing in {language}. Every text is needed in English and in French.",
        "fr": "Le texte manque en {language}. Chaque texte doit exister en anglais et en français.",
    },
    "wrong_label": {
        "en": (
            "“{value}” is not a label: small letters without accents, figures and hyphens only, such as "
            "january-2008."
        ),
        "fr": (
            "« {value} » n’est pas une étiquette : seulement des minuscules sans accent, des chiffres et "
            "des traits d’union, comme january-2008."
        ),
    },
    "wrong_code": {
        "en": (
            "“{value}” is not a code: letters without accents and figures, with hyphens or underscores "
            "after the first of them, such as C1."
        ),
        "fr": (
            "« {value} » n’est pas un code : des lettres sans accent et des chiffres, suivis si besoin de "
            "traits d’union ou de traits bas, comme C1."
        ),
    },
    "wrong_country": {
        "en": "“{value}” is not a country code of two capital letters (ISO 3166), such as CD.",
        "fr": "« {value} » n’est pas un code de pays en deux majuscules (ISO 3166), comme CD.",
    },
    "wrong_time_zone": {
        "en": "“{value}” is not a time zone, such as Africa/Kinshasa.",
        "fr": "« {value} » n’est pas un fuseau horaire, comme Africa/Kinshasa.",
    },
    "wrong_link": {
        "en": (
            "“{value}” is not a web address, such as https://example.org/minutes, without user name, password or "
            "spaces."
        ),
        "fr": (
            "« {value} » n’est pas une adresse web, telle que https://example.org/rapport, sans nom "
            "d’utilisateur, mot de passe ni espace."
        ),
    },
    # --- a date
    "wrong_date": {
        "en": "“{value}” is not a date. Write year-month-day, such as 2008-01-31.",
        "fr": "« {value} » n’est pas une date. Écrivez année-mois-jour, par exemple 2008-01-31.",
    },
    "wrong_year_or_date": {
        "en": "“{value}” is neither a year (2005) nor a date (2008-01-31).",
        "fr": "« {value} » n’est ni une année (2005) ni une date (2008-01-31).",
    },
    "dates_reversed": {
        "en": "“{value}” comes before {earlier}, which must come first.",
        "fr": "« {value} » précède {earlier}, qui doit venir d’abord.",
    },
    "dates_unclear": {
        "en": "“{value}” may lie before {earlier}, which must come first. Write the full date of both.",
        "fr": (
            "« {value} » peut précéder {earlier}, qui doit venir d’abord. Écrivez la date complète des deux."
        ),
    },
    # --- the shape of a document
    "wrong_type": {
        "en": "Here stands {value}, but {expected} is expected.",
        "fr": "On trouve ici {value}, alors qu’il faut {expected}.",
    },
    "not_a_number": {
        "en": "“{value}” is not a number that JSON knows.",
        "fr": "« {value} » n’est pas un nombre que JSON connaît.",
    },
    "wrong_format": {
        "en": "“{value}” is not a format this program reads here. Expected: {expected_format}.",
        "fr": "« {value} » n’est pas un format que le programme lit ici. Attendu : {expected_format}.",
    },
    "missing_key": {
        "en": "“{key}” is missing here.",
        "fr": "« {key} » manque ici.",
    },
    "unknown_key": {
        "en": "“{value}” is not known here. Correct the name or remove the entry.",
        "fr": "« {value} » n’est pas connu ici. Corrigez le nom ou supprimez l’entrée.",
    },
    "misspelt_key": {
        "en": "“{value}” is not known here; “{key}” is probably meant.",
        "fr": "« {value} » n’est pas connu ici ; il s’agit sans doute de « {key} ».",
    },
    "nothing_listed": {
        "en": "This list is empty; at least one entry is needed.",
        "fr": "Cette liste est vide ; il faut au moins une entrée.",
    },
    "wrong_number": {
        "en": "{value} is not possible here: a whole number from {least} to {most} is expected.",
        "fr": "{value} n’est pas possible ici : il faut un nombre entier de {least} à {most}.",
    },
    "wrong_count": {
        "en": "{value} entries stand here; {count} are needed.",
        "fr": "On trouve ici {value} entrées ; il en faut {count}.",
    },
    "wrong_order": {
        "en": "These numbers must go up from the first to the last ({value}).",
        "fr": "Ces nombres doivent croître du premier au dernier ({value}).",
    },
    "wrong_share": {
        "en": '“{value}” is not a share between 0 and 1, written between quotation marks, such as "0.75".',
        "fr": '« {value} » n’est pas une part entre 0 et 1, écrite entre guillemets, comme "0.75".',
    },
    "duplicate": {
        "en": "“{value}” stands here a second time; it is first at {first}.",
        "fr": "« {value} » figure ici une deuxième fois ; la première se trouve à {first}.",
    },
    "no_letters": {
        "en": (
            "“{value}” needs at least one letter or figure without accent, so that it can stand in an "
            "address."
        ),
        "fr": (
            "« {value} » doit contenir au moins une lettre ou un chiffre sans accent, pour figurer dans "
            "une adresse."
        ),
    },
    "too_alike": {
        "en": (
            "“{value}” differs from “{other}” only by signs or capital letters; two structures need "
            "clearly different codes."
        ),
        "fr": (
            "« {value} » ne diffère de « {other} » que par des signes ou des majuscules ; deux "
            "structures ont besoin de codes nettement différents."
        ),
    },
    "unknown_reference": {
        "en": "{noun} “{value}” is referred to, but does not exist in this file or in the programme.",
        "fr": "Référence à {noun} « {value} », qui n’existe ni dans ce fichier ni dans le programme.",
    },
    "unknown_reference_often": {
        "en": (
            "{noun} “{value}” is referred to, but does not exist in this file or in the programme. Also "
            "at: {places}."
        ),
        "fr": (
            "Référence à {noun} « {value} », qui n’existe ni dans ce fichier ni dans le programme. Aussi "
            "à : {places}."
        ),
    },
    "own_parent": {
        "en": "“{value}” stands above itself in the chain of parents.",
        "fr": "« {value} » se trouve au-dessus d’elle-même dans la chaîne des structures mères.",
    },
    "side_not_in_round": {
        "en": "The side “{value}” does not take part in this round ({sides}).",
        "fr": "Le côté « {value} » ne participe pas à ce cycle ({sides}).",
    },
    "published_in_open_round": {
        "en": (
            "An assessment cannot be published while its round is open. Close the round or mark the "
            "assessment as sent."
        ),
        "fr": (
            "Une évaluation ne peut pas être publiée tant que son cycle est ouvert. Fermez le cycle ou "
            "marquez l’évaluation comme envoyée."
        ),
    },
    "sent_in_entered_round": {
        "en": (
            "People answer this round in the program: of it a file brings only what is published, never an "
            "assessment that waits for the other side (sent). Take it out, or say of the round that it is invented or "
            "from a source."
        ),
        "fr": (
            "On répond à ce cycle dans le programme : un fichier n’en apporte que ce qui est publié, jamais une "
            "évaluation qui attend l’autre côté (sent). Retirez-la, ou dites du cycle qu’il est inventé ou tiré d’une "
            "source."
        ),
    },
    "rater_is_person": {
        "en": (
            "“{value}” is an e-mail address. Who has one answers in the program; name the rater of an assessment "
            "that waits for the other side in another way."
        ),
        "fr": (
            "« {value} » est une adresse électronique. Qui en a une répond dans le programme ; désignez autrement le "
            "notateur d’une évaluation qui attend l’autre côté."
        ),
    },
    "analyst_not_published": {
        "en": "An analyst's coding is loaded as published, not as “{value}”: nobody waits for it.",
        "fr": "Le codage d’un analyste se charge comme publié, non comme « {value} » : personne ne l’attend.",
    },
    "too_many_rows": {
        "en": "This file holds {value} entries; at most {limit} can be read at once. Divide it.",
        "fr": "Ce fichier contient {value} entrées ; on peut en lire au plus {limit} à la fois. Divisez-le.",
    },
    "more_problems": {
        "en": "And {value} more. Correct these first, then check the file again.",
        "fr": "Et {value} de plus. Corrigez d’abord ceux-ci, puis vérifiez le fichier de nouveau.",
    },
    # --- a file
    "file_missing": {
        "en": "There is no such file.",
        "fr": "Ce fichier n’existe pas.",
    },
    "file_is_directory": {
        "en": "This is a folder, not a file.",
        "fr": "C’est un dossier, pas un fichier.",
    },
    "file_unreadable": {
        "en": "This file cannot be opened. Check that you may read it.",
        "fr": "Ce fichier ne peut pas être ouvert. Vérifiez que vous avez le droit de le lire.",
    },
    "file_too_big": {
        "en": "This file is too big: at most {limit} MB can be read.",
        "fr": "Ce fichier est trop gros : on peut lire au plus {limit} Mo.",
    },
    "file_empty": {
        "en": "This file is empty.",
        "fr": "Ce fichier est vide.",
    },
    "not_utf8": {
        "en": "This file is not text in UTF-8. Save it as UTF-8, or choose the right file.",
        "fr": (
            "Ce fichier n’est pas du texte en UTF-8. Enregistrez-le en UTF-8, ou choisissez le bon fichier."
        ),
    },
    "broken_json": {
        "en": "This is not valid JSON: line {line}, column {column} cannot be read.",
        "fr": "Ce n’est pas du JSON valable : la ligne {line}, colonne {column}, est illisible.",
    },
    "number_too_big": {
        "en": "A number in this file has too many figures to be read.",
        "fr": "Un nombre de ce fichier a trop de chiffres pour être lu.",
    },
    "too_deep": {
        "en": "Entries are nested too deeply here: at most {limit} levels.",
        "fr": "Les entrées sont trop imbriquées ici : au plus {limit} niveaux.",
    },
    "duplicate_key": {
        "en": "The name “{value}” stands twice in the same place. Keep one.",
        "fr": "Le nom « {value} » figure deux fois au même endroit. N’en gardez qu’un.",
    },
    # --- an instrument
    "published_changed": {
        "en": (
            "This instrument is published and its content has changed: it no longer fits its "
            "fingerprint {value}. A correction is a new version."
        ),
        "fr": (
            "Cet instrument est publié et son contenu a changé : il ne correspond plus à son empreinte "
            "{value}. Une correction est une nouvelle version."
        ),
    },
    "unknown_instrument": {
        "en": "The instrument “{value}” is not known. Load it first.",
        "fr": "L’instrument « {value} » n’est pas connu. Chargez-le d’abord.",
    },
    "missing_section": {
        "en": "The section “{value}” is missing.",
        "fr": "La section « {value} » manque.",
    },
    "crosswalk_missing": {
        "en": "This criterion is compared indirectly: say in “crosswalk” what each old level may mean.",
        "fr": (
            "Ce critère se compare indirectement : dites sous « crosswalk » ce que peut signifier chaque "
            "ancien niveau."
        ),
    },
    "crosswalk_unused": {
        "en": "A “crosswalk” belongs to an indirect criterion only; this one is “{value}”.",
        "fr": "« crosswalk » n’appartient qu’à un critère indirect ; celui-ci est « {value} ».",
    },
    "own_predecessor": {
        "en": "“{value}” is named as its own predecessor.",
        "fr": "« {value} » est donné comme son propre prédécesseur.",
    },
    "foreign_item": {
        "en": "“{value}” is not a criterion of this instrument.",
        "fr": "« {value} » n’est pas un critère de cet instrument.",
    },
    # --- weights
    "weights_not_whole": {
        "en": "“{value}” is not a whole number. Write one whole number for each criterion, such as {example}.",
        "fr": "« {value} » n’est pas un nombre entier. Écrivez un nombre entier par critère, par exemple {example}.",
    },
    "weights_negative": {
        "en": "“{value}” is below 0. A weight is 0 or more.",
        "fr": "« {value} » est inférieur à 0. Un poids est égal ou supérieur à 0.",
    },
    "weights_too_large": {
        "en": "“{value}” is more than 100, which all weights together make.",
        "fr": "« {value} » dépasse 100, la somme de tous les poids.",
    },
    "weights_wrong_count": {
        "en": "There are {value} weights; {count} are needed, one for each criterion.",
        "fr": "Il y a {value} poids ; il en faut {count}, un par critère.",
    },
    "importance_incomplete": {
        "en": "The order of importance names every criterion once, such as {example}; this one is “{value}”.",
        "fr": "L’ordre d’importance nomme chaque critère une fois, par exemple {example} ; celui-ci est « {value} ».",
    },
    "weights_wrong_sum": {
        "en": "The weights make {value} together; they must make 100.",
        "fr": "Les poids font {value} ensemble ; ils doivent faire 100.",
    },
    "weights_all_zero": {
        "en": "Every weight is 0: then nothing counts. Together they must make 100.",
        "fr": "Tous les poids sont 0 : alors rien ne compte. Ensemble, ils doivent faire 100.",
    },
    "weights_unchanged": {
        "en": "These weights are already recorded, in this order.",
        "fr": "Ces poids sont déjà enregistrés, dans cet ordre.",
    },
    # --- what is already in the programme
    # --- what an assessment, a round or a plan does not allow now
    "side_not_asked": {
        "en": "This round does not ask this side ({value}).",
        "fr": "Ce cycle n’interroge pas ce côté ({value}).",
    },
    "already_revealed": {
        "en": "Both sides already see each other’s answers on {value}: nobody can start blind any more.",
        "fr": (
            "Les deux côtés voient déjà les réponses sur {value} : on ne peut plus commencer à l’aveugle."
        ),
    },
    "operation_of_another": {
        "en": "This save was already used for something else. Reload the page and save again.",
        "fr": "Cet enregistrement a déjà servi à autre chose. Rechargez la page et enregistrez de nouveau.",
    },
    "criterion_of_another_instrument": {
        "en": "“{value}” is not a criterion of this round’s instrument. Nothing was saved.",
        "fr": "« {value} » n’est pas un critère de l’instrument de ce cycle. Rien n’a été enregistré.",
    },
    "stale_version": {
        "en": "This answer was saved over a version that does not exist. Reload the page and save again.",
        "fr": (
            "Cette réponse porte sur une version qui n’existe pas. Rechargez la page et enregistrez de "
            "nouveau."
        ),
    },
    "changed_since_checked": {
        "en": "An answer was changed after this page was opened. Check the answers once more, then send.",
        "fr": (
            "Une réponse a changé depuis l’ouverture de cette page. Vérifiez les réponses encore une "
            "fois, puis envoyez."
        ),
    },
    "nothing_answered": {
        "en": "Not one criterion has an answer yet. Answer at least one before sending.",
        "fr": "Aucun critère n’a encore de réponse. Répondez à l’un d’eux au moins avant d’envoyer.",
    },
    "reason_missing": {
        "en": "Say why: the reason is kept in the journal.",
        "fr": "Dites pourquoi : la raison est conservée au journal.",
    },
    "weights_without_reason": {
        "en": "Say why these weights: write the reason in the field below them.",
        "fr": "Dites pourquoi ces poids : écrivez la raison dans le champ qui les suit.",
    },
    "not_now_score": {
        "en": (
            "This assessment is no longer a draft: it is sent or set aside, and its answers can no longer be changed. "
            "What is sent can be recalled as long as it is not revealed."
        ),
        "fr": (
            "Cette évaluation n’est plus un brouillon : elle est envoyée ou mise de côté, et ses réponses ne peuvent "
            "plus être modifiées. Ce qui est envoyé peut être rappelé tant que rien n’est révélé."
        ),
    },
    "not_now_submit": {
        "en": "This assessment has already been sent.",
        "fr": "Cette évaluation a déjà été envoyée.",
    },
    "not_now_recall": {
        "en": "This assessment cannot be recalled: it is not sent, or both sides already see it.",
        "fr": (
            "Cette évaluation ne peut pas être rappelée : elle n’est pas envoyée, ou les deux côtés la "
            "voient déjà."
        ),
    },
    "not_now_discard": {
        "en": "This assessment is no longer a draft: it cannot be discarded.",
        "fr": "Cette évaluation n’est plus un brouillon : elle ne peut pas être abandonnée.",
    },
    "not_now_set_aside": {
        "en": "This assessment is no longer a draft: it cannot be set aside.",
        "fr": "Cette évaluation n’est plus un brouillon : elle ne peut pas être mise de côté.",
    },
    "not_now_restore": {
        "en": "This assessment is not set aside: there is nothing to restore.",
        "fr": "Cette évaluation n’est pas mise de côté : il n’y a rien à rétablir.",
    },
    "assessment_gone": {
        "en": "This draft was discarded meanwhile. Nothing was stored.",
        "fr": "Ce brouillon a été abandonné entre-temps. Rien n’a été enregistré.",
    },
    "reveals_now": {
        "en": (
            "Meanwhile the other side has sent: this would now show both sides each other’s answers, and nobody "
            "could undo it. Nothing was changed. Read the page again, then decide."
        ),
        "fr": (
            "Entre-temps, l’autre côté a envoyé ses réponses : cela montrerait maintenant à chaque côté les réponses "
            "de l’autre, sans retour possible. Rien n’a été modifié. Relisez la page, puis décidez."
        ),
    },
    "not_now_correct": {
        "en": (
            "This answer cannot be corrected: it is not yet revealed, or it is what a source says, which is not "
            "ours to correct."
        ),
        "fr": (
            "Cette réponse ne peut pas être corrigée : elle n’est pas encore révélée, ou c’est ce que dit une "
            "source, qu’il ne nous appartient pas de corriger."
        ),
    },
    "evidence_missing": {
        "en": "Say what is new: an answer is corrected only with new evidence about that date.",
        "fr": "Dites ce qui est nouveau : une réponse ne se corrige qu’avec un élément nouveau sur cette date.",
    },
    "nothing_corrected": {
        "en": "“{value}” is what already stands there. A correction says something else.",
        "fr": "« {value} » est ce qui s’y trouve déjà. Une correction dit autre chose.",
    },
    "nothing_to_correct": {
        "en": "There is no answer to correct for “{value}”.",
        "fr": "Il n’y a pas de réponse à corriger pour « {value} ».",
    },
    "round_exists": {
        "en": (
            "A round named “{value}” exists already, or the name has no letters for an address. Give "
            "another name."
        ),
        "fr": (
            "Un cycle nommé « {value} » existe déjà, ou le nom n’a pas de lettres pour une adresse. "
            "Donnez un autre nom."
        ),
    },
    "plan_changed": {
        "en": "Something changed since this plan was shown. Check the file again, then confirm.",
        "fr": (
            "Quelque chose a changé depuis l’affichage de ce plan. Vérifiez le fichier de nouveau, puis "
            "confirmez."
        ),
    },
    "conflict": {
        "en": "“{value}” already exists and says something else, or you may not read it. It was not changed.",
        "fr": "« {value} » existe déjà et dit autre chose, ou vous n’y avez pas accès. Rien n’y a été changé.",
    },
    "round_answered_here": {
        "en": (
            "The round “{value}” is open here, or was: only people answer it, and a file adds no answers of the "
            "government or the partners. Take those assessments out of the file, or load them as a round of another "
            "name."
        ),
        "fr": (
            "Le cycle « {value} » est ou a été ouvert ici : seules des personnes y répondent, et un "
            "fichier n’y ajoute pas de réponses du gouvernement ou des partenaires. Retirez ces évaluations du fichier, "
            "ou chargez-les comme un cycle d’un autre nom."
        ),
    },
    "programme_of_others": {
        "en": "The programme “{value}” exists and is not among those that you administer. Ask its administrator.",
        "fr": (
            "Le programme « {value} » existe et n’est pas de ceux que vous administrez. Adressez-vous à son "
            "administrateur."
        ),
    },
    "other_programme": {
        "en": "“{value}” belongs to another programme.",
        "fr": "« {value} » appartient à un autre programme.",
    },
    "round_closed": {
        "en": "This round is closed.",
        "fr": "Ce cycle est fermé.",
    },
}
RULES |= records.RULES | people.RULES

# Words that stand inside a sentence and therefore need both languages too.
WORDS: dict[str, dict[str, str]] = {
    "structure": {"en": "The structure", "fr": "la structure"},
    "partner": {"en": "The partner", "fr": "le partenaire"},
    "item": {"en": "The sign or risk", "fr": "le signe ou le risque"},
    "doubt_reason": {"en": "The reason for doubt", "fr": "la raison du doute"},
    "evidence_kind": {"en": "The kind of source", "fr": "le type de source"},
    "english": {"en": "English", "fr": "anglais"},
    "french": {"en": "French", "fr": "français"},
    "a_text": {"en": "a text", "fr": "un texte"},
    "a_list": {"en": "a list […]", "fr": "une liste […]"},
    "an_object": {"en": "a group of named entries {…}", "fr": "un groupe d’entrées nommées {…}"},
    "a_whole_number": {"en": "a whole number", "fr": "un nombre entier"},
    "founded": {"en": "the founding", "fr": "la création"},
    "partner_start": {"en": "the beginning of the partner", "fr": "le début du partenaire"},
    "former_name": {
        "en": "the day until which another name was valid",
        "fr": "le jour jusqu’où valait un autre nom",
    },
    "seat_start": {"en": "the beginning of the seat", "fr": "le début du siège"},
    "source_date": {"en": "the date of the source", "fr": "la date de la source"},
    "function": {"en": "The function", "fr": "la fonction"},
    "standard": {"en": "The standard or equipment family", "fr": "la norme ou la famille d’équipements"},
    "round": {"en": "The round", "fr": "le cycle"},
    "true_or_false": {"en": "true or false", "fr": "true ou false"},
    "a_standard": {"en": "a standard", "fr": "une norme"},
    "a_family_of_equipment": {"en": "an equipment family", "fr": "une famille d’équipements"},
    "beginning": {"en": "the beginning", "fr": "le début"},
    "promise": {"en": "the promise", "fr": "la promesse"},
}
