"""The code lists of IATI that are read and written, beside the program's own words for the same."""

#: Role of an organisation: 1 funding, 2 accountable, 3 extending, 4 implementing.
ROLES = {"1": "funds", "2": "manages", "3": "manages", "4": "implements"}
ROLE_CODES = {"funds": "1", "manages": "2", "implements": "4", "receives": "4"}
STATUSES = {
    "1": "planned",
    "2": "running",
    "3": "ended",  # finalisation: the work is done, the accounts are not
    "4": "ended",
    "5": "cancelled",
    "6": "suspended",
}
STATUS_CODES = {"planned": "1", "running": "2", "ended": "4", "cancelled": "5", "suspended": "6"}
DATES = {"1": "planned_since", "2": "since", "3": "planned_until", "4": "until"}
DATE_CODES = {name: code for code, name in DATES.items()}
#: Types of transactions that are money of the activity; the others are counted as not read.
TRANSACTIONS = {"2": "commitment", "3": "disbursement", "4": "disbursement"}
TRANSACTION_CODES = {"commitment": "2", "disbursement": "3"}
#: What is given, by the first letter or letters of the type of aid; where it says nothing the person is asked.
AID_KINDS = {"A": "money", "D": "advice", "E01": "training"}
#: Types of organisations that are of the country of the programme by themselves.
LOCAL_KINDS = frozenset({"22", "24"})
#: Type of an organisation to kind of partner, abroad and at home.
KINDS_ABROAD = {
    "10": "bilateral",
    "11": "bilateral",
    "15": "bilateral",
    "30": "multilateral",
    "40": "multilateral",
}
KINDS_AT_HOME = {"10": "ministry", "11": "service", "15": "service"}
KIND_CODES = {
    "ministry": "10",
    "service": "15",
    "mission": "40",
    "bilateral": "10",
    "multilateral": "40",
    "civil_society": "21",
}
#: Elements of an activity that are read.
READ = frozenset(
    {
        *("iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status"),
        *("activity-date", "location", "sector", "default-aid-type", "budget", "transaction"),
    }
)
