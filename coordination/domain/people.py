"""The sentences for what cannot be done with people and their places, as `sentences` has them for the rest."""

RULES: dict[str, dict[str, str]] = {
    # --- who may
    "own_place": {
        "en": "Nobody gives, changes or confirms their own place. Ask somebody else.",
        "fr": "Nul ne donne, ne modifie ni ne confirme sa propre place. Adressez-vous à une autre personne.",
    },
    "not_administered": {
        "en": "You do not administer this programme.",
        "fr": "Vous n’administrez pas ce programme.",
    },
    "not_kept": {
        "en": "This account is not yours to keep: the person has no place in your programmes, or one in another.",
        "fr": (
            "Ce compte ne relève pas de vous : la personne n’a pas de place dans vos programmes, ou en a une dans "
            "un autre."
        ),
    },
    "not_looked_after": {
        "en": "This person is looked after by the managers of their own side.",
        "fr": "Cette personne relève des responsables de son propre côté.",
    },
    "manager_comes_first": {
        "en": (
            "That side has no manager. Its first manager is confirmed by one of the other side, and confirms the rest."
        ),
        "fr": (
            "Ce côté n’a pas de responsable. Le premier est confirmé par un responsable de l’autre côté et "
            "confirme ensuite les autres personnes."
        ),
    },
    "manager_too_new": {
        "en": (
            "This place was asked for before you became a manager here. Have an administrator give it again, then "
            "confirm it."
        ),
        "fr": (
            "Cette place a été demandée avant que vous ne deveniez responsable ici. Faites-la attribuer de nouveau "
            "par un administrateur, puis confirmez-la."
        ),
    },
    # --- what cannot be
    "nothing_to_confirm": {
        "en": "This place counts already.",
        "fr": "Cette place est déjà confirmée.",
    },
    "place_changed": {
        "en": "This place changed while the page was open. Read what stands there now, then decide.",
        "fr": (
            "Cette place a changé pendant que la page était ouverte. Lisez ce qui s’y trouve maintenant, puis décidez."
        ),
    },
    "account_closed": {
        "en": "This account is closed. An administrator opens it again.",
        "fr": "Ce compte est fermé. Un administrateur peut le rouvrir.",
    },
    "password_known": {
        "en": (
            "Somebody other than the person may know the password of this account. Have the person choose a new one "
            "through a link, printed by you or sent by mail, then confirm."
        ),
        "fr": (
            "Quelqu’un d’autre que la personne connaît peut-être le mot de passe de ce compte. Faites-lui en choisir "
            "un nouveau au moyen d’un lien, imprimé par vous ou envoyé par courriel, puis confirmez."
        ),
    },
    "link_by_mail": {
        "en": "Links are sent by mail here: the person asks for one under “Forgotten your password?” at sign-in.",
        "fr": (
            "Les liens sont ici envoyés par courriel : la personne en demande un sous « Mot de passe "
            "oublié ? » à la connexion."
        ),
    },
    "place_elsewhere": {
        "en": (
            "This person has a place in another programme too: nobody prints a link for them. They come in with "
            "their own password, by a link sent by mail, or by one from whoever runs the server."
        ),
        "fr": (
            "Cette personne a aussi une place dans un autre programme : personne n’imprime de lien pour elle. Elle "
            "se connecte avec son mot de passe, par un lien reçu par courriel ou par un lien remis par la "
            "personne chargée du serveur."
        ),
    },
    "last_administrator": {
        "en": "The programme “{value}” would be left without an administrator. Give that place to somebody else first.",
        "fr": (
            "Le programme « {value} » n’aurait plus d’administrateur. Donnez d’abord cette place à une autre personne."
        ),
    },
    "administrator_comes_first": {
        "en": "The programme “{value}” has no administrator. That place is given first.",
        "fr": "Le programme « {value} » n’a pas d’administrateur. Cette place est attribuée en premier.",
    },
    "programme_has_places": {
        "en": "Somebody has a place in this programme already.",
        "fr": "Quelqu’un a déjà une place dans ce programme.",
    },
    "same_person_twice": {
        "en": "One person has one place in a programme. Give each place to another e-mail.",
        "fr": "Une personne n’a qu’une place dans un programme. Donnez chaque place à une adresse différente.",
    },
    "manager_of_each_side": {
        "en": "A programme starts with a manager of each side.",
        "fr": "Un programme commence avec un responsable de chaque côté.",
    },
    # --- passwords
    "password_of_another": {
        "en": "Nobody types another person’s password. The person chooses it through a link.",
        "fr": "Personne ne saisit le mot de passe d’autrui. La personne le choisit au moyen d’un lien.",
    },
    "link_over": {
        "en": "This link no longer works: it was used, it is too old, or a newer one was made. Ask for another.",
        "fr": (
            "Ce lien ne fonctionne plus : il a été utilisé, il est trop ancien ou un plus récent a été créé. "
            "Demandez-en un autre."
        ),
    },
}
