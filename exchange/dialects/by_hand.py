"""Pure: any other file. What its headers seem to be, for somebody to look over. So come Close and Copper.

Each field is also found under the words our own pages have for it (exchange.imports.field_words).
"""

from exchange.dialects.fields import Dialect, Field, Kind, Table, matched

COLUMNS: dict[Field, tuple[str, ...]] = {
    Field.RECORD_ID: (
        "opportunity id", "deal id", "record id", "id", "external id", "datensatz id", "number there",
    ),
    Field.TITLE: (
        "deal name", "opportunity name", "deal", "opportunity", "deal title", "title", "topic", "product",
        "offer", "project", "name of deal", "angebot", "projekt", "vorgang", "affaire", "opportunite",
        "oportunidad", "negocio", "oportunidade", "dealname",
    ),
    Field.VALUE: (
        "deal value", "value", "amount", "close value", "deal amount", "contract value", "volume",
        "betrag", "wert", "auftragswert", "volumen", "montant", "valeur", "importe", "valor",
        "importo", "valore", "bedrag", "waarde",
    ),
    Field.CURRENCY: (
        "currency", "currency code", "wahrung", "devise", "moneda", "moeda", "valuta", "deal currency",
    ),
    Field.LOST_ON: (
        "date lost", "lost date", "lost on", "lost time", "lost at", "verloren am", "absage am",
        "date of the no if given", "date of the no", "perdu le", "fecha de perdida",
    ),
    Field.CLOSED_ON: (
        "close date", "closed date", "closing date", "date closed", "closed on", "closed at", "end date",
        "abschlussdatum", "abgeschlossen am", "datum", "date de cloture", "fecha de cierre",
        "data de fechamento", "data chiusura", "sluitdatum", "date", "date of the no",
    ),
    Field.CREATED_ON: (
        "create date", "created date", "date created", "created on", "created at", "created", "engage date",
        "start date", "erstellt am", "erstelldatum", "date de creation", "fecha de creacion", "deal begun on",
    ),
    Field.STAGE: (
        "deal stage", "stage", "stage name", "pipeline stage", "phase", "deal phase", "etape", "etapa",
        "fase", "ended stage",
    ),
    Field.STATUS: (
        "status", "deal status", "state", "outcome", "result", "ergebnis", "statut", "estado",
        "ended status",
    ),
    Field.IS_LOST: ("is lost", "lost", "is closed lost", "verloren", "ended a no"),
    Field.IS_WON: ("is won", "won", "is closed won", "gewonnen", "ended a yes"),
    Field.IS_CLOSED: ("is closed", "ended closed"),
    Field.IS_ACTIVE: ("ended still active",),
    Field.PROBABILITY: ("ended probability",),
    Field.IS_DELETED: ("is deleted", "deleted", "deleted there"),
    Field.REASON: (
        "lost reason", "loss reason", "closed lost reason", "reason", "reason lost", "reason for loss",
        "lost because", "verlustgrund", "grund", "absagegrund", "motif", "raison", "motif de perte", "motivo",
        "motivo de perdida", "razon", "motivo da perda", "motivo perdita", "reden",
    ),
    Field.THEIR_WORDS: ("in their words", "quote", "feedback", "customer feedback", "zitat"),
    Field.COMPETITOR: (
        "competitor", "main competitor", "lost to", "wettbewerber", "mitbewerber", "who they picked",
    ),
    Field.OWNER: (
        "owner", "deal owner", "opportunity owner", "sales agent", "sales rep", "salesperson", "rep", "agent",
        "assigned to", "account executive", "owner id", "verkaufer", "betreuer", "zustandig", "commercial",
        "vendedor", "responsable", "sold by",
    ),
    Field.SOURCE: (
        "source", "lead source", "channel", "quelle", "origin", "herkunft", "fuente", "origem",
        "deal source",
    ),
    Field.NOTE: ("notes", "note", "description", "comments", "comment", "notizen", "bemerkung", "notas"),
    Field.ORGANISATION: (
        "account", "account name", "company", "company name", "organization", "organisation",
        "organization name",
        "customer", "client", "lead name", "firma", "unternehmen", "kunde", "organisation name", "societe",
        "entreprise", "empresa", "cliente", "azienda", "bedrijf",
    ),
    Field.ORGANISATION_DOMAIN: ("organisation website",),
    Field.ORGANISATION_ID: ("account id", "company id", "organization id", "lead id", "organisation number"),
    Field.PERSON: (
        "contact name", "contact", "primary contact", "person", "full name", "contact person",
        "decision maker",
        "prospect", "ansprechpartner", "kontakt", "name", "nom", "nombre", "nome", "naam", "prospect name",
    ),
    Field.PERSON_ID: ("contact id", "person id", "prospect number there"),
    Field.FIRST_NAME: ("first name", "given name", "vorname", "prenom", "voornaam", "prospect first name"),
    Field.LAST_NAME: (
        "last name", "family name", "surname", "nachname", "nom de famille", "apellido",
        "prospect last name",
    ),
    Field.EMAIL: (
        "email", "e mail", "email address", "e mail address", "contact email", "work email", "mail",
        "e mail adresse", "courriel", "correo", "correo electronico", "prospect e mail",
    ),
    Field.PHONE: (
        "phone", "phone number", "telephone", "work phone", "business phone", "contact phone", "telefon",
        "tel", "telefono", "telefone", "telefoon", "prospect phone",
    ),
    Field.MOBILE: (
        "mobile", "mobile phone", "cell", "cell phone", "handy", "mobil", "portable", "movil",
        "prospect mobile phone",
    ),
    Field.JOB: (
        "job title", "role", "position", "job", "funktion", "fonction", "cargo", "poste",
        "prospect job title",
    ),
    Field.LANGUAGE: ("prospect language",),
    Field.STREET: ("address street",),
    Field.POSTAL_CODE: ("address postal code",),
    Field.CITY: ("address city",),
    Field.REGION: ("address region",),
    Field.COUNTRY: ("address country",),
    Field.NO_CONTACT: (
        "do not contact", "dnc", "no contact", "contact opt out", "kontaktsperre", "nicht kontaktieren",
        "wants no contact",
    ),
    Field.NO_MAIL: (
        "email opt out", "e mail opt out", "opted out of email", "has opted out of email", "opt out",
        "opted out", "unsubscribed", "unsubscribed from all email", "do not email", "no email",
        "email blocked", "abgemeldet", "keine e mails", "werbesperre", "desinscrit", "wants no mail",
    ),
    Field.NO_SERIES: (
        "newsletter opt out", "no newsletter", "do not allow bulk emails", "kein newsletter",
        "wants no newsletter",
    ),
    Field.NO_CALLS: ("do not call", "no calls", "keine anrufe", "telefonsperre", "wants no calls"),
    Field.PERMISSION: (
        "permission", "consent", "email consent", "marketing consent", "opt in", "email opt in", "newsletter",
        "newsletter opt in", "newsletter consent", "einwilligung", "consentement", "einverstandnis",
    ),
    Field.PERMISSION_ON: (
        "permission date", "permission on", "consent date", "consent given on", "date of consent",
        "opt in date", "opt in on", "opt in timestamp", "einwilligung am", "datum der einwilligung",
        "date du consentement", "permission since", "einverstandnis seit",
    ),
    Field.PERMISSION_SOURCE: (
        "permission source", "permission words", "consent source", "source of consent", "opt in source",
        "quelle der einwilligung", "einwilligung quelle", "source du consentement",
        "permission where from", "einverstandnis woher",
    ),
}  # fmt: skip
_OF_A_DEAL = frozenset({
    Field.VALUE, Field.CLOSED_ON, Field.LOST_ON, Field.STAGE, Field.STATUS, Field.REASON, Field.IS_LOST,
})  # fmt: skip
_OF_A_PERSON = frozenset({Field.EMAIL, Field.FIRST_NAME, Field.LAST_NAME, Field.PHONE, Field.MOBILE})
_TABLES = {kind: Table(kind, (), COLUMNS) for kind in Kind}
BY_HAND = Dialect("by_hand", "", tuple(_TABLES.values()), lists_with=";", people_in_one_cell=True)


def guess(headers: list[str]) -> tuple[Table, dict[Field, str]]:
    """What the rows of any file seem to be, and which header seems to be what."""
    columns = matched(COLUMNS, headers)
    if _OF_A_DEAL & columns.keys():
        return _TABLES[Kind.DEALS], columns
    if _OF_A_PERSON & columns.keys() or Field.ORGANISATION not in columns:
        return _TABLES[Kind.PEOPLE], columns
    return _TABLES[Kind.ORGANISATIONS], columns
